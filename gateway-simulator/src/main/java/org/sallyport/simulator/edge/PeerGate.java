package org.sallyport.simulator.edge;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sallyport.simulator.sip.NameAddress;
import org.sallyport.simulator.sip.SipConnection;
import org.sallyport.simulator.sip.SipMessage;

/**
 * Decides whether a partner may send this request over this connection (MS-SIP §1.4, §8.1 points 2
 * to 4).
 */
final class PeerGate {
    /** Whether it may, and what its sender is worth. */
    enum Verdict {
        VERIFIED,
        UNVERIFIED,
        REFUSED
    }

    private static final class Discovered {
        private final Set<String> contacts = new HashSet<>();
        private TokenBucket rate;
        private int good;
        private int bad;
        private long throttledUntil;
        private boolean throttled;

        Discovered(int ratePerSecond, long now) {
            rate = new TokenBucket(ratePerSecond, now);
        }
    }

    private final EdgeCore core;
    private final Map<String, Discovered> discovered = new HashMap<>();
    private int refused;

    PeerGate(EdgeCore core) {
        this.core = core;
    }

    /** How many requests were refused here. */
    int refused() {
        return refused;
    }

    Verdict judge(SipConnection connection, SipMessage request) {
        Verdict verdict = verdict(connection, request);
        if (verdict == Verdict.REFUSED) {
            refused++;
        }
        return verdict;
    }

    private Verdict verdict(SipConnection connection, SipMessage request) {
        String domain = request.from().sipUri().host();
        Optional<Partner> known = core.partner(domain);
        if (known.isEmpty() || !assertedIn(request, domain)) {
            return Verdict.REFUSED;
        }
        Partner partner = known.get();
        boolean allowed =
                switch (partner.mode()) {
                    case BLOCKED -> false;
                    case DYNAMIC -> core.config().federation().discovery();
                    case DIRECT, ENHANCED -> true;
                };
        boolean named = core.serverName(partner).filter(connection::peerIs).isPresent();
        if (!allowed
                || !named
                || (partner.mode() == Partner.Mode.DYNAMIC && !withinLimits(partner, request))) {
            return Verdict.REFUSED;
        }
        return verification(partner, request);
    }

    private static boolean assertedIn(SipMessage request, String domain) {
        return request.list("P-Asserted-Identity").stream()
                .map(NameAddress::parse)
                .allMatch(identity ->
                        identity.isPresent() && identity.get().sipUri().host().equals(domain));
    }

    private boolean withinLimits(Partner partner, SipMessage request) {
        Federation federation = core.config().federation();
        long now = core.nanos();
        Discovered state =
                discovered.computeIfAbsent(
                        partner.domain(), key -> new Discovered(federation.ratePerSecond(), now));
        if (state.throttled && now - state.throttledUntil >= 0) {
            discovered.put(partner.domain(), new Discovered(federation.ratePerSecond(), now));
            return withinLimits(partner, request);
        }
        state.contacts.add(request.to().sipUri().address());
        return state.contacts.size() <= federation.contacts() && state.rate.take(now);
    }

    /** Remembers how a request of a discovered partner ended; too many failures slow it down. */
    void ended(String domain, int status) {
        Discovered state = discovered.get(domain);
        if (state == null || state.throttled) {
            return;
        }
        if (status < 400) {
            state.good++;
        } else {
            state.bad++;
        }
        Federation federation = core.config().federation();
        if (state.bad >= federation.failuresBeforeThrottle() && state.bad > state.good) {
            state.throttled = true;
            state.throttledUntil = core.nanos() + federation.throttleSpan().toNanos();
            state.rate = new TokenBucket(1, core.nanos());
        }
    }

    private static Verdict verification(Partner partner, SipMessage request) {
        Optional<String> header = request.header("ms-asserted-verification-level");
        boolean verified =
                header.filter(value -> value.replace(" ", "").equalsIgnoreCase(Requests.VERIFIED))
                        .isPresent();
        // No user stands behind these.
        boolean exempt = Set.of("ACK", "CANCEL", "OPTIONS").contains(request.method());
        return switch (partner.level()) {
            case ALWAYS_VERIFIABLE -> Verdict.VERIFIED;
            case ALWAYS_UNVERIFIABLE -> Verdict.UNVERIFIED;
            case USE_SOURCE ->
                    verified
                            ? Verdict.VERIFIED
                            : header.isPresent() || exempt ? Verdict.UNVERIFIED : Verdict.REFUSED;
            case USE_SOURCE_OR_MARK -> verified ? Verdict.VERIFIED : Verdict.UNVERIFIED;
        };
    }
}
