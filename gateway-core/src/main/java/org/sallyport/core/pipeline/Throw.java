package org.sallyport.core.pipeline;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.sallyport.core.log.Redacted;
import org.slf4j.Logger;

/**
 * Shows what a plugin threw by its types and frames: its message may quote a user. A plugin that
 * breaks for each packet must not fill the log, so only the 1st, 2nd, 4th, 8th … failure of a kind
 * is shown; metrics count them all.
 */
final class Throw {
    /** By sentence: as many as there are in this package. */
    private static final ConcurrentMap<String, AtomicLong> COUNTS = new ConcurrentHashMap<>();

    private Throw() {}

    /**
     * Writes a line, if this failure is one to show.
     *
     * @param sentence what happened: a literal
     * @param what to whom, as {@code key=value}
     */
    static void logged(Logger log, String sentence, String what, Throwable thrown) {
        long count = COUNTS.computeIfAbsent(sentence, _ -> new AtomicLong()).incrementAndGet();
        if (isShown(count)) {
            log.warn("{}: {} count={}", sentence, what, count, Redacted.of(thrown));
        }
    }

    /** Whether the n-th of a kind is worth a line. */
    static boolean isShown(long count) {
        return (count & (count - 1)) == 0;
    }
}
