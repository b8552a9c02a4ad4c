package org.sallyport.core.config;

import org.sallyport.api.config.Default;
import org.sallyport.api.config.Doc;
import org.sallyport.core.log.AddressForm;

/**
 * The section {@code log:}.
 *
 * @param format how a line looks
 * @param level what is logged
 * @param addresses how users' addresses are shown
 */
@Doc("How logs look")
public record LogSettings(
        @Doc("Form of a line: text or json") @Default("text") Format format,
        @Doc("Least important lines shown: error, warn, info, debug or trace") @Default("info")
                Level level,
        @Doc("How users' addresses are shown: full, domain or keyed-hash") @Default("full")
                AddressForm addresses) {
    /** What a file that says nothing means. */
    public static LogSettings defaults() {
        return new LogSettings(Format.TEXT, Level.INFO, AddressForm.FULL);
    }

    /** The form of a line. */
    public enum Format {
        /** For people. */
        TEXT,
        /** One JSON object a line. */
        JSON
    }

    /** Importance. */
    public enum Level {
        /** Something is broken. */
        ERROR,
        /** Somebody should look. */
        WARN,
        /** Start, stop, links. */
        INFO,
        /** For finding faults. */
        DEBUG,
        /** Everything but content. */
        TRACE
    }
}
