package org.sallyport.adaptor.sip.session;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.packet.Envelope;
import org.sallyport.api.packet.InstantMessage;
import org.sallyport.api.packet.Packet;

/** One text on its way to the peer, in one part or several, with what was tried already. */
final class TextJob {
    private final Packet packet;
    private final List<String> parts;
    private final Instant deadline;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private int taken;
    private int retries;
    private int reopenings = 1;
    private boolean crossed;

    TextJob(Packet packet, List<String> parts, Instant deadline) {
        this.packet = packet;
        this.parts = List.copyOf(parts);
        this.deadline = deadline;
    }

    /** The two users. */
    PairKey pair() {
        return new PairKey(packet.from().bare(), packet.to().bare());
    }

    Instant deadline() {
        return deadline;
    }

    CompletableFuture<Outcome> outcome() {
        return outcome;
    }

    boolean isOpen() {
        return !outcome.isDone();
    }

    /** The words to send next; call only while the job is open. */
    String part() {
        return parts.get(taken);
    }

    /** What the house says of its way so far. */
    Envelope envelope() {
        return packet.envelope();
    }

    /** The text of a user, where it is one: a notice of ours is none. */
    Optional<InstantMessage> message() {
        return packet instanceof InstantMessage message ? Optional.of(message) : Optional.empty();
    }

    /** The peer took the part. */
    void partTaken() {
        if (isOpen() && ++taken == parts.size()) {
            outcome.complete(Outcome.taken());
        }
    }

    /** Whether the same words may be tried once more after a passing complaint of the peer. */
    boolean mayRetry() {
        return retries++ < 2;
    }

    /** Whether a new session may be opened because the old one turned out to be dead: once. */
    boolean mayReopen() {
        return reopenings-- > 0;
    }

    /**
     * The peer's invitation crossed ours for this text: whether ours is given up. The first time it
     * is. A peer that gives up its own too then leaves us with nothing, so there is another try,
     * and the second time both stay.
     */
    boolean yieldsToCrossing() {
        boolean first = !crossed;
        crossed = true;
        reopenings += first ? 1 : 0;
        return first;
    }

    void failNotTaken(ErrorCode code, String cause) {
        fail(Outcome.notTaken(code, cause));
    }

    /** Ends the job. If some parts arrived nobody may send the whole again unasked. */
    void fail(Outcome.Failed failed) {
        if (parts.size() == 1) {
            outcome.complete(failed);
            return;
        }
        Outcome.Certainty certainty = taken == 0 ? failed.certainty() : Outcome.Certainty.UNKNOWN;
        String cause =
                "part "
                        + Math.min(taken + 1, parts.size())
                        + " of "
                        + parts.size()
                        + ": "
                        + failed.cause();
        outcome.complete(
                new Outcome.Failed(failed.code(), cause, certainty, failed.retryAfterSeconds()));
    }
}
