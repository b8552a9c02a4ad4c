package org.sallyport.adaptor.sip.session;

import java.util.List;
import org.sallyport.api.address.Domain;
import org.sallyport.api.config.PeerSettings;

/**
 * What the sessions of one adaptor need to know.
 *
 * @param profile the dialect
 * @param timers how long things may take
 * @param limits what they may cost
 * @param lateFailureNotice whether users are told in the conversation that an earlier text did not
 *     arrive
 * @param verificationLevel value of {@code ms-asserted-verification-level}; empty for none
 * @param served the domains that we answer for
 * @param peers who is behind the others
 */
public record SessionSettings(
        SessionProfile profile,
        SessionTimers timers,
        SessionLimits limits,
        boolean lateFailureNotice,
        String verificationLevel,
        List<Domain> served,
        List<PeerSettings> peers) {
    /** Copies what it is given. */
    public SessionSettings {
        served = List.copyOf(served);
        peers = List.copyOf(peers);
    }
}
