package org.sallyport.app.process;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until somebody wants this process to stop: the first signal drains, the second cuts.
 * Thread-safe.
 */
public final class StopRequest {
    private static final Logger LOG = LoggerFactory.getLogger(StopRequest.class);
    private static final Duration CUT_LIMIT = Duration.ofSeconds(5);

    private final CountDownLatch wanted = new CountDownLatch(1);
    private final AtomicInteger signals = new AtomicInteger();
    private final Thread main;

    private StopRequest(Thread main) {
        this.main = main;
    }

    /** Listens for signals; {@link #await} is called by the calling thread. */
    public static StopRequest onSignals() {
        StopRequest request = new StopRequest(Thread.currentThread());
        if (!Signals.listen(request::signal)) {
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(request::hook));
        }
        return request;
    }

    /** Asks as a signal would. */
    void signal() {
        switch (signals.incrementAndGet()) {
            case 1 -> wanted.countDown();
            case 2 -> {
                LOG.warn("second signal: what is under way is cut");
                main.interrupt();
                Thread.ofPlatform().daemon().start(StopRequest::halt);
            }
            default -> Runtime.getRuntime().halt(1);
        }
    }

    /** Returns once a stop is wanted. */
    public void await() {
        try {
            wanted.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether a second signal came, so that what was under way was cut. */
    public boolean cut() {
        return signals.get() > 1;
    }

    private void hook() {
        wanted.countDown();
        try {
            main.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void halt() {
        try {
            Thread.sleep(CUT_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(1);
    }
}
