package org.sallyport.adaptor.sip.body;

import java.nio.charset.StandardCharsets;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Plain text between the house (line feeds, any characters a chat can carry) and the wire (CRLF,
 * UTF-8).
 */
public final class PlainText {
    private PlainText() {}

    /**
     * Words as they came: one trailing line end is the wire's, line ends become line feeds,
     * controls vanish.
     */
    static String fromWire(String text) {
        String lines = text.replace("\r\n", "\n").replace('\r', '\n');
        String words = lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines;
        return words.codePoints().allMatch(PlainText::carries) ? words : filtered(words);
    }

    /**
     * Words for the wire: CRLF line ends, no controls. May be empty or blank, which a caller must
     * not send.
     */
    public static String toWire(String text) {
        String lines = text.replace("\r\n", "\n").replace('\r', '\n');
        return filtered(lines).replace("\n", "\r\n");
    }

    /**
     * Cuts a text for the wire into parts of at most {@code limit} octets of UTF-8, at a line end
     * or blank if there is one in the last quarter of a part, never inside a character as a reader
     * sees it unless that alone is longer. Put together the parts are the text.
     *
     * @param limit at least 16
     */
    public static List<String> split(String text, int limit) {
        if (text.length() <= limit / 3 || text.getBytes(StandardCharsets.UTF_8).length <= limit) {
            return List.of(text);
        }
        List<String> parts = new ArrayList<>();
        int start = 0;
        BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(text);
        while (start < text.length()) {
            int fits = farthest(text, start, limit);
            int end = fits == text.length() ? fits : niceEnd(text, start, fits, characters);
            parts.add(text.substring(start, end));
            start = end;
        }
        return parts;
    }

    private static int farthest(String text, int start, int limit) {
        int octets = 0;
        int end = start;
        while (end < text.length()) {
            int c = text.codePointAt(end);
            octets += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            if (octets > limit) {
                return end;
            }
            end += Character.charCount(c);
        }
        return end;
    }

    private static int niceEnd(String text, int start, int fits, BreakIterator characters) {
        for (int end = fits; end > start + (fits - start) * 3 / 4; end--) {
            char c = text.charAt(end - 1);
            if (c == '\n' || c == ' ') {
                return end;
            }
        }
        int boundary = characters.isBoundary(fits) ? fits : characters.preceding(fits);
        return boundary > start ? boundary : fits;
    }

    private static String filtered(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().filter(PlainText::carries).forEach(out::appendCodePoint);
        return out.toString();
    }

    /** XML 1.0 §2.2: what an XML document can hold; the other side of the gateway is one. */
    private static boolean carries(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= 0x20 && c <= 0xd7ff)
                || (c >= 0xe000 && c <= 0xfffd)
                || c >= 0x10000;
    }
}
