package org.sallyport.adaptor.sip.transport;

import java.util.Optional;

/** A request on its way. Thread-safe. */
public interface SentRequest {
    /** The connection that it was handed to; empty while one is being opened. */
    Optional<SipLink> link();

    /**
     * Cancels an INVITE (RFC 3261 §9.1): one that was not written yet fails with {@code NOT_TAKEN};
     * for one that was, a CANCEL goes out once a provisional answer is there. The final answer, 487
     * or another, comes to the handler as always.
     */
    void cancel();
}
