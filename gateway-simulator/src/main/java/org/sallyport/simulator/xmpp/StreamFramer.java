package org.sallyport.simulator.xmpp;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of octets into header, first-level elements, white space and closing tag.
 *
 * <p>It finds ends only and refuses what may never appear; whether a piece is well-formed is for
 * {@link XmlParser}. It never looks beyond the last octet of the piece it returns, so that TLS can
 * begin right after it.
 */
final class StreamFramer {
    enum Kind {
        HEADER,
        ELEMENT,
        SPACE,
        CLOSE
    }

    // An array as part of a record would break equals; nobody compares frames.
    @SuppressWarnings("ArrayRecordComponent")
    record Frame(Kind kind, byte[] octets) {}

    private enum State {
        TEXT,
        MARKUP,
        START_TAG,
        END_TAG,
        DECLARATION,
        CDATA,
        INSTRUCTION,
        XML_DECLARATION
    }

    private static final int MAXIMUM_DEPTH = 64;
    private static final byte[] CDATA_START = "<![CDATA[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] XML_START = "<?xml ".getBytes(StandardCharsets.US_ASCII);

    private byte[] buffer = new byte[4096];
    private int start;
    private int scan;
    private int end;
    private int markup;

    /**
     * The hashes of the names of the open elements: a wrong end tag is noticed at once, not at the
     * end of the stream.
     */
    private final int[] open = new int[MAXIMUM_DEPTH];

    private int depth;
    private int quote;
    private int limit;
    private State state = State.TEXT;
    private boolean untouched = true;

    StreamFramer(int limit) {
        this.limit = limit;
    }

    /** Takes all readable octets; the caller keeps the buffer. */
    void append(ByteBuf octets) {
        int more = octets.readableBytes();
        if (end + more > buffer.length) {
            int kept = end - start;
            byte[] target =
                    kept + more > buffer.length
                            ? new byte[Math.max(buffer.length * 2, kept + more)]
                            : buffer;
            System.arraycopy(buffer, start, target, 0, kept);
            scan -= start;
            markup -= start;
            start = 0;
            end = kept;
            buffer = target;
        }
        octets.readBytes(buffer, end, more);
        end += more;
    }

    /** No octet is waiting. */
    boolean isDrained() {
        return start == end;
    }

    void limit(int octets) {
        limit = octets;
    }

    /** The next complete piece, or null if more octets are needed. */
    @Nullable Frame next() throws XmlViolation {
        while (scan < end) {
            Frame frame = step();
            if (frame != null) {
                return frame;
            }
        }
        if (state == State.TEXT && depth == 1 && scan > start) {
            return cut(Kind.SPACE, scan);
        }
        if (end - start > limit) {
            throw new XmlViolation(
                    Violation.Rule.TOO_BIG, "policy-violation", "more than " + limit + " octets");
        }
        return null;
    }

    private @Nullable Frame step() throws XmlViolation {
        int c = buffer[scan];
        switch (state) {
            case TEXT -> {
                return text(c);
            }
            case MARKUP -> {
                state =
                        switch (c) {
                            case '/' -> State.END_TAG;
                            case '!' -> State.DECLARATION;
                            case '?' -> State.INSTRUCTION;
                            default -> State.START_TAG;
                        };
                scan++;
            }
            case START_TAG -> {
                return startTag(c);
            }
            case END_TAG -> {
                scan++;
                return c == '>' ? endTag() : null;
            }
            case DECLARATION -> expect(CDATA_START, State.CDATA);
            case INSTRUCTION -> expect(XML_START, State.XML_DECLARATION);
            case CDATA -> leaveAt(c, ']', State.TEXT);
            case XML_DECLARATION -> leaveAt(c, '?', State.TEXT);
        }
        return null;
    }

    private @Nullable Frame text(int c) throws XmlViolation {
        if (c == '<') {
            if (depth == 1 && scan > start) {
                return cut(Kind.SPACE, scan);
            }
            markup = scan;
            state = State.MARKUP;
        } else if (depth < 2 && c != ' ' && c != '\t' && c != '\r' && c != '\n') {
            throw new XmlViolation(
                    Violation.Rule.TEXT_BETWEEN_STANZAS,
                    "bad-format",
                    "text outside of an element");
        } else if (depth == 0) {
            untouched = false;
        }
        scan++;
        return null;
    }

    private @Nullable Frame startTag(int c) throws XmlViolation {
        boolean closed = c == '>' && quote == 0;
        if (quote == 0 && (c == '"' || c == '\'')) {
            quote = c;
        } else if (c == quote) {
            quote = 0;
        }
        scan++;
        if (!closed) {
            return null;
        }
        state = State.TEXT;
        untouched = false;
        boolean empty = buffer[scan - 2] == '/';
        if (empty && depth == 0) {
            throw new XmlViolation(
                    Violation.Rule.NOT_WELL_FORMED, "not-well-formed", "empty stream element");
        }
        if (!empty) {
            if (depth == MAXIMUM_DEPTH) {
                throw new XmlViolation(
                        Violation.Rule.TOO_BIG, "policy-violation", "nested too deep");
            }
            open[depth] = nameAt(markup + 1);
            depth++;
            return depth == 1 ? cut(Kind.HEADER, scan) : null;
        }
        return depth == 1 ? cut(Kind.ELEMENT, scan) : null;
    }

    private @Nullable Frame endTag() throws XmlViolation {
        state = State.TEXT;
        depth--;
        if (depth < 0 || open[depth] != nameAt(markup + 2)) {
            throw new XmlViolation(
                    Violation.Rule.NOT_WELL_FORMED, "not-well-formed", "end tag without its start");
        }
        return switch (depth) {
            case 0 -> cut(Kind.CLOSE, scan);
            case 1 -> cut(Kind.ELEMENT, scan);
            default -> null;
        };
    }

    private int nameAt(int from) {
        int hash = 1;
        for (int i = from; " \t\r\n/>".indexOf(buffer[i]) < 0; i++) {
            hash = 31 * hash + buffer[i];
        }
        return hash;
    }

    private void expect(byte[] wanted, State then) throws XmlViolation {
        boolean allowed = then == State.CDATA ? depth > 1 : untouched && markup == start;
        int length = scan - markup + 1;
        if (!allowed || buffer[scan] != wanted[length - 1]) {
            throw new XmlViolation(
                    Violation.Rule.RESTRICTED_XML,
                    "restricted-xml",
                    "comment, instruction or document type");
        }
        scan++;
        if (length == wanted.length) {
            state = then;
        }
    }

    private void leaveAt(int c, int before, State then) {
        boolean ended =
                c == '>'
                        && buffer[scan - 1] == before
                        && (before != ']' || buffer[scan - 2] == before);
        if (ended) {
            state = then;
            untouched = false;
        }
        scan++;
    }

    private Frame cut(Kind kind, int until) throws XmlViolation {
        if (until - start > limit) {
            throw new XmlViolation(
                    Violation.Rule.TOO_BIG, "policy-violation", "more than " + limit + " octets");
        }
        byte[] octets = Arrays.copyOfRange(buffer, start, until);
        start = until;
        scan = until;
        if (start == end) {
            start = 0;
            scan = 0;
            end = 0;
        }
        return new Frame(kind, octets);
    }
}
