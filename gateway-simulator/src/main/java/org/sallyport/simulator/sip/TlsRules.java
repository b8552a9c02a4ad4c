package org.sallyport.simulator.sip;

import java.security.cert.X509CRL;
import java.util.List;
import java.util.Optional;

/**
 * How strictly the other side's TLS is looked at (MS-SIP §1.2, §1.3).
 *
 * @param protocols JSSE names, e.g. {@code TLSv1.2}
 * @param usage what extended key usage the peer's certificate must have
 * @param revocationLists when present, every certificate of the path must be covered by one of them
 *     and not be named in it
 */
public record TlsRules(
        List<String> protocols, Usage usage, Optional<List<X509CRL>> revocationLists) {
    /** What extended key usage a peer certificate must carry. */
    public enum Usage {
        /** Not looked at. */
        ANY,
        /** The usage of the role the peer has on this connection, or no such extension. */
        ROLE,
        /** serverAuth and clientAuth in either role, or no such extension (MS-SIP §1.3, V). */
        BOTH
    }

    /** TLS 1.2 only, both usages, no revocation lists. */
    public static final TlsRules USUAL =
            new TlsRules(List.of("TLSv1.2"), Usage.BOTH, Optional.empty());

    public TlsRules {
        protocols = List.copyOf(protocols);
        revocationLists = revocationLists.map(List::copyOf);
    }

    public TlsRules withProtocols(String... names) {
        return new TlsRules(List.of(names), usage, revocationLists);
    }

    public TlsRules withUsage(Usage wanted) {
        return new TlsRules(protocols, wanted, revocationLists);
    }

    public TlsRules withRevocationLists(List<X509CRL> lists) {
        return new TlsRules(protocols, usage, Optional.of(lists));
    }
}
