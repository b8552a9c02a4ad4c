package org.sallyport.simulator.sip;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A {@code sip:} or {@code sips:} URI.
 *
 * @param user user part as written, empty when there is none
 * @param host host in lower case
 * @param port port or -1
 * @param parameters URI parameters
 */
public record SipUri(String user, String host, int port, SipParameters parameters) {
    /** Reads a URI; empty when it is not a well formed SIP URI. */
    public static Optional<SipUri> parse(String uri) {
        int colon = uri.indexOf(':');
        String scheme = colon < 0 ? "" : uri.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!scheme.equals("sip") && !scheme.equals("sips")) {
            return Optional.empty();
        }
        String rest = uri.substring(colon + 1);
        int question = rest.indexOf('?');
        if (question >= 0) {
            rest = rest.substring(0, question);
        }
        int at = rest.indexOf('@');
        String user = at < 0 ? "" : rest.substring(0, at);
        List<String> parts = SipHeader.split(rest.substring(at + 1), ';');
        String host = parts.getFirst();
        int port = -1;
        int portColon = host.lastIndexOf(':');
        if (portColon >= 0 && !host.endsWith("]")) {
            port = number(host.substring(portColon + 1));
            host = host.substring(0, portColon);
            if (port < 1 || port > 65_535) {
                return Optional.empty();
            }
        }
        if (host.isEmpty() || (at == 0) || !printable(user) || !hostLike(host)) {
            return Optional.empty();
        }
        SipParameters parameters = new SipParameters(parts.subList(1, parts.size()));
        return Optional.of(new SipUri(user, host.toLowerCase(Locale.ROOT), port, parameters));
    }

    /** {@code user@host} in lower case: how Microsoft's directory compares addresses. */
    public String address() {
        return user.isEmpty() ? host : user.toLowerCase(Locale.ROOT) + "@" + host;
    }

    private static int number(String digits) {
        if (digits.isEmpty() || digits.length() > 5) {
            return -1;
        }
        int value = 0;
        for (int index = 0; index < digits.length(); index++) {
            char digit = digits.charAt(index);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            value = value * 10 + digit - '0';
        }
        return value;
    }

    private static boolean printable(String user) {
        return user.chars()
                .allMatch(octet ->
                        octet > ' '
                                && octet < 0x7F
                                && octet != '<'
                                && octet != '>'
                                && octet != '"');
    }

    private static boolean hostLike(String host) {
        return host.chars()
                .allMatch(octet ->
                        (octet >= '0' && octet <= '9')
                                || (octet >= 'a' && octet <= 'z')
                                || (octet >= 'A' && octet <= 'Z')
                                || ".-[]:".indexOf(octet) >= 0);
    }

    @Override
    public String toString() {
        return "SipUri";
    }
}
