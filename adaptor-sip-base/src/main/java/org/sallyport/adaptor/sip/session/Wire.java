package org.sallyport.adaptor.sip.session;

import org.sallyport.adaptor.sip.transport.SendFailure;
import org.sallyport.api.address.Domain;

/** The way out. Thread-safe; nothing here blocks. */
public interface Wire {
    /**
     * Sends a request in a transaction of its own. {@code answers} is told exactly once how it
     * ended, on any thread.
     */
    Sent send(WireRequest request, Answers answers);

    /** Sends an ACK to a 2xx. */
    void sendStateless(WireRequest request);

    /** Our host name for a served domain, in A-labels. */
    String hostFor(Domain served);

    /** The port that we listen on. */
    int port();

    /** A request on its way. */
    @FunctionalInterface
    interface Sent {
        /** Cancels an INVITE; its final answer comes all the same. */
        void cancel();
    }

    /** Told how a request ended: one of the two, once. Must not block. */
    interface Answers {
        /** The final answer. */
        void onFinal(WireAnswer answer);

        /** There is none. */
        void onFailure(SendFailure failure);
    }
}
