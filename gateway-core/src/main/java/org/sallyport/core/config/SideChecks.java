package org.sallyport.core.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.sallyport.api.address.Domain;
import org.sallyport.api.config.PeerSettings;

/**
 * What must hold between adaptors: every served domain, mapped, is reached by exactly one other
 * side, and every peer that is named exactly is served by another side. Also derives what a side
 * serves if the file does not say it.
 */
final class SideChecks {
    private final List<Side> sides;
    private final NameView names;
    private final Binder binder;
    private final Problems problems;
    private final IdentityHashMap<Side, Set<Domain>> servedSets = new IdentityHashMap<>();

    SideChecks(List<Side> sides, NameView names, Binder binder, Problems problems) {
        this.sides = sides;
        this.names = names;
        this.binder = binder;
        this.problems = problems;
    }

    void run() {
        sides.forEach(this::derive);
        for (Side side : sides) {
            Set<Domain> seen = new HashSet<>();
            for (Domain domain : side.served()) {
                if (!seen.add(domain)) {
                    problems.add(
                            place(side, domain),
                            "the domain " + domain + " is served twice",
                            "remove one of them");
                } else {
                    reached(side, domain);
                }
            }
        }
        for (Side side : sides) {
            side.exactPeers().forEach((domain, peer) -> served(side, domain, peer));
        }
    }

    /** A side serves what the others' peers are called here. */
    private void derive(Side side) {
        if (side.saysWhatItServes()) {
            return;
        }
        Set<Domain> derived = new LinkedHashSet<>();
        for (Side other : sides) {
            if (other != side) {
                for (PeerSettings peer : other.peers()) {
                    peer.domain()
                            .suffix()
                            .filter(_ -> peer.domain().isExact())
                            .flatMap(domain -> names.canonical(domain, other.name()))
                            .flatMap(domain -> names.presented(domain, side.name()))
                            .filter(domain -> !side.exactPeers().containsKey(domain))
                            .ifPresent(derived::add);
                }
            }
        }
        side.serve(List.copyOf(derived));
        if (derived.isEmpty()) {
            problems.add(
                    side.section().place(),
                    "nothing says which domains the users of " + side.name() + " write to",
                    "write serves:, or name the other side's peers exactly");
        }
    }

    private void reached(Side side, Domain domain) {
        if (side.exactPeers().containsKey(domain)) {
            problems.add(
                    place(side, domain),
                    "the domain "
                            + domain
                            + " is both served by "
                            + side.name()
                            + " and a peer of it",
                    "remove it from serves or from peers");
            return;
        }
        Optional<Domain> canonical = names.canonical(domain, side.name());
        if (canonical.isEmpty()) {
            problems.add(
                    place(side, domain),
                    "the address mappers do not let " + side.name() + " use the name " + domain,
                    "serve the name that is presented there");
            return;
        }
        reachedOnce(side, domain, canonical.get());
    }

    private void reachedOnce(Side side, Domain domain, Domain canonical) {
        List<Side> reaching = reaching(side, canonical);
        String called = canonical.equals(domain) ? "" : " (which is " + canonical + ")";
        if (reaching.isEmpty()) {
            problems.add(
                    place(side, domain),
                    "the domain "
                            + domain
                            + called
                            + " is served here, but no other adaptor reaches it",
                    "add it to the peers of another adaptor, or remove it from serves");
        } else if (reaching.size() > 1) {
            problems.add(
                    place(side, domain),
                    "the domain "
                            + domain
                            + called
                            + " is reached by "
                            + String.join(
                                    " and by ",
                                    reaching.stream().map(s -> s.name().value()).toList()),
                    "keep it in the peers of one of them");
        }
    }

    /** The other sides with the most specific peer for a domain: exactly one is as it should be. */
    private List<Side> reaching(Side side, Domain canonical) {
        List<Side> reaching = new ArrayList<>();
        int best = Integer.MIN_VALUE;
        for (Side other : sides) {
            OptionalInt reach = other == side ? OptionalInt.empty() : reach(other, canonical);
            if (reach.isPresent() && reach.getAsInt() >= best) {
                if (reach.getAsInt() > best) {
                    reaching.clear();
                }
                best = reach.getAsInt();
                reaching.add(other);
            }
        }
        return reaching;
    }

    private OptionalInt reach(Side side, Domain canonical) {
        return names.presented(canonical, side.name()).map(side::reach).orElse(OptionalInt.empty());
    }

    private void served(Side side, Domain domain, PeerSettings peer) {
        Optional<Domain> canonical = names.canonical(domain, side.name());
        Place place = binder.place(peer, "domain", side.section().place());
        if (canonical.isEmpty()) {
            problems.add(
                    place,
                    "the address mappers do not let " + side.name() + " use the name " + domain,
                    "name the peer as it is presented there");
            return;
        }
        for (Side other : sides) {
            if (other != side && serves(other, canonical.get())) {
                return;
            }
        }
        problems.add(
                place,
                "nobody can write to " + domain + ": no other adaptor serves it",
                "add it to serves of another adaptor, or remove the peer");
    }

    private boolean serves(Side side, Domain canonical) {
        return names.presented(canonical, side.name())
                .filter(domain -> servedSet(side).contains(domain))
                .isPresent();
    }

    private Set<Domain> servedSet(Side side) {
        return servedSets.computeIfAbsent(side, s -> Set.copyOf(s.served()));
    }

    /**
     * Where a served domain is written: an entry of {@code serves:}, as a value or as a section
     * with {@code domain:}.
     */
    private static Place place(Side side, Domain domain) {
        ConfigNode serves = side.section().origin().node().under("serves");
        if (serves == null) {
            return side.section().place();
        }
        List<ConfigNode> items =
                serves instanceof ConfigNode.Sequence list ? list.items() : List.of(serves);
        return items.stream()
                .filter(item -> speaksOf(item, domain))
                .findFirst()
                .orElse(serves)
                .place();
    }

    private static boolean speaksOf(ConfigNode item, Domain domain) {
        return switch (item) {
            case ConfigNode.Scalar scalar -> is(scalar.text(), domain);
            case ConfigNode.Mapping mapping ->
                    mapping.under("domain") instanceof ConfigNode.Scalar scalar
                            && is(scalar.text(), domain);
            case ConfigNode.Sequence _, ConfigNode.Empty _ -> false;
        };
    }

    private static boolean is(String text, Domain domain) {
        try {
            return new Domain(text).equals(domain);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
