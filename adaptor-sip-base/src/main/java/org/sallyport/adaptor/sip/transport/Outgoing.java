package org.sallyport.adaptor.sip.transport;

import java.time.Instant;

/** One message waiting for its connection. */
final class Outgoing {
    private final byte[] octets;
    private final Fate fate;

    /**
     * Creates one.
     *
     * @param octets the whole message; shared from now on
     * @param fate told what becomes of it
     */
    Outgoing(byte[] octets, Fate fate) {
        this.octets = octets;
        this.fate = fate;
    }

    /** The whole message. Shared: do not write to it. */
    byte[] octets() {
        return octets;
    }

    /** Told what becomes of it. */
    Fate fate() {
        return fate;
    }

    /** What becomes of a message. */
    interface Fate {
        /** Nobody needs to know. */
        Fate NONE =
                new Fate() {
                    @Override
                    public boolean mayLeave(Instant now) {
                        return true;
                    }

                    @Override
                    public void discarded() {}
                };

        /**
         * Asked right before it is written: whether it may leave still. From here on it may have
         * reached the peer.
         */
        boolean mayLeave(Instant now);

        /** It was not written and will not be. */
        void discarded();
    }
}
