package org.sallyport.adaptor.sip.transport;

/**
 * One message with known borders.
 *
 * @param head its first line and headers
 * @param body its body, empty if there is none
 */
record Frame(RawHead head, byte[] body) {
    /** Its size in octets. */
    int size() {
        return head.octets().length + body.length;
    }
}
