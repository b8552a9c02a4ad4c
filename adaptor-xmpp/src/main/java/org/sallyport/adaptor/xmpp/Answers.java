package org.sallyport.adaptor.xmpp;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.sallyport.adaptor.xmpp.stream.Outgoing;
import org.sallyport.adaptor.xmpp.xml.XmlElement;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.plugin.PluginContext;

/**
 * Sends what senders must be told. While the peer cannot be reached for a moment it is tried again,
 * for a limited time and a limited number: an error that gets lost is a text lost in silence.
 * Thread-safe.
 */
final class Answers {
    private static final int MOST_WAITING = 1_000;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** What passes by itself and is found out before anything was written. */
    private static final Set<ErrorCode> PASSING =
            EnumSet.of(
                    ErrorCode.PEER_UNREACHABLE,
                    ErrorCode.PEER_NOT_FOUND,
                    ErrorCode.PEER_NOT_TRUSTED,
                    ErrorCode.OVERLOADED);

    private final PluginContext context;
    private final AtomicInteger waiting = new AtomicInteger();

    Answers(PluginContext context) {
        this.context = context;
    }

    /**
     * Sends an answer.
     *
     * @param send hands a stanza to the peer's link; it ends in any case
     * @param told run once, when the answer was written or has failed for good
     */
    void send(XmlElement stanza, Instant deadline, Consumer<Outgoing> send, Runnable told) {
        Outgoing outgoing = Outgoing.of(stanza, deadline);
        send.accept(outgoing);
        CompletableFuture<Void> _ =
                outgoing.left()
                        .thenRun(() -> {
                            boolean again =
                                    outgoing.outcome().getNow(null) instanceof Outcome.Failed failed
                                            && isPassing(failed, deadline)
                                            && later(() -> send(stanza, deadline, send, told));
                            if (!again) {
                                CompletableFuture<Void> _ =
                                        outgoing.outcome().thenAccept(this::count);
                                told.run();
                            }
                        });
    }

    private boolean isPassing(Outcome.Failed failed, Instant deadline) {
        return failed.certainty() == Outcome.Certainty.NOT_TAKEN
                && PASSING.contains(failed.code())
                && context.time().clock().instant().plus(PAUSE).isBefore(deadline);
    }

    private boolean later(Runnable task) {
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            return false;
        }
        try {
            ScheduledFuture<?> _ =
                    context.time()
                            .scheduler()
                            .schedule(
                                    () -> {
                                        waiting.decrementAndGet();
                                        task.run();
                                    },
                                    PAUSE.toMillis(),
                                    TimeUnit.MILLISECONDS);
            return true;
        } catch (RejectedExecutionException e) {
            waiting.decrementAndGet();
            return false;
        }
    }

    private void count(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            context.metrics()
                    .counter("answers-lost", Map.of("kind", failed.code().token()))
                    .increment();
        }
    }
}
