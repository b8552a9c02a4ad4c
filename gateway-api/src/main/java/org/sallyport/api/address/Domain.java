package org.sallyport.api.address;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;

/**
 * A DNS domain in the one form that the whole house uses: Unicode labels (U-labels), NFC, lower
 * case, no trailing dot. Adaptors turn it into A-labels where their wire wants them (RFC 7622 §3.2,
 * RFC 3261 §25.1).
 *
 * @param value the name; at most 253 octets of UTF-8, never empty
 */
public record Domain(String value) implements Comparable<Domain> {
    /** Longest domain accepted, in octets of UTF-8. */
    public static final int MAX_OCTETS = 253;

    /**
     * Normalises and checks.
     *
     * @throws IllegalArgumentException if it is empty, too long, or has an empty label or a
     *     character that no domain has
     */
    public Domain {
        value = normalised(value);
        if (value.isEmpty() || value.getBytes(StandardCharsets.UTF_8).length > MAX_OCTETS) {
            throw new IllegalArgumentException("a domain has 1 to " + MAX_OCTETS + " octets");
        }
        if (value.startsWith(".") || value.endsWith(".") || value.contains("..")) {
            throw new IllegalArgumentException("a domain has no empty label");
        }
        if (!value.codePoints().allMatch(Domain::allowed)) {
            throw new IllegalArgumentException("a domain has letters, digits, '-' and '.' only");
        }
    }

    /** Reads a domain as an administrator writes it. Same rules as the constructor. */
    public static Domain parse(String text) {
        return new Domain(text);
    }

    /** Returns whether this is {@code parent} or lies below it. */
    public boolean isWithin(Domain parent) {
        return equals(parent) || value.endsWith("." + parent.value);
    }

    @Override
    public int compareTo(Domain other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    private static String normalised(String text) {
        String name =
                isPlain(text)
                        ? text
                        : Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    /** Most names on most days are plain already: they are not copied. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80 || (c >= 'A' && c <= 'Z')) {
                return false;
            }
        }
        return true;
    }

    private static boolean allowed(int c) {
        if (c < 0x80) {
            return (c >= 'a' && c <= 'z')
                    || (c >= '0' && c <= '9')
                    || c == '-'
                    || c == '.'
                    || c == '_';
        }
        return Character.isLetterOrDigit(c)
                || Character.getType(c) == Character.NON_SPACING_MARK
                || Character.getType(c) == Character.COMBINING_SPACING_MARK;
    }
}
