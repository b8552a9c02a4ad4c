package org.sallyport.simulator.edge;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sallyport.simulator.sip.TlsIdentity;
import org.sallyport.simulator.sip.TlsRules;

/**
 * Everything that is fixed when a {@link SimulatedEdge} starts.
 *
 * @param name its own FQDN and the SIP domains it serves
 * @param clock closed together with the Edge
 */
public record EdgeConfig(
        TlsIdentity identity,
        TlsRules tls,
        Name name,
        Federation federation,
        Dialect dialect,
        SimulatorClock clock) {
    /** Own FQDN, the SIP domains served, and the internal pool's FQDN that shows in routes. */
    public record Name(String fqdn, Set<String> domains, String pool) {
        public Name {
            domains = Set.copyOf(domains);
        }
    }

    /** Microsoft's defaults for one Edge; real time. */
    public static EdgeConfig of(TlsIdentity identity, String fqdn, String... domains) {
        Set<String> served =
                Stream.of(domains)
                        .map(domain -> domain.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
        String pool = "fepool.int." + List.of(domains).getFirst();
        return new EdgeConfig(
                identity,
                TlsRules.USUAL,
                new Name(fqdn, served, pool),
                Federation.USUAL,
                Dialect.USUAL,
                SimulatorClock.running(1));
    }

    /**
     * The edge of the Teams cloud (MS-SIP §5), e.g. {@code sipfed.cloud.example}, with the domains
     * of its tenants; real time. The domains need not be those of the FQDN, so a partner lists it
     * by name ({@link Partner#direct}).
     */
    public static EdgeConfig teams(TlsIdentity identity, String fqdn, String... domains) {
        return of(identity, fqdn, domains).withDialect(Dialect.TEAMS);
    }

    public EdgeConfig withTls(TlsRules rules) {
        return new EdgeConfig(identity, rules, name, federation, dialect, clock);
    }

    public EdgeConfig withFederation(Federation other) {
        return new EdgeConfig(identity, tls, name, other, dialect, clock);
    }

    public EdgeConfig withDialect(Dialect other) {
        return new EdgeConfig(identity, tls, name, federation, other, clock);
    }

    /** With another clock; the one it replaces is closed. */
    public EdgeConfig withClock(SimulatorClock other) {
        clock.close();
        return new EdgeConfig(identity, tls, name, federation, dialect, other);
    }
}
