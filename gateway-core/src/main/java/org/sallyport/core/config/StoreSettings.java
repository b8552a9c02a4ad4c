package org.sallyport.core.config;

import org.sallyport.api.config.Default;
import org.sallyport.api.config.Doc;

/**
 * The section {@code store:}.
 *
 * @param url where state is kept
 */
@Doc("Where state is kept")
public record StoreSettings(
        @Doc(
                        "memory, or h2 for a database in the data directory; in this version h2 keeps nothing yet, and state is lost with the process either way")
                @Default("h2")
                String url) {
    /**
     * @throws IllegalArgumentException if it is another store
     */
    public StoreSettings {
        if (!url.equals("memory") && !url.equals("h2")) {
            throw new IllegalArgumentException("write memory or h2");
        }
    }

    /** What a file that says nothing means. */
    public static StoreSettings defaults() {
        return new StoreSettings("h2");
    }
}
