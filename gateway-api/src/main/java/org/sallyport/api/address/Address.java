package org.sallyport.api.address;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A user, and optionally one of the user's devices. Normalised by the adaptor that read it (RFC
 * 7622 for XMPP, RFC 3261 with case folding for SIP), so that equal users have equal addresses.
 *
 * <p>Addresses are sensitive: {@link #toString} shows the domain only. What may be shown is decided
 * in one place, by {@link AddressRenderer}; what goes to a wire is taken from {@link #full}.
 *
 * @param local the local part, unescaped; 1 to 1023 octets of UTF-8
 * @param domain the domain
 * @param device the resource (XMPP) or endpoint id (SIP), if one is meant; at most 1023 octets
 */
public record Address(String local, Domain domain, Optional<String> device) {
    /** Longest local part or device, in octets of UTF-8 (RFC 7622 §3.1). */
    public static final int MAX_OCTETS = 1023;

    /**
     * @throws IllegalArgumentException if a part is empty, too long, or has a control character
     */
    public Address {
        check(local);
        device.ifPresent(Address::check);
    }

    /** An address without a device. */
    public static Address of(String local, Domain domain) {
        return new Address(local, domain, Optional.empty());
    }

    /**
     * Reads {@code local@domain} or {@code local@domain/device}, as in configuration and tests.
     *
     * @throws IllegalArgumentException if a part is missing or not allowed
     */
    public static Address parse(String text) {
        int slash = text.indexOf('/');
        String bare = slash < 0 ? text : text.substring(0, slash);
        int at = bare.lastIndexOf('@');
        if (at < 0) {
            throw new IllegalArgumentException("an address looks like name@domain");
        }
        Optional<String> device =
                slash < 0 ? Optional.empty() : Optional.of(text.substring(slash + 1));
        return new Address(bare.substring(0, at), new Domain(bare.substring(at + 1)), device);
    }

    /** The same user without a device. */
    public Address bare() {
        return device.isEmpty() ? this : new Address(local, domain, Optional.empty());
    }

    /** The same user on {@code newDevice}. */
    public Address withDevice(String newDevice) {
        return new Address(local, domain, Optional.of(newDevice));
    }

    /** The same user and device names under another domain. */
    public Address withDomain(Domain newDomain) {
        return new Address(local, newDomain, device);
    }

    /** The same device of another local part. */
    public Address withLocal(String newLocal) {
        return new Address(newLocal, domain, device);
    }

    /** The whole address, {@code local@domain[/device]}. For wires and tables, never for logs. */
    public String full() {
        String bare = local + "@" + domain.value();
        return device.map(name -> bare + "/" + name).orElse(bare);
    }

    /** Shows the domain only; logs use {@link AddressRenderer}. */
    @Override
    public String toString() {
        return "…@" + domain;
    }

    private static void check(String part) {
        if (part.isEmpty()
                || part.length() > MAX_OCTETS
                || part.getBytes(StandardCharsets.UTF_8).length > MAX_OCTETS) {
            throw new IllegalArgumentException(
                    "a part of an address has 1 to " + MAX_OCTETS + " octets");
        }
        for (int i = 0; i < part.length(); i++) {
            if (Character.isISOControl(part.charAt(i))) {
                throw new IllegalArgumentException("an address has no control characters");
            }
        }
    }
}
