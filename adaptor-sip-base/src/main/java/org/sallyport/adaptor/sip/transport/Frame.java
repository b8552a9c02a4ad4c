package org.sallyport.adaptor.sip.transport;

/** One message with known borders. */
final class Frame {
    private final RawHead head;
    private final byte[] body;

    /**
     * Creates one.
     *
     * @param head its first line and headers
     * @param body its body, empty if there is none; shared from now on
     */
    Frame(RawHead head, byte[] body) {
        this.head = head;
        this.body = body;
    }

    /** Its first line and headers. */
    RawHead head() {
        return head;
    }

    /** Its body, empty if there is none. Shared: do not write to it. */
    byte[] body() {
        return body;
    }

    /** Its size in octets. */
    int size() {
        return head.octets().length + body.length;
    }
}
