package org.sallyport.simulator.edge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A clock that stands still until somebody moves it. Thread-safe. */
public final class ManualClock implements SimulatorClock {
    private record Task(long due, long order, Runnable action) {}

    private final List<Task> tasks = new ArrayList<>();
    private long now;
    private long orders;

    @Override
    public synchronized long nanos() {
        return now;
    }

    @Override
    public synchronized Timer schedule(Duration delay, Runnable action) {
        Task task = new Task(now + delay.toNanos(), orders++, action);
        tasks.add(task);
        return () -> cancel(task);
    }

    /** Moves time on and runs, in this thread and in order, what falls due on the way. */
    public void advance(Duration span) {
        long target = nanos() + span.toNanos();
        for (Optional<Task> next = takeDue(target); next.isPresent(); next = takeDue(target)) {
            next.get().action().run();
        }
        arrive(target);
    }

    /** How many tasks wait. */
    public synchronized int waiting() {
        return tasks.size();
    }

    private synchronized Optional<Task> takeDue(long target) {
        Optional<Task> next =
                tasks.stream()
                        .filter(task -> task.due() <= target)
                        .min(Comparator.comparingLong(Task::due).thenComparingLong(Task::order));
        next.ifPresent(task -> {
            tasks.remove(task);
            now = Math.max(now, task.due());
        });
        return next;
    }

    private synchronized void arrive(long target) {
        now = Math.max(now, target);
    }

    private synchronized void cancel(Task task) {
        tasks.remove(task);
    }

    @Override
    public void close() {}
}
