package org.sallyport.adaptor.sip.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.sallyport.api.address.DomainPattern;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.outcome.Outcome;

/**
 * A circuit breaker for each peer: a 503 stops traffic for as long as the peer says (MS-SIP §7.1), and so do, for a short
 * time, failures of the whole peer in a row. Thread-safe.
 */
final class PeerHealth {
    static final int FAILURES_IN_A_ROW = 10;
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    private final Map<DomainPattern, State> states = new ConcurrentHashMap<>();

    /** Why nothing may be sent to the peer now, if so. */
    Optional<Outcome.Failed> refusal(DomainPattern peer, Instant now) {
        State state = states.get(peer);
        if (state == null || !now.isBefore(state.openUntil())) {
            return Optional.empty();
        }
        int seconds = (int) Math.max(1, Duration.between(now, state.openUntil()).toSeconds());
        return Optional.of(new Outcome.Failed(
                state.code(), "the peer is given a pause", Outcome.Certainty.NOT_TAKEN, Optional.of(seconds)));
    }

    void worked(DomainPattern peer) {
        if (states.containsKey(peer)) {
            states.remove(peer);
        }
    }

    /** The peer as a whole failed: no connection, or an answer that is not about one user. */
    void failed(DomainPattern peer, ErrorCode code, Instant now) {
        states.compute(peer, (key, old) -> {
            int count = (old == null ? 0 : old.failures()) + 1;
            return new State(count, code, count >= FAILURES_IN_A_ROW ? now.plus(PAUSE) : Instant.MIN);
        });
    }

    /** The peer asked for a pause. */
    void overloaded(DomainPattern peer, Optional<Integer> retryAfter, Instant now) {
        Duration pause = retryAfter.map(Duration::ofSeconds).orElse(PAUSE);
        Duration bounded = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        states.put(peer, new State(0, ErrorCode.PEER_OVERLOADED, now.plus(bounded)));
    }

    private record State(int failures, ErrorCode code, Instant openUntil) {}
}
