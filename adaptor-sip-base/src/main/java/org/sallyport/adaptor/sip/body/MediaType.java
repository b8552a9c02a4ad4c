package org.sallyport.adaptor.sip.body;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A Content-Type (RFC 3261 §20.15, RFC 2045 §5.1).
 *
 * @param name type and subtype in lower case, for example {@code text/plain}
 * @param parameters names in lower case, values without quotes
 */
public record MediaType(String name, Map<String, String> parameters) {
    private static final int LONGEST = 4_096;
    private static final int MOST_PARAMETERS = 32;

    /** Copies what it is given. */
    public MediaType {
        parameters = Map.copyOf(parameters);
    }

    /** Reads a header value; empty if it is none. */
    public static Optional<MediaType> parse(String value) {
        if (value.length() > LONGEST) {
            return Optional.empty();
        }
        int end = indexOutsideQuotes(value, 0);
        String name = value.substring(0, end).strip().toLowerCase(Locale.ROOT);
        int slash = name.indexOf('/');
        if (slash <= 0
                || slash == name.length() - 1
                || !name.chars().allMatch(MediaType::isNamePart)) {
            return Optional.empty();
        }
        Map<String, String> parameters = new HashMap<>();
        while (end < value.length() && parameters.size() < MOST_PARAMETERS) {
            int next = indexOutsideQuotes(value, end + 1);
            addParameter(parameters, value.substring(end + 1, next));
            end = next;
        }
        return Optional.of(new MediaType(name, parameters));
    }

    /** The value of a parameter, if it is there. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    private static void addParameter(Map<String, String> parameters, String text) {
        int equals = text.indexOf('=');
        if (equals > 0) {
            String value = text.substring(equals + 1).strip();
            // The first of two counts, as in a header.
            parameters.putIfAbsent(
                    text.substring(0, equals).strip().toLowerCase(Locale.ROOT), unquoted(value));
        }
    }

    private static String unquoted(String value) {
        if (value.length() < 2 || !value.startsWith("\"") || !value.endsWith("\"")) {
            return value;
        }
        return value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1");
    }

    private static int indexOutsideQuotes(String value, int from) {
        boolean quoted = false;
        for (int i = from; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ';' && !quoted) {
                return i;
            }
        }
        return value.length();
    }

    private static boolean isNamePart(int c) {
        return c > ' ' && c < 0x7f && "()<>@,;:\\\"[]?=".indexOf(c) < 0;
    }
}
