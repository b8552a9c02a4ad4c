package org.sallyport.adaptor.xmpp.xml;

/**
 * What the other side sent ends its stream. The message is one sentence for administrators; it
 * never quotes input.
 */
public final class StreamFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final StreamCondition condition;

    /** Creates one; without stack trace, since a peer can cause many. */
    public StreamFault(StreamCondition condition, String message) {
        super(message, null, false, false);
        this.condition = condition;
    }

    /** What the peer is told. */
    public StreamCondition condition() {
        return condition;
    }
}
