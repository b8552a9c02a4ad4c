package org.sallyport.adaptor.sip.transport;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.address.Domain;
import org.sallyport.api.config.PeerSettings;

/**
 * Who is at the other end of a connection, as proven by its certificate in this TLS session.
 *
 * @param proofs never empty
 * @param names the dNSNames of the certificate
 * @param tls the TLS version
 * @param cipher the cipher suite
 * @param notAfter when the certificate expires
 */
record Identity(
        List<Proof> proofs, List<String> names, String tls, String cipher, Instant notAfter) {
    Identity {
        proofs = List.copyOf(proofs);
        names = List.copyOf(names);
    }

    /** Whether it may speak for that peer. */
    boolean proves(PeerSettings peer) {
        return proofs.stream().anyMatch(proof -> proof.peer().equals(peer));
    }

    /**
     * The peer that speaks for a domain: the most specific of all that are configured, if it is
     * among the proven ones. A certificate for {@code *} does not speak for a domain that has an
     * entry of its own.
     */
    Optional<PeerSettings> peerFor(Domain domain, List<PeerSettings> configured) {
        Optional<PeerSettings> best =
                configured.stream()
                        .filter(peer -> peer.domain().matches(domain))
                        .max((a, b) ->
                                Integer.compare(
                                        a.domain().specificity(), b.domain().specificity()));
        return best.filter(peer ->
                proofs.stream()
                        .anyMatch(proof -> proof.peer().equals(peer) && proof.covers(domain)));
    }

    /** A domain to name the peer by in events and logs. */
    Domain label() {
        return label(proofs.getFirst().peer());
    }

    /** A domain to name a configured peer by in events and logs. */
    static Domain label(PeerSettings peer) {
        return peer.domain()
                .suffix()
                .orElse(peer.names().isEmpty() ? new Domain("any") : peer.names().getFirst());
    }
}
