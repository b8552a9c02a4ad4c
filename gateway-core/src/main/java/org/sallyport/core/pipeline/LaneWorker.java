package org.sallyport.core.pipeline;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The virtual thread of one busy lane: carries packet after packet until the lane is empty or it
 * was replaced.
 */
final class LaneWorker implements Runnable, ChainRun.Abandonment {
    private final Lane lane;
    private final Carriage carriage;
    private final Watchdog watchdog;
    private final ChainRun run = new ChainRun(this);
    private final Thread thread = Thread.ofVirtual().name("sallyport-lane").unstarted(this);
    private final AtomicReference<Runnable> onEnd = new AtomicReference<>(() -> {});
    private volatile @Nullable Transit current;
    private volatile boolean ended;

    LaneWorker(Lane lane, Carriage carriage, Watchdog watchdog) {
        this.lane = lane;
        this.carriage = carriage;
        this.watchdog = watchdog;
    }

    void start() {
        thread.start();
    }

    ChainRun chainRun() {
        return run;
    }

    @Override
    public void run() {
        watchdog.watch(run);
        try {
            Transit transit = lane.next(this);
            while (transit != null) {
                current = transit;
                carriage.carry(transit, run);
                // An abandoned thread takes no more, even if it is faster than the one that
                // abandons it.
                transit = run.isAbandoned() ? null : lane.next(this);
            }
        } finally {
            current = null;
            ended = true;
            watchdog.forget(run);
            onEnd.getAndSet(() -> {}).run();
        }
    }

    /** The watchdog gave up the filter that this thread is in. */
    @Override
    public void abandoned(ArmedFilter filter) {
        Transit transit = current;
        if (transit != null) {
            carriage.timedOut(transit, filter);
            handOver(transit, () -> {});
        }
    }

    /**
     * Lets the lane go on without this thread, if it is still at that packet.
     *
     * @param whenGone called once the thread has ended, or at once if the lane keeps it
     */
    void handOver(Transit transit, Runnable whenGone) {
        if (lane.replace(this, transit)) {
            onEnd.set(whenGone);
            thread.interrupt();
            if (ended) {
                onEnd.getAndSet(() -> {}).run();
            }
        } else {
            whenGone.run();
        }
    }
}
