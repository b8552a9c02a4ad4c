package org.sallyport.core.pipeline;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One platform thread that looks at every running step of the chain, and at deadlines, several
 * times in each step limit. A platform thread, because virtual ones stand still when filters eat
 * all processors.
 */
final class Watchdog implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Watchdog.class);
    private static final long LONGEST_PERIOD_NANOS = Duration.ofMillis(100).toNanos();
    private static final int LOOKS_PER_LIMIT = 8;

    private final long limitNanos;
    private final long periodNanos;
    private final LongSupplier nanos;
    private final Runnable alsoEachTime;
    private final Set<ChainRun> runs = ConcurrentHashMap.newKeySet();
    private final CarrierReserve carriers = new CarrierReserve();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("sallyport-watchdog").unstarted(this::loop);
    private volatile boolean stopped;

    /**
     * @param limit how long a step may take
     * @param nanos what it is measured on
     * @param alsoEachTime done at each look as well; must be short
     */
    Watchdog(Duration limit, LongSupplier nanos, Runnable alsoEachTime) {
        this.limitNanos = limit.toNanos();
        this.periodNanos =
                Math.max(1_000_000, Math.min(LONGEST_PERIOD_NANOS, limitNanos / LOOKS_PER_LIMIT));
        this.nanos = nanos;
        this.alsoEachTime = alsoEachTime;
    }

    void start() {
        thread.start();
    }

    void watch(ChainRun run) {
        runs.add(run);
    }

    /** The thread of this run ends. */
    void forget(ChainRun run) {
        runs.remove(run);
        run.cameBack();
    }

    /** Looks once. */
    void look() {
        long now = nanos.getAsLong();
        runs.forEach(run -> run.abandonIfOverdue(now, limitNanos));
        carriers.lend(hanging(now));
        alsoEachTime.run();
    }

    private int hanging(long now) {
        int hanging = 0;
        for (ChainRun run : runs) {
            if (run.isAbandoned() || run.isSlow(now, limitNanos / LOOKS_PER_LIMIT)) {
                hanging++;
            }
        }
        return hanging;
    }

    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    private void loop() {
        while (!stopped) {
            LockSupport.parkNanos(this, periodNanos);
            try {
                look();
            } catch (RuntimeException | Error e) {
                Throw.logged(log, "the watchdog failed and goes on", "stage=look", e);
            }
        }
        carriers.lend(hanging(nanos.getAsLong()));
    }
}
