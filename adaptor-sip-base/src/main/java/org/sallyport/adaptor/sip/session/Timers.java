package org.sallyport.adaptor.sip.session;

import java.time.Duration;

/** Does something later. */
@FunctionalInterface
interface Timers {
    /** Runs {@code task}, which must be short, after {@code delay}; the result stops it. */
    Runnable after(Duration delay, Runnable task);
}
