package org.sallyport.simulator.edge;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The time the simulator lives in: real, faster than real, or driven by hand. Thread-safe. */
public interface SimulatorClock extends AutoCloseable {
    /** Nanoseconds since some moment; never goes back. */
    long nanos();

    /** Runs a task once after a delay of simulated time, on any thread. */
    Timer schedule(Duration delay, Runnable task);

    @Override
    void close();

    /** Something that may happen later. */
    @FunctionalInterface
    interface Timer {
        /** Forgets the task if it has not begun. */
        void cancel();
    }

    /** A clock in which ten minutes pass in {@code 10 min / speed}. */
    static SimulatorClock running(double speed) {
        if (!(speed > 0)) {
            throw new IllegalArgumentException("speed must be above zero");
        }
        return new Running(speed);
    }

    /** Real time, times a factor. */
    final class Running implements SimulatorClock {
        private final double speed;
        private final ScheduledThreadPoolExecutor timers =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().name("simulator-clock").daemon().factory());

        private Running(double speed) {
            this.speed = speed;
            timers.setRemoveOnCancelPolicy(true);
        }

        @Override
        public long nanos() {
            return (long) (System.nanoTime() * speed);
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            if (timers.isShutdown()) {
                return () -> {};
            }
            Future<?> future =
                    timers.schedule(task, (long) (delay.toNanos() / speed), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        }

        @Override
        public void close() {
            timers.shutdownNow();
        }
    }
}
