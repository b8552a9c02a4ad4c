package org.sallyport.core.pipeline;

import org.sallyport.core.log.Redacted;
import org.slf4j.Logger;

/** Shows what a plugin threw by its types and frames: its message may quote a user. */
final class Throw {
    private Throw() {}

    static void logged(Logger log, String sentence, String what, Throwable thrown) {
        log.warn("{}: {}", sentence, what, Redacted.of(thrown));
    }
}
