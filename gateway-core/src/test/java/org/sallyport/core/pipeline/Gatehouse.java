package org.sallyport.core.pipeline;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.sallyport.api.outcome.Outcome;

/** A latch that a fake waits at and a test opens; a thread that is interrupted there goes on. */
final class Gatehouse {
    /**
     * Longer than any test waits for something else: a gate that opens by itself would hide a
     * fault.
     */
    private static final Duration PATIENCE = Bench.LIMIT.multipliedBy(3);

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    /** Waits until the test opens; called by the code under test. */
    void pass() {
        reached.countDown();
        await(opened);
    }

    /** As {@link #pass}, and then takes the packet. */
    Outcome passAndTake() {
        pass();
        return Outcome.taken();
    }

    /** Waits until somebody stands at the gate. */
    Gatehouse awaitVisitor() {
        await(reached);
        return this;
    }

    void open() {
        opened.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("nobody came within " + PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
