package org.sallyport.api.address;

import java.util.Optional;

/**
 * Which domains a rule speaks of: one domain, every domain below one ({@code *.example.org}, which
 * does not include {@code example.org} itself), or all ({@code *}). Where several match, the most
 * specific one counts.
 *
 * @param suffix the domain meant, or empty for {@code *}
 * @param below whether only what lies below {@code suffix} is meant
 */
public record DomainPattern(Optional<Domain> suffix, boolean below) {
    /** Matches every domain. */
    public static final DomainPattern ANY = new DomainPattern(Optional.empty(), true);

    /** A pattern for exactly one domain. */
    public static DomainPattern exactly(Domain domain) {
        return new DomainPattern(Optional.of(domain), false);
    }

    /**
     * Reads {@code example.org}, {@code *.example.org} or {@code *}.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    public static DomainPattern parse(String text) {
        if (text.equals("*")) {
            return ANY;
        }
        boolean below = text.startsWith("*.");
        return new DomainPattern(Optional.of(new Domain(below ? text.substring(2) : text)), below);
    }

    /** Returns whether this pattern names exactly one domain. */
    public boolean isExact() {
        return !below;
    }

    /** Returns whether {@code domain} is meant. */
    public boolean matches(Domain domain) {
        if (suffix.isEmpty()) {
            return true;
        }
        return below
                ? !domain.equals(suffix.get()) && domain.isWithin(suffix.get())
                : domain.equals(suffix.get());
    }

    /** How specific the pattern is; of two that match one domain, the greater wins. */
    public int specificity() {
        int length = suffix.map(domain -> domain.value().length()).orElse(-1);
        return below ? length : Integer.MAX_VALUE;
    }

    @Override
    public String toString() {
        return suffix.map(domain -> (below ? "*." : "") + domain).orElse("*");
    }
}
