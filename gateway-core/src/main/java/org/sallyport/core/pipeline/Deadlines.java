package org.sallyport.core.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** Ends packets whose time is over, wherever they are, so that their senders are told in time. */
final class Deadlines {
    private final Accounting books;
    private final Ending ending;
    private final PipelineMetrics metrics;
    private final Duration grace;
    private final PipelineServices.Time time;
    private final AtomicInteger stuck = new AtomicInteger();

    Deadlines(
            Accounting books,
            Ending ending,
            PipelineMetrics metrics,
            Duration grace,
            PipelineServices.Time time) {
        this.books = books;
        this.ending = ending;
        this.metrics = metrics;
        this.grace = grace;
        this.time = time;
    }

    /** Looks once. Called by one thread. */
    void look() {
        Instant now = time.clock().instant();
        Instant cut = now.minus(grace);
        books.forEach(transit -> isOver(transit, now, cut), this::expire);
    }

    private static boolean isOver(Transit transit, Instant now, Instant cut) {
        return switch (transit.state()) {
            case Transit.WAITING -> transit.hasExpired(now);
            case Transit.DELIVERING -> !cut.isBefore(transit.deadline());
            default -> false;
        };
    }

    private void expire(Transit transit) {
        if (ending.endApart(transit, Transit.WAITING, transit.expired())) {
            Lane lane = transit.lane;
            if (lane != null) {
                lane.forget(transit);
            }
        } else if (!transit.deadline().isAfter(time.clock().instant().minus(grace))
                && ending.endApart(transit, Transit.DELIVERING, Failures.OUTLASTED)) {
            metrics.deliveryStuck(transit.target());
            release(transit);
        }
    }

    /**
     * The lane goes on without the thread that hangs in an adaptor, which by contract writes
     * nothing of that packet any more. Only so many threads are given up; beyond that lanes wait,
     * and what they hold expires.
     */
    private void release(Transit transit) {
        Lane lane = transit.lane;
        LaneWorker worker = lane == null ? null : lane.workerOf(transit);
        if (worker != null && stuck.incrementAndGet() <= PipelineLimits.STUCK_DELIVERIES) {
            worker.handOver(transit, stuck::decrementAndGet);
        } else if (worker != null) {
            stuck.decrementAndGet();
        }
    }
}
