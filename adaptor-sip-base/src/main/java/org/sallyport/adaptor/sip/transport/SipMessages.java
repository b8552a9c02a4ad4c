package org.sallyport.adaptor.sip.transport;

/**
 * Takes what peers send. Calls for one connection come one after the other in the order of the
 * wire, for several connections side by side. Must not block: the connection is not read meanwhile.
 */
public interface SipMessages {
    /**
     * A request of a proven peer, checked: mandatory headers, no duplicates, From (and
     * P-Asserted-Identity) of a domain that the peer may speak for. Each but ACK and BENOTIFY must
     * be answered with {@link InboundRequest#respond}. If this throws, the request is answered with
     * 500.
     */
    void onRequest(InboundRequest request);

    /**
     * A response that belongs to no transaction any more: a further 2xx to an INVITE (fork or
     * repetition), which wants its own ACK (RFC 3261 §13.2.2.4). Everything else is counted and
     * ignored before it gets here.
     */
    default void onLateAnswer(InboundResponse response) {}

    /** A connection became usable, or ended. */
    default void onLinkChange(SipLink link, boolean up) {}
}
