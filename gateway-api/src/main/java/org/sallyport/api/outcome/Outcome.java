package org.sallyport.api.outcome;

import java.util.Optional;
import org.sallyport.api.error.ErrorCode;

/** How a packet ended: every accepted packet has exactly one outcome. Shows no content. */
public sealed interface Outcome {
    /**
     * The peer has it.
     *
     * @param level how sure that is
     */
    record Delivered(Level level) implements Outcome {}

    /**
     * It did not arrive, or nobody knows.
     *
     * @param code why, and who must act
     * @param cause one sentence for administrators, without content; may be shown to the sender's
     *     side as text
     * @param certainty whether the peer may have it all the same
     * @param retryAfterSeconds how long the sender shall wait, where the peer or a limit says so
     */
    record Failed(
            ErrorCode code, String cause, Certainty certainty, Optional<Integer> retryAfterSeconds)
            implements Outcome {}

    /**
     * A policy ended it in silence.
     *
     * @param rule which one; counted
     */
    record Dropped(RuleId rule) implements Outcome {}

    /** How sure a delivery is. */
    enum Level {
        /** The peer took responsibility: SIP 2xx, XEP-0198 ack. */
        TAKEN,
        /**
         * The peer answered something that was sent later on the same in-order stream (XEP-0199).
         */
        CONFIRMED,
        /** It was written to an authenticated connection; the peer has no way to say more. */
        WRITTEN
    }

    /** Whether a failed packet may have arrived all the same. */
    enum Certainty {
        /** The peer surely does not have it: it may be sent again. */
        NOT_TAKEN,
        /** Reset or time-out after the write: nobody knows. */
        UNKNOWN
    }

    /** The peer took responsibility. */
    static Outcome taken() {
        return new Delivered(Level.TAKEN);
    }

    /** A failure after which the peer surely does not have the packet. */
    static Failed notTaken(ErrorCode code, String cause) {
        return new Failed(code, cause, Certainty.NOT_TAKEN, Optional.empty());
    }

    /** A failure after which nobody knows whether the peer has the packet. */
    static Failed unknown(ErrorCode code, String cause) {
        return new Failed(code, cause, Certainty.UNKNOWN, Optional.empty());
    }
}
