package org.sallyport.adaptor.sip.session;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events handled one after the other, each whole, by whichever thread is free. Costs no thread
 * while empty.
 */
final class Mailbox {
    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    private final Queue<Runnable> events = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean running = new AtomicBoolean();
    private final Executor threads;

    Mailbox(Executor threads) {
        this.threads = threads;
    }

    /** Puts an event at the end. {@link #run} must be called after it. */
    void add(Runnable event) {
        events.add(event);
    }

    /** Sees to it that events are handled. */
    void run() {
        if (!events.isEmpty() && running.compareAndSet(false, true)) {
            try {
                threads.execute(this::handle);
            } catch (RejectedExecutionException e) {
                // The house is closing: what still comes in is handled all the same, or an outcome
                // would be lost.
                handle();
            }
        }
    }

    /** Whether all is handled. If so, what the events did is visible to the caller. */
    boolean isQuiet() {
        return !running.get() && events.isEmpty();
    }

    private void handle() {
        do {
            for (Runnable event = events.poll(); event != null; event = events.poll()) {
                handle(event);
            }
            running.set(false);
        } while (!events.isEmpty() && running.compareAndSet(false, true));
    }

    private static void handle(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException e) {
            // The message may quote a user.
            StackTraceElement[] frames = e.getStackTrace();
            LOG.error(
                    "session event failed: type={} at={}",
                    e.getClass().getName(),
                    frames.length == 0 ? "?" : frames[0]);
        }
    }
}
