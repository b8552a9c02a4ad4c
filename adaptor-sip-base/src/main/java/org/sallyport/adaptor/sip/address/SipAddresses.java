package org.sallyport.adaptor.sip.address;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import org.sallyport.adaptor.sip.address.BadSipAddressException.Reason;
import org.sallyport.api.address.Address;
import org.sallyport.api.address.Domain;

/**
 * The mapping of RFC 7247 §6 between addresses of the house (local part unescaped) and SIP URIs.
 * The house's local part is the user part after percent-decoding; the escapes of XEP-0106 belong to
 * the XMPP side. Both directions are total: a result or a {@link BadSipAddressException}. Pure
 * functions.
 */
public final class SipAddresses {
    /** Longest URI that Microsoft's schema knows, in characters (MS-SIP §7.3, source S6). */
    public static final int MAX_LENGTH = 454;

    private static final int LONGEST_INPUT = 8_192;

    private SipAddresses() {}

    /** {@code sip:local@domain} without the device. */
    public static String bareUri(Address address) throws BadSipAddressException {
        return "sip:"
                + PercentCode.encode(address.local(), PercentCode.USER_MARKS)
                + "@"
                + host(address.domain());
    }

    /**
     * {@code sip:local@domain} with the device, if there is one, as {@code gr} parameter (RFC
     * 5627).
     */
    public static String uri(Address address) throws BadSipAddressException {
        String bare = bareUri(address);
        return address.device()
                .map(device ->
                        bare + ";gr=" + PercentCode.encode(device, PercentCode.PARAMETER_MARKS))
                .orElse(bare);
    }

    /** The domain in A-labels, as SIP wants it (RFC 3261 §25.1, {@code hostname}). */
    public static String host(Domain domain) throws BadSipAddressException {
        StringBuilder out = new StringBuilder(domain.value().length());
        for (String label : domain.value().split("\\.", -1)) {
            out.append(out.isEmpty() ? "" : ".").append(Punycode.toAscii(label));
        }
        return out.toString();
    }

    /**
     * The address that a URI names: user part decoded and folded, domain in U-labels, {@code gr} as
     * device.
     */
    public static Address read(String uri) throws BadSipAddressException {
        if (uri.length() > LONGEST_INPUT) {
            throw new BadSipAddressException(Reason.TOO_LONG);
        }
        int colon = uri.indexOf(':');
        String scheme = colon < 0 ? "" : uri.substring(0, colon).toLowerCase(Locale.ROOT);
        switch (scheme) {
            case "sip", "im", "pres" -> {}
            case "sips" -> throw new BadSipAddressException(Reason.SECURE_SCHEME);
            default -> throw new BadSipAddressException(Reason.UNSUPPORTED_SCHEME);
        }
        String rest = uri.substring(colon + 1);
        int at = rest.indexOf('@');
        if (at < 0) {
            throw new BadSipAddressException(Reason.INVALID_URI);
        }
        String user = rest.substring(0, at);
        if (user.indexOf(':') >= 0) {
            throw new BadSipAddressException(Reason.USERINFO_PASSWORD);
        }
        String after = rest.substring(at + 1);
        try {
            return new Address(local(user), domain(endOfHost(after)), device(after));
        } catch (IllegalArgumentException e) {
            // Address and Domain have checks of their own, longest parts above all.
            throw new BadSipAddressException(Reason.INVALID_URI);
        }
    }

    /** The domain of a host in A-labels. */
    public static Domain domain(String host) throws BadSipAddressException {
        if (host.startsWith("[") || host.matches("[0-9.]+")) {
            throw new BadSipAddressException(Reason.IP_LITERAL_DOMAIN);
        }
        StringBuilder out = new StringBuilder(host.length());
        for (String label : host.split("\\.", -1)) {
            if (!label.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
                throw new BadSipAddressException(Reason.INVALID_URI);
            }
            out.append(out.isEmpty() ? "" : ".").append(Punycode.toUnicode(label));
        }
        try {
            return new Domain(out.toString());
        } catch (IllegalArgumentException e) {
            throw new BadSipAddressException(Reason.INVALID_URI);
        }
    }

    private static String local(String user) throws BadSipAddressException {
        String decoded = PercentCode.decode(user);
        if (decoded.isEmpty()) {
            throw new BadSipAddressException(Reason.EMPTY_LOCALPART);
        }
        if (decoded.startsWith(" ") || decoded.endsWith(" ")) {
            throw new BadSipAddressException(Reason.ESCAPED_SPACE_AT_EDGE);
        }
        return checked(Normalizer.normalize(decoded.toLowerCase(Locale.ROOT), Normalizer.Form.NFC));
    }

    private static String checked(String text) throws BadSipAddressException {
        if (!text.codePoints().allMatch(SipAddresses::allowed)) {
            throw new BadSipAddressException(Reason.PROHIBITED_CHARACTER);
        }
        return text;
    }

    private static boolean allowed(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.UNASSIGNED,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }

    private static String endOfHost(String after) throws BadSipAddressException {
        String host = after.startsWith("[") ? after : after.split("[;?:]", 2)[0];
        if (host.indexOf('@') >= 0) {
            throw new BadSipAddressException(Reason.INVALID_URI);
        }
        return host;
    }

    private static Optional<String> device(String after) throws BadSipAddressException {
        String parameters = after.split("\\?", 2)[0];
        for (String parameter : parameters.split(";", -1)) {
            if (parameter.length() > 3 && parameter.regionMatches(true, 0, "gr=", 0, 3)) {
                return Optional.of(checked(PercentCode.decode(parameter.substring(3))));
            }
        }
        return Optional.empty();
    }
}
