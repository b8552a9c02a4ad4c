package org.sallyport.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler on a {@link FakeClock}: tasks run on the caller's thread when a test moves the time
 * with {@link #advance}. Thread-safe.
 */
public final class FakeScheduler extends AbstractExecutorService
        implements ScheduledExecutorService {
    private final FakeClock clock;
    private final List<Task<?>> waiting = new ArrayList<>();
    private final AtomicLong numbers = new AtomicLong();
    private volatile boolean stopped;

    /** A scheduler whose time is that of {@code clock}; move it through this object only. */
    public FakeScheduler(FakeClock clock) {
        this.clock = clock;
    }

    /** Moves the time forward and runs, in order of time, every task that is due on the way. */
    public void advance(Duration step) {
        Instant end = clock.instant().plus(step);
        for (Task<?> next = due(end); next != null; next = due(end)) {
            if (next.at.isAfter(clock.instant())) {
                clock.advance(Duration.between(clock.instant(), next.at));
            }
            next.run();
            if (next.period > 0 && !next.isCancelled()) {
                ScheduledFuture<?> _ = add(next.later());
            }
        }
        clock.advance(Duration.between(clock.instant(), end));
    }

    /** How many tasks wait. */
    public synchronized int size() {
        waiting.removeIf(Task::isCancelled);
        return waiting.size();
    }

    private synchronized @Nullable Task<?> due(Instant end) {
        waiting.removeIf(Task::isCancelled);
        Task<?> first =
                waiting.stream()
                        .min(
                                Comparator.comparing((Task<?> task) -> task.at)
                                        .thenComparingLong(task -> task.number))
                        .orElse(null);
        if (first == null || first.at.isAfter(end)) {
            return null;
        }
        waiting.remove(first);
        return first;
    }

    private synchronized <T extends Task<?>> T add(T task) {
        waiting.add(task);
        return task;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return schedule(
                () -> {
                    command.run();
                    return Boolean.TRUE;
                },
                delay,
                unit);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        return add(new Task<>(callable, clock.instant().plusNanos(unit.toNanos(delay)), 0));
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(
            Runnable command, long delay, long period, TimeUnit unit) {
        return add(
                new Task<>(
                        () -> {
                            command.run();
                            return Boolean.TRUE;
                        },
                        clock.instant().plusNanos(unit.toNanos(delay)),
                        unit.toNanos(period)));
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(
            Runnable command, long delay, long pause, TimeUnit unit) {
        return scheduleAtFixedRate(command, delay, pause, unit);
    }

    @Override
    public void execute(Runnable command) {
        command.run();
    }

    @Override
    public void shutdown() {
        stopped = true;
    }

    @Override
    public synchronized List<Runnable> shutdownNow() {
        stopped = true;
        List<Runnable> left = new ArrayList<>(waiting);
        waiting.clear();
        return left;
    }

    @Override
    public boolean isShutdown() {
        return stopped;
    }

    @Override
    public boolean isTerminated() {
        return stopped;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return stopped;
    }

    private final class Task<V> extends FutureTask<V> implements ScheduledFuture<V> {
        private Instant at;
        private final long period;
        private final long number = numbers.incrementAndGet();

        private Task(Callable<V> work, Instant at, long period) {
            super(work);
            this.at = at;
            this.period = period;
        }

        private Task<V> later() {
            at = at.plusNanos(period);
            return this;
        }

        @Override
        public void run() {
            if (period > 0) {
                runAndReset();
            } else {
                super.run();
            }
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(Duration.between(clock.instant(), at));
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(
                    getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
