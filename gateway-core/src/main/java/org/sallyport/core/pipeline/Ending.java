package org.sallyport.core.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.sallyport.api.event.GatewayEvent.PacketEnded;
import org.sallyport.api.event.GatewayEvent.Way;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.packet.Packet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each packet its one outcome: books it, frees its room, tells the world, tells the origin.
 * Thread-safe.
 */
final class Ending {
    private static final Logger log = LoggerFactory.getLogger(Ending.class);

    private final Accounting books;
    private final PeerBounds bounds;
    private final PipelineMetrics metrics;
    private final Reporter reporter;
    private final PipelineServices.Time time;
    private final AtomicInteger untold = new AtomicInteger();
    private final Object quiet = new Object();
    private volatile boolean awaited;

    Ending(
            Accounting books,
            PeerBounds bounds,
            PipelineMetrics metrics,
            Reporter reporter,
            PipelineServices.Time time) {
        this.books = books;
        this.bounds = bounds;
        this.metrics = metrics;
        this.reporter = reporter;
        this.time = time;
    }

    /**
     * Ends a packet on the calling thread, whatever its state; false if it had its outcome before.
     */
    boolean end(Transit transit, Outcome outcome) {
        untold.incrementAndGet();
        boolean ours = transit.end();
        if (ours) {
            finish(transit, outcome);
        } else {
            told();
        }
        return ours;
    }

    /**
     * Ends a packet that is in one state, and tells the origin on a thread of its own, so that a
     * callback that blocks against its contract does not hold the caller up. False if it was not in
     * that state.
     */
    boolean endApart(Transit transit, int expected, Outcome outcome) {
        untold.incrementAndGet();
        if (!transit.move(expected, Transit.ENDED)) {
            told();
            return false;
        }
        Thread.ofVirtual().name("sallyport-outcome").start(() -> finish(transit, outcome));
        return true;
    }

    /**
     * Waits until nothing is in flight and every origin has been told; false if the limit came
     * first.
     */
    boolean awaitQuiet(Duration limit) throws InterruptedException {
        LongSupplier nanos = System::nanoTime;
        long end = nanos.getAsLong() + limit.toNanos();
        awaited = true;
        synchronized (quiet) {
            while (books.inFlight() > 0 || untold.get() > 0) {
                long left = (end - nanos.getAsLong()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                quiet.wait(left);
            }
        }
        return true;
    }

    private void finish(Transit transit, Outcome outcome) {
        try {
            books.leave(transit, outcome);
            bounds.leave(transit);
            long nanos = time.nanos().getAsLong() - transit.enteredNanos();
            metrics.ended(transit.target(), outcome, nanos);
            publish(transit, outcome, nanos);
            if (log.isDebugEnabled()) {
                log.debug(
                        "packet ended: packet={} outcome={}",
                        transit.presented().id(),
                        word(outcome));
            }
        } finally {
            tell(transit, outcome);
        }
    }

    private void tell(Transit transit, Outcome outcome) {
        try {
            transit.onOutcome().accept(outcome);
        } catch (RuntimeException | Error e) {
            String origin = transit.source().origin().value();
            metrics.tellingFailed(origin);
            Throw.logged(log, "an outcome could not be told", "adaptor=" + origin, e);
        } finally {
            told();
        }
    }

    private void told() {
        untold.decrementAndGet();
        if (awaited) {
            synchronized (quiet) {
                quiet.notifyAll();
            }
        }
    }

    private void publish(Transit transit, Outcome outcome, long nanos) {
        Packet packet = transit.packet();
        Instant now = time.clock().instant();
        Way way =
                new Way(
                        transit.source().origin().value(),
                        transit.target(),
                        Duration.ofNanos(nanos));
        reporter.publish(
                new PacketEnded(
                        now, packet.id(), packet.kind(), packet.from(), packet.to(), way, outcome));
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered delivered -> delivered.level().name();
            case Outcome.Failed failed -> failed.code().token();
            case Outcome.Dropped dropped -> dropped.rule().value();
        };
    }
}
