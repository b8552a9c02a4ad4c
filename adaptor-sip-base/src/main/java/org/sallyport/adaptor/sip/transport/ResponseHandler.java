package org.sallyport.adaptor.sip.transport;

/**
 * Told how one request went: any number of provisional answers, then exactly one of {@link
 * #onFinal} and {@link #onFailure}. Called on a thread of the transport, in the order of the wire;
 * must not block. May be called before {@link SipTransport#send} returned.
 */
public interface ResponseHandler {
    /** A provisional answer, 101 to 199. */
    default void onProvisional(InboundResponse response) {}

    /** The final answer. The ACK to a 2xx is the caller's, to any other the transport's. */
    void onFinal(InboundResponse response);

    /** There is no final answer. */
    void onFailure(SendFailure failure);
}
