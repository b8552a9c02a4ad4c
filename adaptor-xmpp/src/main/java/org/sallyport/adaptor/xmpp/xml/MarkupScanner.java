package org.sallyport.adaptor.xmpp.xml;

import java.util.Locale;

/**
 * Looks at every octet before the parser does: cuts the input where a header, stanza or stream
 * ends, and refuses at the first octet what XMPP forbids (RFC 6120 §11.1, §11.6): other encodings,
 * comments, instructions, document types, unknown entities, oversize. It allocates nothing.
 */
final class MarkupScanner {
    /** What ended at the place where {@link #scan} stopped. */
    enum Boundary {
        /** Nothing: the input is used up. */
        NONE,
        /** The start tag of the stream. */
        HEADER,
        /** A child of the stream. */
        ELEMENT,
        /** The stream. */
        CLOSE
    }

    private enum State {
        CONTENT,
        MARKUP,
        START_TAG,
        END_TAG,
        QUOTED,
        REFERENCE,
        CDATA_START,
        CDATA,
        DECLARATION
    }

    private static final String CDATA_OPENING = "[CDATA[";
    private static final String DECLARATION_OPENING = "xml";

    private final int maxDepth;
    private int maxOctets;
    private final Utf8Check utf8 = new Utf8Check();
    private final ReferenceCheck reference = new ReferenceCheck();
    private final StringBuilder declaration = new StringBuilder();
    private State state = State.CONTENT;
    private State afterReference = State.CONTENT;
    private Boundary boundary = Boundary.NONE;
    private int depth;
    private int quote;
    private int matched;
    private int brackets;
    private int previous;
    private int octets;
    private boolean fresh = true;

    MarkupScanner(FrameLimits limits) {
        this.maxDepth = limits.depth();
        this.maxOctets = limits.octets();
    }

    void maxOctets(int most) {
        maxOctets = most;
    }

    /** What ended where the last {@link #scan} stopped. */
    Boundary boundary() {
        return boundary;
    }

    /** How many octets the header or stanza had that just ended. */
    int octets() {
        return octets;
    }

    /**
     * Goes on until something ends or the input is used up; returns the index behind the last octet
     * looked at.
     */
    int scan(byte[] input, int from, int to) throws StreamFault {
        if (boundary != Boundary.NONE) {
            boundary = Boundary.NONE;
            octets = 0;
        }
        for (int i = from; i < to; i++) {
            int c = input[i] & 0xFF;
            if (c >= 0x80 || utf8.isOpen()) {
                utf8.next(c, fresh);
            } else if (c < 0x20 && c != '\n' && c != '\r' && c != '\t') {
                throw new StreamFault(
                        fresh && c == 0
                                ? StreamCondition.UNSUPPORTED_ENCODING
                                : StreamCondition.NOT_WELL_FORMED,
                        "a control character came");
            }
            step(c);
            previous = c;
            if (boundary != Boundary.NONE) {
                return i + 1;
            }
        }
        return to;
    }

    private void step(int c) throws StreamFault {
        if (++octets > maxOctets) {
            throw new StreamFault(
                    StreamCondition.POLICY_VIOLATION,
                    "a stanza is larger than " + maxOctets + " octets");
        }
        switch (state) {
            case CONTENT -> content(c);
            case MARKUP -> markup(c);
            case START_TAG -> startTag(c);
            case END_TAG -> endTag(c);
            case QUOTED -> quoted(c);
            case REFERENCE -> {
                if (reference.next(c)) {
                    state = afterReference;
                }
            }
            case CDATA_START -> cdataStart(c);
            case CDATA -> cdata(c);
            case DECLARATION -> declaration(c);
        }
    }

    private void content(int c) throws StreamFault {
        if (c == '<') {
            state = State.MARKUP;
            brackets = 0;
            return;
        }
        if (depth < 2) {
            boolean space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
            if (!space) {
                throw new StreamFault(
                        depth == 0 ? StreamCondition.NOT_WELL_FORMED : StreamCondition.BAD_FORMAT,
                        "text came outside of a stanza");
            }
            octets =
                    depth == 0 ? octets : 0; // white space between stanzas keeps a connection alive
            fresh = false;
            return;
        }
        if (c == '&') {
            reference(State.CONTENT);
        } else if (c == '>' && brackets >= 2) {
            throw new StreamFault(StreamCondition.NOT_WELL_FORMED, "a text has ]]>");
        }
        brackets = c == ']' ? brackets + 1 : 0;
    }

    private void markup(int c) throws StreamFault {
        matched = 0;
        if (c == '?') {
            if (!fresh) {
                throw restricted("a processing instruction came");
            }
            declaration.setLength(0);
            state = State.DECLARATION;
        } else if (c == '!') {
            if (depth == 1) {
                throw restricted("a comment or a text section came between stanzas");
            }
            state = State.CDATA_START;
        } else if (c == '/') {
            state = State.END_TAG;
        } else {
            state = State.START_TAG;
        }
        fresh = false;
    }

    private void startTag(int c) throws StreamFault {
        if (c == '"' || c == '\'') {
            quote = c;
            state = State.QUOTED;
        } else if (c == '<') {
            throw new StreamFault(StreamCondition.NOT_WELL_FORMED, "a tag starts inside a tag");
        } else if (c == '>') {
            state = State.CONTENT;
            if (previous == '/') {
                ended(depth);
            } else if (++depth == 1) {
                boundary = Boundary.HEADER;
            } else if (depth > maxDepth + 1) {
                throw new StreamFault(
                        StreamCondition.POLICY_VIOLATION, "elements are nested too deeply");
            }
        }
    }

    private void quoted(int c) throws StreamFault {
        if (c == quote) {
            state = State.START_TAG;
        } else if (c == '&') {
            reference(State.QUOTED);
        }
    }

    private void endTag(int c) throws StreamFault {
        if (c == '>') {
            state = State.CONTENT;
            if (--depth < 0) {
                throw new StreamFault(StreamCondition.NOT_WELL_FORMED, "an end tag has no start");
            }
            ended(depth);
        }
    }

    private void ended(int parents) throws StreamFault {
        if (parents == 1) {
            boundary = Boundary.ELEMENT;
        } else if (parents == 0) {
            if (previous == '/') {
                throw new StreamFault(
                        StreamCondition.NOT_WELL_FORMED, "the stream is an empty element");
            }
            boundary = Boundary.CLOSE;
        }
    }

    private void reference(State then) {
        reference.start();
        afterReference = then;
        state = State.REFERENCE;
    }

    private void cdataStart(int c) throws StreamFault {
        if (depth < 2 || c != CDATA_OPENING.charAt(matched)) {
            throw restricted("a comment or document type came");
        }
        if (++matched == CDATA_OPENING.length()) {
            brackets = 0;
            state = State.CDATA;
        }
    }

    private void cdata(int c) {
        if (c == '>' && brackets >= 2) {
            state = State.CONTENT;
            brackets = 0;
        } else {
            brackets = c == ']' ? brackets + 1 : 0;
        }
    }

    private void declaration(int c) throws StreamFault {
        declaration.append((char) c);
        int length = declaration.length();
        boolean wrongName = length <= 3 && c != DECLARATION_OPENING.charAt(length - 1);
        boolean otherName = length == 4 && c != ' ' && c != '\t' && c != '\r' && c != '\n';
        if (wrongName || otherName || length > 200) {
            throw restricted("a processing instruction came");
        }
        if (c == '>' && previous == '?') {
            String text = declaration.toString().toLowerCase(Locale.ROOT);
            if (text.contains("encoding") && !text.contains("utf-8")) {
                throw new StreamFault(
                        StreamCondition.UNSUPPORTED_ENCODING,
                        "another encoding than UTF-8 is declared");
            }
            state = State.CONTENT;
        }
    }

    private static StreamFault restricted(String message) {
        return new StreamFault(StreamCondition.RESTRICTED_XML, message);
    }
}
