package org.sallyport.adaptor.sip.session;

import java.time.Duration;
import org.sallyport.api.config.Default;
import org.sallyport.api.config.Doc;

/**
 * How long things may take in sessions; a section of the adaptor's configuration.
 *
 * @param ringLimit how long a user at the other side may be rung; 60 s or more, because several
 *     endpoints wait for a click (MS-SIP §2.7)
 * @param idleSession silence after which we end a session
 * @param answerLimit how long a text from the peer may take until it is answered, below Timer F
 * @param acknowledgeLimit how long we wait for the ACK to our 200
 */
@Doc("How long things may take in sessions")
public record SessionTimers(
        @Doc("How long a user at the other side may be rung before we give up; 60s or more")
                @Default("90s")
                Duration ringLimit,
        @Doc("Silence after which a session is ended") @Default("10m") Duration idleSession,
        @Doc("How long a text from the peer may take until it is answered; below 32s")
                @Default("25s")
                Duration answerLimit,
        @Doc("How long the acknowledgement of an accepted session may take") @Default("32s")
                Duration acknowledgeLimit) {
    /** The defaults of all keys. */
    public static final SessionTimers DEFAULTS =
            new SessionTimers(
                    Duration.ofSeconds(90),
                    Duration.ofMinutes(10),
                    Duration.ofSeconds(25),
                    Duration.ofSeconds(32));

    /**
     * @throws IllegalArgumentException if a time is out of bounds
     */
    public SessionTimers {
        if (ringLimit.compareTo(Duration.ofSeconds(60)) < 0) {
            throw new IllegalArgumentException(
                    "ring-limit is 60s or more: users need that long to accept a conversation");
        }
        if (answerLimit.compareTo(Duration.ofSeconds(1)) < 0
                || answerLimit.compareTo(Duration.ofSeconds(31)) > 0) {
            throw new IllegalArgumentException(
                    "answer-limit is 1s to 31s: the peer gives up after 32s");
        }
        if (idleSession.compareTo(Duration.ofSeconds(30)) < 0
                || acknowledgeLimit.compareTo(Duration.ofSeconds(5)) < 0) {
            throw new IllegalArgumentException(
                    "idle-session is 30s or more, acknowledge-limit 5s or more");
        }
    }
}
