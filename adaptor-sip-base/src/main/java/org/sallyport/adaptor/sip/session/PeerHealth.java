package org.sallyport.adaptor.sip.session;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sallyport.adaptor.sip.transport.SendFailure;
import org.sallyport.api.address.DomainPattern;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.outcome.Outcome;

/**
 * A circuit breaker for each peer: a 503 stops traffic for as long as the peer says (MS-SIP §7.1),
 * and so do, for a short time, failures of the whole peer in a row. Thread-safe.
 */
final class PeerHealth {
    static final int FAILURES_IN_A_ROW = 10;
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    /** Ends that say nothing about the peer. */
    private static final Set<SendFailure.Reason> NOT_THE_PEER =
            EnumSet.of(
                    SendFailure.Reason.DEADLINE,
                    SendFailure.Reason.CANCELLED,
                    SendFailure.Reason.CLOSED,
                    SendFailure.Reason.OVERLOADED,
                    SendFailure.Reason.INVALID);

    private final Map<DomainPattern, State> states = new ConcurrentHashMap<>();

    /** Why nothing may be sent to the peer now, if so. */
    Optional<Outcome.Failed> refusal(DomainPattern peer, Instant now) {
        State state = states.get(peer);
        if (state == null || !now.isBefore(state.openUntil())) {
            return Optional.empty();
        }
        int seconds = (int) Math.max(1, Duration.between(now, state.openUntil()).toSeconds());
        return Optional.of(
                new Outcome.Failed(
                        state.code(),
                        "the peer is given a pause",
                        Outcome.Certainty.NOT_TAKEN,
                        Optional.of(seconds)));
    }

    void worked(DomainPattern peer) {
        if (states.containsKey(peer)) {
            states.remove(peer);
        }
    }

    /** Learns from a final answer. */
    void note(DomainPattern peer, WireAnswer answer, Instant now) {
        switch (answer.status()) {
            case 503 -> overloaded(peer, Refusal.retryAfter(answer), now);
            case 504 -> failed(peer, ErrorCode.PEER_TIMEOUT, now);
            default -> worked(peer);
        }
    }

    /** Learns from the lack of one. */
    void note(DomainPattern peer, SendFailure failure, Instant now) {
        if (!NOT_THE_PEER.contains(failure.reason())) {
            failed(peer, failure.reason().code(), now);
        }
    }

    /** The peer as a whole failed: no connection, or an answer that is not about one user. */
    private void failed(DomainPattern peer, ErrorCode code, Instant now) {
        states.compute(
                peer,
                (key, old) -> {
                    int count = (old == null ? 0 : old.failures()) + 1;
                    return new State(
                            count,
                            code,
                            count >= FAILURES_IN_A_ROW ? now.plus(PAUSE) : Instant.MIN);
                });
    }

    /** The peer asked for a pause. */
    private void overloaded(DomainPattern peer, Optional<Integer> retryAfter, Instant now) {
        Duration pause = retryAfter.map(Duration::ofSeconds).orElse(PAUSE);
        Duration bounded = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        states.put(peer, new State(0, ErrorCode.PEER_OVERLOADED, now.plus(bounded)));
    }

    private record State(int failures, ErrorCode code, Instant openUntil) {}
}
