package org.sallyport.simulator.xmpp;

import java.util.List;
import java.util.Set;
import org.sallyport.simulator.cert.CertificateAuthority;
import org.sallyport.simulator.cert.IssuedCertificate;

/**
 * How a simulated domain speaks. A value: each method returns a changed copy.
 *
 * @param domain the domain served, lower case
 * @param identity the certificate shown in both roles
 * @param trusted the authorities a peer's certificate may come from
 * @param tlsVersions the TLS versions offered, JSSE names
 * @param streamManagement whether XEP-0198 is offered and asked for
 * @param threads how many event loops; a simulated domain needs one, a load generator may take more
 */
public record StreamSettings(
        String domain,
        IssuedCertificate identity,
        List<CertificateAuthority> trusted,
        Set<String> tlsVersions,
        boolean streamManagement,
        int threads) {

    public StreamSettings {
        trusted = List.copyOf(trusted);
        tlsVersions = Set.copyOf(tlsVersions);
    }

    /** TLS 1.3 and 1.2, no stream management, one event loop. */
    public static StreamSettings of(
            String domain, IssuedCertificate identity, CertificateAuthority... trusted) {
        return new StreamSettings(
                domain, identity, List.of(trusted), Set.of("TLSv1.3", "TLSv1.2"), false, 1);
    }

    /** Only these TLS versions, by their JSSE names. */
    public StreamSettings tlsVersions(String... versions) {
        return new StreamSettings(
                domain, identity, trusted, Set.of(versions), streamManagement, threads);
    }

    /** With or without acknowledgements (XEP-0198). */
    public StreamSettings streamManagement(boolean on) {
        return new StreamSettings(domain, identity, trusted, tlsVersions, on, threads);
    }

    /** With this many event loops. */
    public StreamSettings threads(int number) {
        return new StreamSettings(domain, identity, trusted, tlsVersions, streamManagement, number);
    }
}
