package org.sallyport.simulator.xmpp;

/** Octets that may not appear on a stream; the stream ends with {@link #condition}. */
final class XmlViolation extends Exception {
    private final Violation.Rule rule;
    private final String condition;

    XmlViolation(Violation.Rule rule, String condition, String detail) {
        super(detail, null, false, false);
        this.rule = rule;
        this.condition = condition;
    }

    Violation.Rule rule() {
        return rule;
    }

    /** The stream error condition of RFC 6120 §4.9.3. */
    String condition() {
        return condition;
    }

    /** Says what was wrong without quoting it. */
    String detail() {
        return String.valueOf(getMessage());
    }
}
