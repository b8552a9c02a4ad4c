package org.sallyport.core.config;

import java.util.List;

/** What came of reading the configuration. */
public sealed interface ConfigResult {
    /** What was found to be wrong, sorted by place; warnings if the configuration was loaded. */
    List<Problem> problems();

    /**
     * The configuration can be used.
     *
     * @param config the configuration
     * @param warnings what an administrator should look at all the same
     */
    record Loaded(GatewayConfig config, List<Problem> warnings) implements ConfigResult {
        @Override
        public List<Problem> problems() {
            return warnings;
        }
    }

    /**
     * The configuration cannot be used.
     *
     * @param problems everything that is wrong
     */
    record Refused(List<Problem> problems) implements ConfigResult {}
}
