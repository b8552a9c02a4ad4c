package org.sallyport.adaptor.sip.address;

import java.util.Locale;
import java.util.Optional;
import org.sallyport.adaptor.sip.address.BadSipAddressException.Reason;

/**
 * One value of From, To, Contact, Route and their kind (RFC 3261 §20.10), cut into its parts and
 * otherwise kept byte for byte. The name to show is dropped: it is the user's and nothing here
 * needs it.
 *
 * @param uri the URI, without angle brackets
 * @param parameters what stands behind the URI, starting with {@code ;}, or empty
 */
public record NameAddress(String uri, String parameters) {
    /** Cuts a header value. Without angle brackets all parameters belong to the header. */
    public static NameAddress parse(String value) throws BadSipAddressException {
        String text = value.strip();
        int from = afterDisplayName(text);
        int open = text.indexOf('<', from);
        if (open < 0) {
            int semicolon = text.indexOf(';');
            String uri = semicolon < 0 ? text : text.substring(0, semicolon).strip();
            return checked(uri, semicolon < 0 ? "" : text.substring(semicolon));
        }
        int close = text.indexOf('>', open);
        if (close < 0) {
            throw new BadSipAddressException(Reason.INVALID_URI);
        }
        return checked(text.substring(open + 1, close), text.substring(close + 1).strip());
    }

    /**
     * The value of a header parameter, for example {@code tag}; empty text if it stands without a
     * value.
     */
    public Optional<String> parameter(String name) {
        for (String parameter : parameters.split(";", -1)) {
            String[] pair = parameter.split("=", 2);
            if (pair[0].strip().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(pair.length == 1 ? "" : pair[1].strip());
            }
        }
        return Optional.empty();
    }

    private static NameAddress checked(String uri, String parameters)
            throws BadSipAddressException {
        if (uri.isEmpty() || (!parameters.isEmpty() && !parameters.startsWith(";"))) {
            throw new BadSipAddressException(Reason.INVALID_URI);
        }
        return new NameAddress(uri, parameters);
    }

    /** A quoted name may hold angle brackets and escaped quotes. */
    private static int afterDisplayName(String text) throws BadSipAddressException {
        if (!text.startsWith("\"")) {
            return 0;
        }
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                return i + 1;
            }
        }
        throw new BadSipAddressException(Reason.INVALID_URI);
    }
}
