package org.sallyport.core.pipeline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What one thread does in the chain, for the watchdog to see. The thread and the watchdog race for
 * the end of each step by compare-and-set: either the verdict counts or the thread is abandoned,
 * never both.
 */
final class ChainRun {
    private static final long IDLE = Long.MIN_VALUE;
    private static final long ABANDONED = Long.MIN_VALUE + 1;
    private static final VarHandle SINCE;

    static {
        try {
            SINCE = MethodHandles.lookup().findVarHandle(ChainRun.class, "since", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Abandonment abandonment;
    private volatile @Nullable ArmedFilter filter;
    private volatile long since = IDLE;

    ChainRun(Abandonment abandonment) {
        this.abandonment = abandonment;
    }

    /** What is to be done when a thread was given up. */
    @FunctionalInterface
    interface Abandonment {
        /** Called once, by the watchdog, which it must not block. */
        void abandoned(ArmedFilter filter);
    }

    /** The thread goes into a filter. */
    void enter(ArmedFilter entered, long nanos) {
        filter = entered;
        since = Math.max(nanos, ABANDONED + 1);
    }

    /** The thread came back; false if it was abandoned meanwhile: it must do nothing more. */
    boolean leave() {
        long entered = since;
        return entered != ABANDONED && SINCE.compareAndSet(this, entered, IDLE);
    }

    boolean isAbandoned() {
        return since == ABANDONED;
    }

    /** Whether it has been in one filter for {@code nanosLong}. */
    boolean isSlow(long now, long nanosLong) {
        long entered = since;
        return entered != IDLE && entered != ABANDONED && now - entered >= nanosLong;
    }

    /** Gives the thread up if it has been in one filter for {@code limit}. */
    void abandonIfOverdue(long now, long limit) {
        long entered = since;
        if (entered == IDLE || entered == ABANDONED || now - entered < limit) {
            return;
        }
        ArmedFilter overdue = filter;
        if (overdue != null && SINCE.compareAndSet(this, entered, ABANDONED)) {
            overdue.abandon();
            abandonment.abandoned(overdue);
        }
    }

    /** The abandoned thread came back after all, and ends. */
    void cameBack() {
        ArmedFilter late = filter;
        if (isAbandoned() && late != null) {
            late.threadEnded();
        }
    }
}
