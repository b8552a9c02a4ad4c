package org.sallyport.adaptor.xmpp.stream;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sallyport.adaptor.xmpp.jid.ALabels;
import org.sallyport.api.address.Domain;
import org.sallyport.api.config.PeerPolicy;
import org.sallyport.api.config.PeerPolicy.TlsVersion;
import org.sallyport.api.config.PeerSettings;
import org.sallyport.api.network.PeerVerifier.ReferenceName;

/** The configured peers: which domain is reached how, and what it must prove. Thread-safe. */
public final class PeerTable {
    private static final String SRV_NAME = "1.3.6.1.5.5.7.8.7";
    private static final String XMPP_ADDRESS = "1.3.6.1.5.5.7.8.5";

    private final List<PeerSettings> peers;
    private final Map<String, PeerPolicy> policies;

    /**
     * A peer that a domain belongs to.
     *
     * @param settings how it is reached
     * @param policy what it must prove
     */
    public record Peer(PeerSettings settings, PeerPolicy policy) {}

    /** A table of peers and the policies that they name. */
    public PeerTable(List<PeerSettings> peers, Map<String, PeerPolicy> policies) {
        this.peers =
                peers.stream()
                        .sorted(
                                Comparator.comparingInt(
                                                (PeerSettings peer) -> peer.domain().specificity())
                                        .reversed())
                        .toList();
        this.policies = Map.copyOf(policies);
    }

    /** All peers, the most specific first. */
    public List<PeerSettings> all() {
        return peers;
    }

    /** The peer that a domain belongs to; empty if none, or if its policy does not exist. */
    public Optional<Peer> find(Domain domain) {
        return peers.stream()
                .filter(peer -> peer.domain().matches(domain))
                .findFirst()
                .flatMap(peer ->
                        Optional.ofNullable(policies.get(peer.policy()))
                                .map(policy -> new Peer(peer, policy)));
    }

    /**
     * The oldest TLS version that any peer may use: who connects is not known before the handshake.
     */
    TlsVersion oldest() {
        return peers.stream()
                .flatMap(peer -> Optional.ofNullable(policies.get(peer.policy())).stream())
                .map(policy -> policy.tls().min())
                .min(Comparator.naturalOrder())
                .orElse(TlsVersion.TLS_1_3);
    }

    /**
     * The names of which a certificate must carry one to speak for the domain (RFC 6120 §13.7.1,
     * RFC 4985).
     */
    static Set<ReferenceName> names(Domain domain, PeerSettings settings) {
        Set<ReferenceName> names = new HashSet<>();
        String host = ALabels.of(domain);
        names.add(new ReferenceName.Dns(host));
        names.add(new ReferenceName.Other(SRV_NAME, "_xmpp-server." + host));
        names.add(new ReferenceName.Other(XMPP_ADDRESS, domain.value()));
        for (Domain other : settings.names()) {
            names.add(new ReferenceName.Dns(ALabels.of(other)));
        }
        return names;
    }
}
