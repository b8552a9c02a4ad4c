package org.sallyport.simulator.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One header line.
 *
 * @param name as written, octets
 * @param value as written without the white space around it, octets; a folded line is joined by one
 *     blank
 */
public record SipHeader(String name, String value) {
    /** Whether this line is {@code wanted}, in any case and in the compact form too. */
    boolean is(String wanted) {
        return name.equalsIgnoreCase(wanted)
                || (name.length() == 1 && longName(name).equalsIgnoreCase(wanted));
    }

    /** The name in lower case and long form, e.g. {@code v} and {@code Via} are {@code via}. */
    public String canonicalName() {
        return longName(name);
    }

    private static String longName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return switch (lower) {
            case "v" -> "via";
            case "f" -> "from";
            case "t" -> "to";
            case "i" -> "call-id";
            case "m" -> "contact";
            case "l" -> "content-length";
            case "c" -> "content-type";
            case "e" -> "content-encoding";
            case "s" -> "subject";
            case "k" -> "supported";
            case "o" -> "event";
            case "u" -> "allow-events";
            default -> lower;
        };
    }

    /**
     * Splits a value at commas that stand neither in quotes nor in angle brackets; entries keep
     * their exact octets.
     */
    public static List<String> split(String value) {
        return split(value, ',');
    }

    static List<String> split(String value, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        boolean bracketed = false;
        int start = 0;
        for (int index = 0; index < value.length(); index++) {
            char octet = value.charAt(index);
            if (quoted) {
                if (octet == '\\') {
                    index++;
                } else if (octet == '"') {
                    quoted = false;
                }
            } else if (octet == '"') {
                quoted = true;
            } else if (octet == '<') {
                bracketed = true;
            } else if (octet == '>') {
                bracketed = false;
            } else if (octet == separator && !bracketed) {
                parts.add(value.substring(start, index).trim());
                start = index + 1;
            }
        }
        parts.add(value.substring(start).trim());
        return parts;
    }

    @Override
    public String toString() {
        return "SipHeader[" + name + "]";
    }
}
