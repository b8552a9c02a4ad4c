package org.sallyport.adaptor.sip.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sallyport.api.config.HostPort;

/**
 * Reads route sets without changing them: JAIN would re-encode, and an Edge checks signatures over
 * them (MS-SIP §1.6).
 */
public final class RouteEntries {
    private static final int SIPS_PORT = 5061;

    private RouteEntries() {}

    /** Cuts lines at the commas between entries, not at those within quotes or angle brackets. */
    public static List<String> split(List<String> lines) {
        List<String> entries = new ArrayList<>(lines.size());
        for (String line : lines) {
            splitLine(line, entries);
        }
        return List.copyOf(entries);
    }

    /**
     * The host and port of an entry's URI, port 5061 if it names none; empty if there is none to be
     * read.
     */
    static Optional<HostPort> hop(String entry) {
        int open = opening(entry);
        int close = entry.indexOf('>', open + 1);
        String uri = open >= 0 && close > open ? entry.substring(open + 1, close) : entry;
        int colon = uri.indexOf(':');
        if (colon < 0
                || !uri.substring(0, colon).strip().toLowerCase(Locale.ROOT).matches("sips?")) {
            return Optional.empty();
        }
        String rest = uri.substring(colon + 1);
        int end = 0;
        while (end < rest.length() && ";?>".indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        String authority = rest.substring(0, end);
        authority = authority.substring(authority.lastIndexOf('@') + 1).strip();
        boolean hasPort = authority.lastIndexOf(':') > authority.lastIndexOf(']');
        try {
            return Optional.of(HostPort.parse(hasPort ? authority : authority + ":" + SIPS_PORT));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether these lines hold addresses in angle brackets with SIP URIs, and nothing else. */
    static boolean areRoutes(List<String> lines) {
        return lines.isEmpty()
                || split(lines).stream()
                        .allMatch(entry ->
                                entry.indexOf('<') >= 0
                                        && isAddress(entry)
                                        && hop(entry).isPresent());
    }

    /** Whether these lines hold addresses, with brackets or without, and nothing else. */
    static boolean areContacts(List<String> lines) {
        return lines.isEmpty() || split(lines).stream().allMatch(RouteEntries::isAddress);
    }

    /**
     * One address (RFC 3261 §25.1), whatever the values of its parameters: a URI of visible ASCII,
     * between brackets or up to the first parameter, then nothing or parameters.
     */
    private static boolean isAddress(String entry) {
        int open = opening(entry);
        if (open < 0) {
            int semicolon = entry.indexOf(';');
            return isUri(semicolon < 0 ? entry : entry.substring(0, semicolon).strip());
        }
        int close = entry.indexOf('>', open);
        String rest = close < 0 ? "?" : entry.substring(close + 1).strip();
        return isUri(entry.substring(open + 1, Math.max(open + 1, close)))
                && (rest.isEmpty() || rest.startsWith(";"))
                && rest.indexOf('<') < 0
                && rest.indexOf('>') < 0;
    }

    /**
     * Where the bracket opens, behind a name in quotes that may hold brackets itself; -1 if
     * nowhere.
     */
    static int opening(String entry) {
        int from = 0;
        if (entry.startsWith("\"")) {
            from = 1;
            while (from < entry.length() && entry.charAt(from) != '"') {
                from += entry.charAt(from) == '\\' ? 2 : 1;
            }
        }
        return entry.indexOf('<', Math.min(from, entry.length()));
    }

    private static boolean isUri(String text) {
        int colon = text.indexOf(':');
        return colon > 0
                && colon < text.length() - 1
                && text.chars().allMatch(c -> c > ' ' && c < 0x7f && "<>\"\\".indexOf(c) < 0);
    }

    private static void splitLine(String line, List<String> entries) {
        boolean quoted = false;
        boolean bracketed = false;
        int start = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"' && !bracketed) {
                quoted = true;
            } else if (c == '<') {
                bracketed = true;
            } else if (c == '>') {
                bracketed = false;
            } else if (c == ',' && !bracketed) {
                add(line.substring(start, i), entries);
                start = i + 1;
            }
        }
        add(line.substring(start), entries);
    }

    private static void add(String entry, List<String> entries) {
        String text = entry.strip();
        if (!text.isEmpty()) {
            entries.add(text);
        }
    }
}
