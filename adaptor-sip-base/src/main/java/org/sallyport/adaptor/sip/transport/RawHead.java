package org.sallyport.adaptor.sip.transport;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The head of a message as octets, cut into lines once. It is the first judge: what two readers
 * could read in two ways does not get past it (CLASSES 18, 20, 21). Immutable.
 */
final class RawHead {
    private static final boolean[] TOKEN = new boolean[128];

    static {
        for (char c = 0; c < 128; c++) {
            boolean letter =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            TOKEN[c] = letter || "-.!%*_+`'~".indexOf(c) >= 0; // RFC 3261 §25.1 token
        }
    }

    private final byte[] octets;
    private final int firstLineEnd;
    private final List<Line> lines;
    private final int contentLength;
    private final @Nullable Flaw flaw;

    private RawHead(
            byte[] octets,
            int firstLineEnd,
            List<Line> lines,
            int contentLength,
            @Nullable Flaw flaw) {
        this.octets = octets;
        this.firstLineEnd = firstLineEnd;
        this.lines = lines;
        this.contentLength = contentLength;
        this.flaw = flaw;
    }

    /** One header line: where its name and its value are. */
    private record Line(
            @Nullable HeaderName known, int nameStart, int nameEnd, int valueStart, int valueEnd) {}

    /**
     * Cuts a head.
     *
     * @param octets from the first octet of the first line to the empty line, both line ends
     *     included; every LF is preceded by CR
     * @throws FramingException if the end of the message is in doubt
     */
    static RawHead cut(byte[] octets, int maxLines) {
        int firstLineEnd = lineEnd(octets, 0);
        Flaw flaw = firstLineFlaw(octets, firstLineEnd);
        List<Line> lines = new ArrayList<>(20);
        int position = firstLineEnd + 2;
        while (octets[position] != '\r') {
            if (lines.size() == maxLines) {
                throw new FramingException(Flaw.HEAD_TOO_LONG);
            }
            int end = lineEnd(octets, position);
            Line line = line(octets, position, end);
            if (flaw == null && !isName(octets, line.nameStart, line.nameEnd)) {
                flaw = Flaw.BAD_HEADER_NAME;
            }
            lines.add(line);
            position = end + 2;
        }
        if (flaw == null) {
            flaw = characterFlaw(octets);
        }
        return new RawHead(octets, firstLineEnd, lines, contentLength(octets, lines), flaw);
    }

    /** The whole head. Shared: do not write to it. */
    byte[] octets() {
        return octets;
    }

    /** The value of Content-Length. */
    int contentLength() {
        return contentLength;
    }

    /** What is wrong with its characters, or null. */
    @Nullable Flaw flaw() {
        return flaw;
    }

    /** Whether it begins as a response does. */
    boolean isResponse() {
        return startsWith(octets, "SIP/");
    }

    /** The method of a request; nonsense for a response. */
    String method() {
        int end = 0;
        while (end < firstLineEnd && octets[end] != ' ') {
            end++;
        }
        return new String(octets, 0, end, StandardCharsets.ISO_8859_1);
    }

    /** The request line or status line. */
    String firstLine() {
        return new String(octets, 0, firstLineEnd, StandardCharsets.UTF_8);
    }

    /** How many header lines have that name. */
    int count(HeaderName name) {
        int count = 0;
        for (Line line : lines) {
            if (line.known == name) {
                count++;
            }
        }
        return count;
    }

    /** The values of a header, one for each line, in order; compact forms are found too. */
    List<String> values(String name) {
        HeaderName known = HeaderName.of(name);
        byte[] lower = known == null ? lowerCase(name) : new byte[0];
        List<String> values = new ArrayList<>(2);
        for (Line line : lines) {
            boolean meant =
                    known == null
                            ? line.nameEnd - line.nameStart == lower.length
                                    && HeaderName.equalsIgnoreCase(octets, line.nameStart, lower)
                            : line.known == known;
            if (meant) {
                values.add(
                        new String(
                                octets,
                                line.valueStart,
                                line.valueEnd - line.valueStart,
                                StandardCharsets.UTF_8));
            }
        }
        return values;
    }

    /** The value of the first header of that name, or null. */
    @Nullable String first(HeaderName name) {
        for (Line line : lines) {
            if (line.known == name) {
                return new String(
                        octets,
                        line.valueStart,
                        line.valueEnd - line.valueStart,
                        StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    private static Line line(byte[] octets, int start, int end) {
        if (octets[start] == ' ' || octets[start] == '\t') {
            throw new FramingException(Flaw.FOLDED_LINE);
        }
        int colon = start;
        while (colon < end && octets[colon] != ':') {
            colon++;
        }
        int nameEnd = colon;
        while (nameEnd > start && isBlank(octets[nameEnd - 1])) {
            nameEnd--;
        }
        int valueStart = Math.min(colon + 1, end);
        while (valueStart < end && isBlank(octets[valueStart])) {
            valueStart++;
        }
        int valueEnd = end;
        while (valueEnd > valueStart && isBlank(octets[valueEnd - 1])) {
            valueEnd--;
        }
        if (colon == end) {
            return new Line(
                    null,
                    start,
                    start,
                    valueStart,
                    valueEnd); // no colon: an empty name, which is no name
        }
        return new Line(
                HeaderName.of(octets, start, nameEnd), start, nameEnd, valueStart, valueEnd);
    }

    private static int contentLength(byte[] octets, List<Line> lines) {
        int length = -1;
        for (Line line : lines) {
            if (line.known == HeaderName.CONTENT_LENGTH) {
                if (length >= 0) {
                    throw new FramingException(Flaw.TWO_LENGTHS);
                }
                length = number(octets, line.valueStart, line.valueEnd);
            }
        }
        if (length < 0) {
            throw new FramingException(Flaw.NO_LENGTH);
        }
        return length;
    }

    private static int number(byte[] octets, int start, int end) {
        if (start == end || end - start > 9) {
            throw new FramingException(Flaw.BAD_LENGTH);
        }
        int number = 0;
        for (int i = start; i < end; i++) {
            int digit = octets[i] - '0';
            if (digit < 0 || digit > 9) {
                throw new FramingException(Flaw.BAD_LENGTH);
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private static @Nullable Flaw firstLineFlaw(byte[] octets, int end) {
        if (startsWith(octets, "SIP/")) {
            boolean status =
                    end >= 11
                            && octets[7] == ' '
                            && isDigit(octets[8])
                            && isDigit(octets[9])
                            && isDigit(octets[10])
                            && (end == 11 || octets[11] == ' ');
            if (!status) {
                throw new FramingException(Flaw.NOT_SIP);
            }
            return startsWith(octets, "SIP/2.0 ") ? null : Flaw.BAD_VERSION;
        }
        int method = 0;
        while (method < end && octets[method] != ' ') {
            method++;
        }
        int version = end;
        while (version > method && octets[version - 1] != ' ') {
            version--;
        }
        String protocol = new String(octets, version, end - version, StandardCharsets.ISO_8859_1);
        if (!isName(octets, 0, method)
                || method > 32
                || version < method + 3
                || !protocol.startsWith("SIP/")) {
            throw new FramingException(Flaw.NOT_SIP);
        }
        for (int i = method + 1; i < version - 1; i++) {
            if (octets[i] <= ' ' || octets[i] == 0x7f) {
                throw new FramingException(
                        Flaw.NOT_SIP); // blanks in the Request-URI, octets above ASCII
            }
        }
        return protocol.equals("SIP/2.0") ? null : Flaw.BAD_VERSION;
    }

    private static @Nullable Flaw characterFlaw(byte[] octets) {
        boolean plain = true;
        for (byte octet : octets) {
            if (octet < 0) {
                plain = false;
            } else if ((octet < ' ' && octet != '\t' && octet != '\r' && octet != '\n')
                    || octet == 0x7f) {
                return Flaw.CONTROL_CHARACTER;
            }
        }
        return plain || Utf8.isValid(octets) ? null : Flaw.NOT_UTF_8;
    }

    private static boolean isName(byte[] octets, int start, int end) {
        for (int i = start; i < end; i++) {
            if (octets[i] < 0 || !TOKEN[octets[i]]) {
                return false;
            }
        }
        return end > start;
    }

    private static int lineEnd(byte[] octets, int start) {
        int end = start;
        while (octets[end] != '\r') {
            end++;
        }
        if (octets[end + 1] != '\n') {
            throw new FramingException(Flaw.BARE_LINE_END);
        }
        return end;
    }

    private static boolean startsWith(byte[] octets, String text) {
        byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
        return octets.length >= wanted.length
                && Arrays.equals(octets, 0, wanted.length, wanted, 0, wanted.length);
    }

    private static byte[] lowerCase(String name) {
        byte[] octets = name.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] >= 'A' && octets[i] <= 'Z') {
                octets[i] = (byte) (octets[i] + 32);
            }
        }
        return octets;
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    private static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }
}
