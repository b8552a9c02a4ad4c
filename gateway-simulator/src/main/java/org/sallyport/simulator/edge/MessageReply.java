package org.sallyport.simulator.edge;

import java.time.Duration;
import java.util.Map;

/** What a simulated user's client does with a text in a session. */
public sealed interface MessageReply {
    /** Shows it and answers 200 after a while. */
    record Accept(Duration after) implements MessageReply {}

    /** Refuses it; the text is not shown. */
    record Refuse(int status, String reason, Map<String, String> headers) implements MessageReply {
        public Refuse {
            headers = Map.copyOf(headers);
        }
    }

    /** Shows it but never answers. */
    record Silence() implements MessageReply {}

    /** Resets the connection without having shown it. */
    record Reset() implements MessageReply {}

    /** Shows it, then resets the connection in place of an answer. */
    record ShowAndReset() implements MessageReply {}

    /** A refusal without further header lines. */
    static MessageReply refuse(int status, String reason) {
        return new Refuse(status, reason, Map.of());
    }
}
