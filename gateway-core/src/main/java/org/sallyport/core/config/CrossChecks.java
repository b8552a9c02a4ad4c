package org.sallyport.core.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.address.Domain;
import org.sallyport.api.address.DomainPattern;
import org.sallyport.api.config.HostPort;
import org.sallyport.api.config.ListsDomains;
import org.sallyport.api.config.PeerSettings;
import org.sallyport.api.plugin.AdaptorFactory;
import org.sallyport.api.plugin.FilterFactory;

/** What must hold between sections, apart from {@link SideChecks}. */
final class CrossChecks {
    private final Binder binder;
    private final Problems problems;

    CrossChecks(Binder binder, Problems problems) {
        this.binder = binder;
        this.problems = problems;
    }

    void policies(List<Side> sides, Set<String> known) {
        for (Side side : sides) {
            for (PeerSettings peer : side.peers()) {
                if (!known.contains(peer.policy())) {
                    problems.add(
                            binder.place(peer, "policy", side.section().place()),
                            "there is no policy " + peer.policy(),
                            Nearest.remedy(peer.policy(), known, "add it to policies"));
                }
            }
        }
    }

    void duplicatePeers(List<Side> sides) {
        for (Side side : sides) {
            Map<DomainPattern, Place> seen = new HashMap<>();
            for (PeerSettings peer : side.peers()) {
                Place place = binder.place(peer, "domain", side.section().place());
                Place earlier = seen.putIfAbsent(peer.domain(), place);
                if (earlier != null) {
                    problems.add(
                            place,
                            "the peer "
                                    + peer.domain()
                                    + " stands twice; the first is at "
                                    + earlier,
                            "remove one of them");
                }
            }
        }
    }

    /** Sections may name adaptor instances: those must exist. */
    void adaptorNames(Set<String> known) {
        for (Binder.NameUse use : binder.adaptorNames()) {
            if (!known.contains(use.name().value())) {
                problems.add(
                        use.place(),
                        "there is no adaptor " + use.name(),
                        Nearest.remedy(use.name().value(), known, "name one of adaptors"));
            }
        }
    }

    /**
     * A filter that lists domains and leaves out a peer makes that peer useless: worth a warning.
     */
    void unlistedPeers(
            List<Side> sides,
            NameView names,
            List<PluginSection<FilterFactory<?>>> filters,
            Problems warnings) {
        for (PluginSection<FilterFactory<?>> filter : filters) {
            if (filter.config() instanceof ListsDomains listing) {
                for (Side side : sides) {
                    side.exactPeers()
                            .forEach((domain, peer) -> {
                                Domain canonical =
                                        names.canonical(domain, side.name()).orElse(domain);
                                if (!listing.lists(canonical)) {
                                    warnings.add(
                                            binder.place(peer, "domain", side.section().place()),
                                            filter.instance()
                                                    + " does not list "
                                                    + canonical
                                                    + ", so nothing passes to or from it",
                                            "add it in line "
                                                    + filter.place().line()
                                                    + ", or remove the peer");
                                }
                            });
                }
            }
        }
    }

    /** Two listeners on one port cannot both start. */
    void listeners(
            List<PluginSection<AdaptorFactory<?>>> adaptors, Optional<ConfigNode> management) {
        List<Listening> all = new ArrayList<>();
        for (PluginSection<AdaptorFactory<?>> adaptor : adaptors) {
            ConfigNode listen = adaptor.origin().node().under("listen");
            if (listen != null) {
                collect(listen, all);
            }
        }
        management.ifPresent(node -> collect(node, all));
        for (int i = 0; i < all.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (clash(all.get(i).address(), all.get(j).address())) {
                    problems.add(
                            all.get(i).place(),
                            "the port "
                                    + all.get(i).address().port()
                                    + " is taken by "
                                    + all.get(j).place(),
                            "choose another port");
                    break;
                }
            }
        }
    }

    private record Listening(HostPort address, Place place) {}

    private static void collect(ConfigNode node, List<Listening> found) {
        switch (node) {
            case ConfigNode.Scalar scalar -> {
                try {
                    found.add(new Listening(HostPort.parse(scalar.text()), scalar.place()));
                } catch (IllegalArgumentException _) {
                    // Not an address, or told already.
                }
            }
            case ConfigNode.Sequence list -> list.items().forEach(item -> collect(item, found));
            case ConfigNode.Mapping mapping ->
                    mapping.entries().forEach(entry -> collect(entry.value(), found));
            case ConfigNode.Empty _ -> {}
        }
    }

    private static boolean clash(HostPort one, HostPort other) {
        return one.port() == other.port()
                && one.port() != 0
                && (one.host().equals(other.host()) || isAny(one.host()) || isAny(other.host()));
    }

    private static boolean isAny(String host) {
        return host.equals("0.0.0.0") || host.equals("::") || host.equals("*");
    }
}
