package org.sallyport.adaptor.sip.session;

/**
 * One header to write. Cannot break out of its line, whatever it was made of.
 *
 * @param name letters, digits and hyphens
 * @param value one line
 */
public record SipHeader(String name, String value) {
    /**
     * @throws IllegalArgumentException if there is a control character in it
     */
    public SipHeader {
        if (name.isEmpty()
                || !name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '-')) {
            throw new IllegalArgumentException("a header name has letters, digits and hyphens");
        }
        if (value.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw new IllegalArgumentException("a header value is one line");
        }
    }

    /** Shows the name only. */
    @Override
    public String toString() {
        return name;
    }
}
