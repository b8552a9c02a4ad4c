package org.sallyport.adaptor.sip.transport;

import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.stack.SIPStackTimerTask;
import gov.nist.javax.sip.stack.timers.SipTimer;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clock of the transaction layer: constant cost for each transaction, one daemon thread. JAIN's
 * own timers keep a sorted queue under one lock and a thread that outlives the stack. Public
 * because JAIN makes it by name.
 */
public final class WheelTimer implements SipTimer {
    private static final Logger LOG = LoggerFactory.getLogger(WheelTimer.class);
    private static final long TICK_MILLIS = 50;

    private final HashedWheelTimer wheel =
            new HashedWheelTimer(
                    new DefaultThreadFactory("sip-timer", true),
                    TICK_MILLIS,
                    TimeUnit.MILLISECONDS);
    private volatile boolean started;

    /** Made by JAIN. */
    public WheelTimer() {}

    @Override
    public boolean schedule(SIPStackTimerTask task, long delay) {
        return new Entry(task, 0).arm(delay);
    }

    @Override
    public boolean scheduleWithFixedDelay(SIPStackTimerTask task, long delay, long period) {
        return new Entry(task, period).arm(delay);
    }

    @Override
    public void stop() {
        started = false;
        wheel.stop();
    }

    @Override
    public boolean cancel(SIPStackTimerTask task) {
        return task.getSipTimerTask() instanceof Entry entry && entry.cancel();
    }

    @Override
    public void start(SipStackImpl sipStack, Properties configurationProperties) {
        started = true;
        wheel.start();
    }

    @Override
    public boolean isStarted() {
        return started;
    }

    private final class Entry {
        private final SIPStackTimerTask task;
        private final long period;
        private volatile boolean cancelled;
        private volatile @Nullable Timeout timeout;

        Entry(SIPStackTimerTask task, long period) {
            this.task = task;
            this.period = period;
            task.setSipTimerTask(this);
        }

        boolean arm(long delay) {
            if (!started) {
                return false;
            }
            try {
                timeout =
                        wheel.newTimeout(
                                ignored -> run(), Math.max(delay, 0), TimeUnit.MILLISECONDS);
                return true;
            } catch (IllegalStateException e) {
                return false; // stopped meanwhile
            }
        }

        private void run() {
            if (cancelled) {
                return;
            }
            try {
                task.runTask();
            } catch (RuntimeException e) {
                LOG.warn(
                        "a timer of the transaction layer failed: failure={}",
                        e.getClass().getName());
            }
            if (period > 0 && !cancelled) {
                arm(period);
            }
        }

        boolean cancel() {
            cancelled = true;
            task.cleanUpBeforeCancel();
            Timeout current = timeout;
            return current != null && current.cancel();
        }
    }
}
