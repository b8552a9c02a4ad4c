package org.sallyport.simulator.sip;

import java.util.List;
import java.util.Optional;

/**
 * The value of From, To, Contact, Route or P-Asserted-Identity.
 *
 * @param display display name without quotes, octets; may be empty
 * @param uri the URI as written
 * @param parameters what stands after the URI (without brackets all semicolons belong to the
 *     header, RFC 3261 §20)
 */
public record NameAddress(String display, String uri, SipParameters parameters) {
    /** Reads one value; empty when it is not well formed. */
    public static Optional<NameAddress> parse(String value) {
        int open = openBracket(value);
        if (open < 0) {
            List<String> parts = SipHeader.split(value, ';');
            String uri = parts.getFirst();
            return SipUri.parse(uri).map(known -> new NameAddress("", uri, rest(parts)));
        }
        int close = value.indexOf('>', open);
        if (close < 0) {
            return Optional.empty();
        }
        String after = value.substring(close + 1).trim();
        if (!after.isEmpty() && after.charAt(0) != ';') {
            return Optional.empty();
        }
        List<String> parts = SipHeader.split(after, ';');
        String display = value.substring(0, open).trim();
        if (display.length() >= 2 && display.startsWith("\"") && display.endsWith("\"")) {
            display = display.substring(1, display.length() - 1);
        }
        String uri = value.substring(open + 1, close);
        String shown = display;
        return SipUri.parse(uri).map(known -> new NameAddress(shown, uri, rest(parts)));
    }

    /** The dialog tag. */
    public Optional<String> tag() {
        return parameters.get("tag");
    }

    /** Microsoft's endpoint identifier (MS-SIP §1.5). */
    public Optional<String> epid() {
        return parameters.get("epid");
    }

    /** The parts of the URI. */
    public SipUri sipUri() {
        return SipUri.parse(uri)
                .orElseThrow(() -> new IllegalStateException("checked when it was read"));
    }

    private static int openBracket(String value) {
        boolean quoted = false;
        for (int index = 0; index < value.length(); index++) {
            char octet = value.charAt(index);
            if (quoted && octet == '\\') {
                index++;
            } else if (octet == '"') {
                quoted = !quoted;
            } else if (octet == '<' && !quoted) {
                return index;
            }
        }
        return -1;
    }

    private static SipParameters rest(List<String> parts) {
        return new SipParameters(parts.subList(1, parts.size()));
    }

    @Override
    public String toString() {
        return "NameAddress";
    }
}
