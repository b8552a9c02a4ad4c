package org.sallyport.simulator.sip;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Semicolon parameters of a header value or URI, in order, each with its exact octets. */
public final class SipParameters {
    private final List<String> entries;

    SipParameters(List<String> entries) {
        this.entries = List.copyOf(entries);
    }

    /** The value of a parameter; empty text for a flag. Names are compared without case. */
    public Optional<String> get(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        for (String entry : entries) {
            int equals = entry.indexOf('=');
            String key = (equals < 0 ? entry : entry.substring(0, equals)).trim();
            if (key.toLowerCase(Locale.ROOT).equals(wanted)) {
                return Optional.of(equals < 0 ? "" : unquoted(entry.substring(equals + 1).trim()));
            }
        }
        return Optional.empty();
    }

    /** Parameters as written. */
    public List<String> entries() {
        return entries;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
