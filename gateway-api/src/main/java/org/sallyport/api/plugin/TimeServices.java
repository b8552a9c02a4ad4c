package org.sallyport.api.plugin;

import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Time and threads of one instance. The core owns and closes the executors, after the instance was
 * closed.
 */
public interface TimeServices {
    /** The time that the gateway goes by. */
    InstantSource clock();

    /** For timers: tasks must be short and must not block. */
    ScheduledExecutorService scheduler();

    /** One virtual thread for each task: tasks may block. */
    ExecutorService workers();
}
