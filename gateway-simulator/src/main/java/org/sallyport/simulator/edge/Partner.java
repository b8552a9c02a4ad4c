package org.sallyport.simulator.edge;

import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;

/**
 * A federated domain as the Edge's administrator listed it (MS-SIP §1.4).
 *
 * @param domain SIP domain in lower case
 * @param mode what kind of partner it is
 * @param fqdn Access Edge name of a direct partner or hosting provider; otherwise the SRV record
 *     says it
 * @param address where its server is reached; there is no real DNS behind the names
 * @param level what its users' verification is worth
 */
public record Partner(
        String domain,
        Mode mode,
        Optional<String> fqdn,
        Optional<InetSocketAddress> address,
        VerificationLevel level) {
    /** How the administrator came to the partner. */
    public enum Mode {
        /** Domain and server name are listed. */
        DIRECT,
        /** Only the domain is listed; SRV gives the server name. */
        ENHANCED,
        /** Nothing is listed; the partner was discovered, and is rate limited. */
        DYNAMIC,
        /** Explicitly refused. */
        BLOCKED
    }

    public Partner {
        domain = domain.toLowerCase(Locale.ROOT);
        fqdn = fqdn.map(name -> name.toLowerCase(Locale.ROOT));
        if (mode == Mode.DIRECT && fqdn.isEmpty()) {
            throw new IllegalArgumentException("a direct partner has a server name");
        }
    }

    /** Listed with the name of its server. */
    public static Partner direct(String domain, String fqdn, InetSocketAddress address) {
        return new Partner(
                domain,
                Mode.DIRECT,
                Optional.of(fqdn),
                Optional.of(address),
                VerificationLevel.USE_SOURCE);
    }

    /** Listed by domain only. */
    public static Partner enhanced(String domain, InetSocketAddress address) {
        return new Partner(
                domain,
                Mode.ENHANCED,
                Optional.empty(),
                Optional.of(address),
                VerificationLevel.USE_SOURCE);
    }

    /** Not listed; federation with it depends on discovery. */
    public static Partner dynamic(String domain, InetSocketAddress address) {
        return new Partner(
                domain,
                Mode.DYNAMIC,
                Optional.empty(),
                Optional.of(address),
                VerificationLevel.USE_SOURCE);
    }

    /** On the list of blocked domains. */
    public static Partner blocked(String domain) {
        return new Partner(
                domain,
                Mode.BLOCKED,
                Optional.empty(),
                Optional.empty(),
                VerificationLevel.USE_SOURCE);
    }

    public Partner withLevel(VerificationLevel other) {
        return new Partner(domain, mode, fqdn, address, other);
    }

    public Partner at(InetSocketAddress other) {
        return new Partner(domain, mode, fqdn, Optional.of(other), level);
    }
}
