package org.sallyport.core.pipeline;

import org.slf4j.Logger;

/** Shows what a plugin threw by its type and place: its message may quote a user. */
final class Throw {
    private Throw() {}

    static void logged(Logger log, String sentence, String what, Throwable thrown) {
        StackTraceElement[] frames = thrown.getStackTrace();
        log.warn("{}: {} error={} at={}", sentence, what, thrown.getClass().getName(), frames.length == 0 ? "-" : frames[0]);
    }
}
