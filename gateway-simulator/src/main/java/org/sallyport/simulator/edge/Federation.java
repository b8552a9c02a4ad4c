package org.sallyport.simulator.edge;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What the Edge's administrator allows in general (MS-SIP §1.4).
 *
 * @param discovery whether partners that are not listed may federate at all
 * @param srv {@code _sipfederationtls._tcp} records: SIP domain to target name, in lower case
 * @param ratePerSecond most requests each second from a discovered partner
 * @param contacts most different addresses a discovered partner may ask for
 * @param failuresBeforeThrottle after so many refusals that outnumber good answers a discovered
 *     partner gets one request a second
 * @param throttleSpan how long that lasts
 */
public record Federation(
        boolean discovery,
        Map<String, String> srv,
        int ratePerSecond,
        int contacts,
        int failuresBeforeThrottle,
        Duration throttleSpan) {
    /** Microsoft's defaults, but discovery on: 20 requests a second, 1000 contacts. */
    public static final Federation USUAL =
            new Federation(true, Map.of(), 20, 1000, 20, Duration.ofMinutes(60));

    public Federation {
        Map<String, String> lower = new HashMap<>();
        srv.forEach((domain, target) ->
                lower.put(domain.toLowerCase(Locale.ROOT), target.toLowerCase(Locale.ROOT)));
        srv = Map.copyOf(lower);
    }

    public Federation withDiscovery(boolean allowed) {
        return new Federation(
                allowed, srv, ratePerSecond, contacts, failuresBeforeThrottle, throttleSpan);
    }

    /** With one more SRV record. */
    public Federation withSrv(String domain, String target) {
        Map<String, String> more = new HashMap<>(srv);
        more.put(domain, target);
        return new Federation(
                discovery, more, ratePerSecond, contacts, failuresBeforeThrottle, throttleSpan);
    }

    public Federation withLimits(int requestsPerSecond, int differentContacts) {
        return new Federation(
                discovery,
                srv,
                requestsPerSecond,
                differentContacts,
                failuresBeforeThrottle,
                throttleSpan);
    }

    public Federation withThrottle(int failures, Duration span) {
        return new Federation(discovery, srv, ratePerSecond, contacts, failures, span);
    }
}
