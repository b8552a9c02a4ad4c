package org.sallyport.adaptor.xmpp.jid;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sallyport.api.address.Address;
import org.sallyport.api.address.Domain;
import rocks.xmpp.precis.PrecisProfiles;

/**
 * An XMPP address in its one normal form (RFC 7622): local part by UsernameCaseMapped without the
 * excluded characters, domain in U-labels, resource by OpaqueString. {@link #toString} shows the
 * domain only.
 *
 * @param local the local part, empty for a server
 * @param domain the domain
 * @param resource the resource, if there is one
 */
public record Jid(Optional<String> local, Domain domain, Optional<String> resource) {
    private static final int MAX_OCTETS = 1023;
    private static final String EXCLUDED = "\"&'/:<>@";

    /**
     * Reads and normalises an address.
     *
     * @throws IllegalArgumentException if it is none; the message does not quote it
     */
    public static Jid parse(String text) {
        int slash = text.indexOf('/');
        String bare = slash < 0 ? text : text.substring(0, slash);
        int at = bare.indexOf('@');
        Optional<String> local =
                at < 0 ? Optional.empty() : Optional.of(local(bare.substring(0, at)));
        Optional<String> resource =
                slash < 0 ? Optional.empty() : Optional.of(resource(text.substring(slash + 1)));
        return new Jid(local, domain(bare.substring(at + 1)), resource);
    }

    /**
     * The address of a user as it goes to the wire.
     *
     * @throws IllegalArgumentException if no XMPP address has such parts
     */
    public static Jid of(Address address) {
        return new Jid(
                Optional.of(local(address.local())),
                address.domain(),
                address.device().map(Jid::resource));
    }

    /** The address of a server. */
    public static Jid of(Domain domain) {
        return new Jid(Optional.empty(), domain, Optional.empty());
    }

    /**
     * Reads a domain part: U-labels or A-labels, no address literals.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Domain domain(String text) {
        Domain domain =
                new Domain(
                        text.indexOf("--") < 0 && isAscii(text) ? text : ALabels.toUnicode(text));
        for (int start = 0; start <= domain.value().length(); ) {
            int dot = domain.value().indexOf('.', start);
            int end = dot < 0 ? domain.value().length() : dot;
            ALabels.check(domain.value().substring(start, end));
            start = end + 1;
        }
        return domain;
    }

    /** The user as the core knows him, if this is a user. */
    public Optional<Address> address() {
        return local.map(name -> new Address(name, domain, resource));
    }

    /** Whether a device is named. */
    public boolean isFull() {
        return resource.isPresent();
    }

    /** The same address without a resource. */
    public Jid bare() {
        return resource.isEmpty() ? this : new Jid(local, domain, Optional.empty());
    }

    /** The whole address, for the wire only. */
    public String full() {
        String bare = local.map(name -> name + "@" + domain.value()).orElse(domain.value());
        return resource.map(name -> bare + "/" + name).orElse(bare);
    }

    /** Shows the domain only. */
    @Override
    public String toString() {
        return local.isPresent() ? "…@" + domain : domain.value();
    }

    private static String local(String text) {
        String folded = plainLocal(text);
        if (folded == null) {
            folded = enforced(text, true);
        }
        for (int i = 0; i < folded.length(); i++) {
            if (EXCLUDED.indexOf(folded.charAt(i)) >= 0) {
                throw new IllegalArgumentException(
                        "the local part has a character that RFC 7622 excludes");
            }
        }
        return checked(folded);
    }

    private static String resource(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return checked(enforced(text, false));
            }
        }
        return checked(text);
    }

    /**
     * The local part in lower case if it is all visible ASCII, where PRECIS does nothing else; null
     * if it is not.
     */
    private static @Nullable String plainLocal(String text) {
        boolean upper = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c > '~') {
                return null;
            }
            upper |= c >= 'A' && c <= 'Z';
        }
        return upper ? text.toLowerCase(Locale.ROOT) : text;
    }

    private static String enforced(String text, boolean user) {
        if (text.length() > MAX_OCTETS) {
            throw new IllegalArgumentException("a part of the address is too long");
        }
        try {
            return user
                    ? PrecisProfiles.USERNAME_CASE_MAPPED.enforce(text)
                    : PrecisProfiles.OPAQUE_STRING.enforce(text);
        } catch (IllegalArgumentException e) {
            // The message of the original quotes the address.
            throw new IllegalArgumentException(
                    "the address has a character that RFC 7622 does not allow");
        }
    }

    private static String checked(String part) {
        if (part.isEmpty()
                || part.length() > MAX_OCTETS
                || (!isAscii(part) && part.getBytes(StandardCharsets.UTF_8).length > MAX_OCTETS)) {
            throw new IllegalArgumentException("a part of the address is empty or too long");
        }
        return part;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
