package org.sallyport.adaptor.sip.transport;

import java.util.Locale;

/** What can be wrong with a message before a parser sees it. Names are labels of metrics. */
enum Flaw {
    /** A carriage return or line feed without the other. */
    BARE_LINE_END(Weight.FATAL),
    /** A head longer than allowed, or more header lines. */
    HEAD_TOO_LONG(Weight.FATAL),
    /** A message longer than allowed. */
    MESSAGE_TOO_LONG(Weight.FATAL),
    /** No Content-Length: on a stream nobody knows where the message ends (RFC 3261 §18.3). */
    NO_LENGTH(Weight.FATAL),
    /** A Content-Length that is no plain number. */
    BAD_LENGTH(Weight.FATAL),
    /** More than one Content-Length. */
    TWO_LENGTHS(Weight.FATAL),
    /** A header continued on the next line: two readers may disagree what it is. */
    FOLDED_LINE(Weight.FATAL),
    /** The first line is neither of a request nor of a response. */
    NOT_SIP(Weight.FATAL),
    /** A header name with something in it that no name has, or no colon. */
    BAD_HEADER_NAME(Weight.LAST),
    /** A control character. */
    CONTROL_CHARACTER(Weight.LAST),
    /** Octets that are not UTF-8. */
    NOT_UTF_8(Weight.LAST),
    /** Another version than SIP/2.0. */
    BAD_VERSION(Weight.LAST),
    /** A header that may stand once stands twice. */
    DUPLICATE_HEADER(Weight.MESSAGE),
    /** A header that every message has is missing. */
    MISSING_HEADER(Weight.MESSAGE),
    /** A header that is needed cannot be read. */
    UNREADABLE_HEADER(Weight.MESSAGE),
    /** The method of CSeq is another one. */
    WRONG_METHOD(Weight.MESSAGE),
    /** The branch of the topmost Via is not one of RFC 3261. */
    BAD_BRANCH(Weight.MESSAGE),
    /** Max-Forwards is no number from 0 to 255. */
    BAD_MAX_FORWARDS(Weight.MESSAGE),
    /** Max-Forwards has come to zero. */
    TOO_MANY_HOPS(Weight.MESSAGE);

    private final Weight weight;

    Flaw(Weight weight) {
        this.weight = weight;
    }

    /** What it costs. */
    enum Weight {
        /** The connection is closed at once: message borders are in doubt. */
        FATAL,
        /** A request is answered, then the connection is closed. */
        LAST,
        /** A request is answered, a response ignored; the connection goes on. */
        MESSAGE
    }

    Weight weight() {
        return weight;
    }

    /** The status that a request is answered with. */
    int status() {
        return switch (this) {
            case BAD_VERSION -> 505;
            case TOO_MANY_HOPS -> 483;
            default -> 400;
        };
    }

    /** The label in metrics and logs, for example {@code two-lengths}. */
    String token() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
