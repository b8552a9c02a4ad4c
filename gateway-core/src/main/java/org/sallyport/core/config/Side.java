package org.sallyport.core.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.sallyport.api.address.Domain;
import org.sallyport.api.address.DomainPattern;
import org.sallyport.api.config.PeerSettings;
import org.sallyport.api.link.AdaptorName;
import org.sallyport.api.plugin.AdaptorFactory;

/** One adaptor as the checks between adaptors see it. */
final class Side {
    private final AdaptorName name;
    private final PluginSection<AdaptorFactory<?>> section;
    private final List<Domain> written;
    private final List<PeerSettings> peers;
    private final Map<Domain, PeerSettings> exact = new HashMap<>();
    private final List<DomainPattern> patterns;
    private List<Domain> served;

    Side(PluginSection<AdaptorFactory<?>> section, List<Domain> written, List<PeerSettings> peers) {
        this.name = new AdaptorName(section.instance());
        this.section = section;
        this.written = List.copyOf(written);
        this.served = this.written;
        this.peers = List.copyOf(peers);
        this.patterns =
                this.peers.stream()
                        .map(PeerSettings::domain)
                        .filter(pattern -> !pattern.isExact())
                        .toList();
        for (PeerSettings peer : this.peers) {
            if (peer.domain().isExact()) {
                peer.domain().suffix().ifPresent(domain -> exact.putIfAbsent(domain, peer));
            }
        }
    }

    AdaptorName name() {
        return name;
    }

    PluginSection<AdaptorFactory<?>> section() {
        return section;
    }

    /** Whether the administrator said what is served. */
    boolean saysWhatItServes() {
        return !written.isEmpty();
    }

    List<Domain> served() {
        return served;
    }

    void serve(List<Domain> derived) {
        served = List.copyOf(derived);
    }

    List<PeerSettings> peers() {
        return peers;
    }

    /** The peers that are no patterns, by domain. */
    Map<Domain, PeerSettings> exactPeers() {
        return exact;
    }

    /** How specifically a peer of this side matches; empty if none does. */
    OptionalInt reach(Domain presented) {
        if (exact.containsKey(presented)) {
            return OptionalInt.of(Integer.MAX_VALUE);
        }
        return patterns.stream()
                .filter(pattern -> pattern.matches(presented))
                .mapToInt(DomainPattern::specificity)
                .max();
    }
}
