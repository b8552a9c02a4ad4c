package org.sallyport.core.pipeline;

import java.lang.management.ManagementFactory;
import jdk.management.VirtualThreadSchedulerMXBean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps lanes moving while filters hang. Virtual threads are not time-sliced: one that computes for
 * ever keeps the platform thread under it, of which there are only as many as processors. So for
 * each slow or abandoned call the scheduler gets one more. The scheduler belongs to the whole
 * process, therefore changes are relative.
 */
final class CarrierReserve {
    private static final Logger log = LoggerFactory.getLogger(CarrierReserve.class);
    private static final int MOST = 64;
    private static final Object SCHEDULER = new Object();

    private final @Nullable VirtualThreadSchedulerMXBean scheduler =
            ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
    private int lent;

    /**
     * Makes {@code wanted} more platform threads available than there would be otherwise. Called by
     * one thread.
     */
    void lend(int wanted) {
        int target = Math.min(wanted, MOST);
        if (target == lent || scheduler == null) {
            return;
        }
        synchronized (SCHEDULER) {
            try {
                scheduler.setParallelism(Math.max(1, scheduler.getParallelism() + target - lent));
                lent = target;
            } catch (IllegalArgumentException | UnsupportedOperationException _) {
                log.debug("virtual thread scheduler takes no more threads: wanted={}", wanted);
            }
        }
    }

    int lent() {
        return lent;
    }
}
