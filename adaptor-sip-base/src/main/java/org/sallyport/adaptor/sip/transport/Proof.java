package org.sallyport.adaptor.sip.transport;

import java.util.Set;
import org.sallyport.api.address.Domain;
import org.sallyport.api.config.PeerSettings;

/**
 * What a certificate proved for one configured peer.
 *
 * @param peer which
 * @param only the domains it may speak for; empty if all that the peer's pattern matches
 */
record Proof(PeerSettings peer, Set<Domain> only) {
    Proof {
        only = Set.copyOf(only);
    }

    /** Whether it may speak for a domain that the peer's pattern matches. */
    boolean covers(Domain domain) {
        return only.isEmpty() || only.contains(domain);
    }
}
