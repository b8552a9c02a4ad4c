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
 * @param verificationLevel value of {@code ms-asserted-verification-level} on all that we send;
 *     empty for none. No source says what an Edge wants there (MS-SIP §1.4), so it is a setting
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
                Duration optionsInterval,
        @Doc(
                        "Value of ms-asserted-verification-level on all that is sent to the peers; \"\" sends none")
                @Default("ms-source-verified-user=verified")
                String verificationLevel) {
    /** The defaults of all keys. */
    public static final SessionsConfig DEFAULTS =
            new SessionsConfig(
                    SessionTimers.DEFAULTS,
                    SessionLimits.DEFAULTS,
                    true,
                    Duration.ofMinutes(5),
                    "ms-source-verified-user=verified");

    /**
     * @throws IllegalArgumentException if the interval is too short or the level is no header value
     */
    public SessionsConfig {
        if (optionsInterval.compareTo(Duration.ofSeconds(10)) < 0) {
            throw new IllegalArgumentException("options-interval is 10s or more");
        }
        if (!verificationLevel.matches("[!-~ ]{0,200}")) {
            throw new IllegalArgumentException(
                    "verification-level is at most 200 characters of ASCII on one line");
        }
    }
}
