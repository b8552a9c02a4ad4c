package org.sallyport.adaptor.sip.transport;

import java.time.Instant;

/**
 * One message waiting for its connection.
 *
 * @param octets the whole message
 * @param fate told what becomes of it
 */
record Outgoing(byte[] octets, Fate fate) {
    /** What becomes of a message. */
    interface Fate {
        /** Nobody needs to know. */
        Fate NONE = new Fate() {
            @Override
            public boolean mayLeave(Instant now) {
                return true;
            }

            @Override
            public void discarded() {}
        };

        /** Asked right before it is written: whether it may leave still. From here on it may have reached the peer. */
        boolean mayLeave(Instant now);

        /** It was not written and will not be. */
        void discarded();
    }
}
