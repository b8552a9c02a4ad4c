package org.sallyport.adaptor.sip.body;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A multipart body cut into its parts (RFC 2046 §5.1.1), in one pass over the octets.
 *
 * @param parts at least one, at most {@value #MOST_PARTS}
 */
public record Multipart(List<Part> parts) {
    /** Most parts that are looked at; a body with more is refused. */
    public static final int MOST_PARTS = 16;

    private static final int LONGEST_BOUNDARY = 70;
    private static final int MOST_HEADERS = 16;
    private static final int LONGEST_HEADER = 1_024;

    /** Copies what it is given. */
    public Multipart {
        parts = List.copyOf(parts);
    }

    /** Reads a body; empty if it is not made of parts, has too many, or never ends. */
    public static Optional<Multipart> parse(String boundary, byte[] body) {
        if (boundary.isEmpty() || boundary.length() > LONGEST_BOUNDARY) {
            return Optional.empty();
        }
        byte[] delimiter = ("--" + boundary).getBytes(StandardCharsets.UTF_8);
        List<Part> parts = new ArrayList<>();
        int partStart = -1;
        int line = 0;
        while (line <= body.length) {
            int end = endOfLine(body, line);
            if (startsWith(body, line, end, delimiter)) {
                if (partStart >= 0 && !add(parts, body, partStart, line)) {
                    return Optional.empty();
                }
                String after =
                        new String(
                                        body,
                                        line + delimiter.length,
                                        end - line - delimiter.length,
                                        StandardCharsets.ISO_8859_1)
                                .strip();
                if (after.equals("--")) {
                    return parts.isEmpty() ? Optional.empty() : Optional.of(new Multipart(parts));
                }
                // A longer line only begins like the delimiter.
                partStart = after.isEmpty() ? end + 1 : partStart;
            }
            line = end + 1;
        }
        return Optional.empty();
    }

    private static boolean add(List<Part> parts, byte[] body, int start, int delimiter) {
        // The line end before a delimiter belongs to the delimiter.
        int end = delimiter > start && body[delimiter - 1] == '\n' ? delimiter - 1 : delimiter;
        end = end > start && body[end - 1] == '\r' ? end - 1 : end;
        Optional<Part> part = part(body, Math.min(start, end), end);
        part.ifPresent(parts::add);
        return part.isPresent() && parts.size() <= MOST_PARTS;
    }

    private static Optional<Part> part(byte[] body, int start, int end) {
        Map<String, String> headers = new HashMap<>();
        int line = start;
        while (line < end) {
            int stop = Math.min(endOfLine(body, line), end);
            String text =
                    new String(
                                    body,
                                    line,
                                    Math.min(stop - line, LONGEST_HEADER + 1),
                                    StandardCharsets.UTF_8)
                            .strip();
            line = Math.min(stop + 1, end);
            if (text.isEmpty()) {
                break;
            }
            int colon = text.indexOf(':');
            if (colon <= 0 || text.length() > LONGEST_HEADER || headers.size() == MOST_HEADERS) {
                return Optional.empty();
            }
            headers.putIfAbsent(
                    text.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    text.substring(colon + 1).strip());
        }
        return Optional.of(new Part(headers, Arrays.copyOfRange(body, line, end)));
    }

    private static int endOfLine(byte[] body, int from) {
        for (int i = from; i < body.length; i++) {
            if (body[i] == '\n') {
                return i;
            }
        }
        return body.length;
    }

    private static boolean startsWith(byte[] body, int from, int to, byte[] prefix) {
        return to - from >= prefix.length
                && Arrays.equals(body, from, from + prefix.length, prefix, 0, prefix.length);
    }

    /**
     * One part.
     *
     * @param headers names in lower case
     * @param body its octets, not copied: they belong to the reader of the message
     */
    @SuppressWarnings("ArrayRecordComponent") // lives as long as one message is read
    public record Part(Map<String, String> headers, byte[] body) {
        /** The value of a header, if it is there. */
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }

        @Override
        public String toString() {
            return "Part[" + body.length + " octets]";
        }
    }
}
