package org.sallyport.adaptor.sip;

import java.time.Duration;
import org.sallyport.adaptor.sip.session.SessionLimits;
import org.sallyport.adaptor.sip.session.SessionTimers;
import org.sallyport.api.config.Default;
import org.sallyport.api.config.Doc;

/**
 * How conversations are kept.
 *
 * @param timers how long things may take
 * @param limits what they may cost
 * @param lateFailureNotice whether a user of the SIP side is told in the conversation that an
 *     earlier text did not arrive
 * @param optionsInterval how often each peer's health is checked
 */
@Doc("How conversations are kept")
public record SessionsConfig(
        @Doc("How long things may take in sessions") SessionTimers timers,
        @Doc("What sessions may cost") SessionLimits limits,
        @Doc(
                        "Whether a user is told in the conversation that an earlier text did not arrive after all")
                @Default("true")
                boolean lateFailureNotice,
        @Doc("How often the health of each peer is checked with OPTIONS") @Default("5m")
                Duration optionsInterval) {
    /** The defaults of all keys. */
    public static final SessionsConfig DEFAULTS =
            new SessionsConfig(
                    SessionTimers.DEFAULTS, SessionLimits.DEFAULTS, true, Duration.ofMinutes(5));

    /**
     * @throws IllegalArgumentException if the interval is too short
     */
    public SessionsConfig {
        if (optionsInterval.compareTo(Duration.ofSeconds(10)) < 0) {
            throw new IllegalArgumentException("options-interval is 10s or more");
        }
    }
}
