package org.sallyport.adaptor.sip.transport;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages of one connection on their way in: added by the event loop, handled one after the other
 * on a virtual thread that lives only while there are some. Tells when so much waits that the
 * connection should not be read.
 */
final class Inbox {
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    private final Executor executor;
    private final long limit;
    private final Runnable reading;
    private final ArrayDeque<Task> tasks = new ArrayDeque<>();
    private boolean running;
    private boolean paused;
    private long waiting;

    /**
     * Creates one.
     *
     * @param limit octets that may wait
     * @param reading told after {@link #isPaused} changed: true above the limit, false when half of
     *     it is free again; on any thread
     */
    Inbox(Executor executor, long limit, Runnable reading) {
        this.executor = executor;
        this.limit = limit;
        this.reading = reading;
    }

    /** Whether so much waits that the connection should not be read. */
    boolean isPaused() {
        synchronized (tasks) {
            return paused;
        }
    }

    private record Task(Runnable work, int size) {}

    /** Adds work of that many octets. */
    void add(Runnable work, int size) {
        boolean start;
        boolean pause;
        synchronized (tasks) {
            tasks.add(new Task(work, size));
            waiting += size;
            start = !running;
            running = true;
            pause = !paused && waiting > limit;
            paused |= pause;
        }
        if (pause) {
            reading.run();
        }
        if (start) {
            try {
                executor.execute(this::drain);
            } catch (RejectedExecutionException e) {
                drain(); // the gateway is stopping: what is left ends here
            }
        }
    }

    private void drain() {
        int done = 0;
        while (true) {
            Task next;
            boolean resume;
            synchronized (tasks) {
                waiting -= done;
                resume = paused && waiting <= limit / 2;
                paused &= !resume;
                next = tasks.poll();
                running = next != null;
            }
            if (resume) {
                reading.run();
            }
            if (next == null) {
                return;
            }
            done = next.size;
            run(next.work);
        }
    }

    private static void run(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("a message could not be handled: failure={}", e.getClass().getName());
        }
    }
}
