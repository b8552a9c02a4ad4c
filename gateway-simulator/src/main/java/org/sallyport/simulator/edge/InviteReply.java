package org.sallyport.simulator.edge;

import java.time.Duration;
import java.util.Map;

/** What a simulated user does with an invitation. */
public sealed interface InviteReply {
    /** Rings for a while, then takes it. */
    record Accept(Duration ringFor) implements InviteReply {}

    /** Rings until the caller gives up, or for 60 s and then 480. */
    record Ignore() implements InviteReply {}

    /** Rings for a while, then refuses with this status and these header lines. */
    record Refuse(int status, String reason, Map<String, String> headers, Duration ringFor)
            implements InviteReply {
        public Refuse {
            headers = Map.copyOf(headers);
        }
    }

    /** Says nothing at all. */
    record Silence() implements InviteReply {}

    /** Resets the connection. */
    record Reset() implements InviteReply {}

    /** A refusal at once. */
    static InviteReply refuse(int status, String reason) {
        return new Refuse(status, reason, Map.of(), Duration.ZERO);
    }
}
