package org.sallyport.core.pipeline;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sallyport.api.address.Address;
import org.sallyport.api.address.Domain;
import org.sallyport.api.address.DomainPattern;
import org.sallyport.api.error.GatewayException;
import org.sallyport.api.link.AdaptorName;
import org.sallyport.api.outcome.Outcome;

/**
 * Finds the side whose peers own a canonical domain: the most specific pattern of all sides wins.
 * Refuses what would make the gateway a relay: from a side to itself, and between two domains that
 * no pattern but {@code *} knows.
 */
final class Router {
    private final Map<AdaptorName, Side> sides = new HashMap<>();
    private final Map<Domain, List<Side>> exact = new HashMap<>();
    private final List<Route> patterns;

    /** A pattern of canonical domains and the side that it leads to. */
    private record Route(DomainPattern pattern, Side side) {}

    Router(Collection<Side> all, Names names) {
        all.forEach(side -> sides.put(side.name(), side));
        all.forEach(side ->
                side.peers().stream()
                        .filter(DomainPattern::isExact)
                        .flatMap(pattern -> pattern.suffix().stream())
                        .map(domain -> canonical(domain, side, names))
                        .forEach(domain -> exact.merge(domain, List.of(side), Router::joined)));
        patterns =
                all.stream()
                        .flatMap(side ->
                                side.peers().stream()
                                        .filter(pattern -> !pattern.isExact())
                                        .map(pattern -> new Route(pattern, side)))
                        .sorted(
                                Comparator.comparingInt(
                                                (Route route) -> route.pattern().specificity())
                                        .reversed())
                        .toList();
    }

    /** Where a packet goes, or why not. */
    sealed interface Decision {
        /** To this side. */
        record Found(Side side) implements Decision {}

        /** Nowhere. */
        record Refused(Outcome outcome) implements Decision {}
    }

    /** Decides by canonical domains. */
    Decision route(AdaptorName origin, Domain from, Domain to) {
        Side target = owner(to, origin);
        if (target == null) {
            return new Decision.Refused(Failures.NO_ROUTE);
        }
        if (target.name().equals(origin) || (!isKnown(from) && !isKnown(to))) {
            return new Decision.Refused(Failures.RELAY);
        }
        return new Decision.Found(target);
    }

    /** Whether peers of that side own a domain, as presented there. */
    boolean owns(AdaptorName side, Domain presented) {
        Side known = sides.get(side);
        return known != null
                && known.peers().stream().anyMatch(pattern -> pattern.matches(presented));
    }

    /** The side whose peers own a canonical domain. */
    Optional<AdaptorName> home(Domain canonical) {
        return Optional.ofNullable(owner(canonical, null)).map(Side::name);
    }

    private @Nullable Side owner(Domain domain, @Nullable AdaptorName origin) {
        List<Side> owners = exact.get(domain);
        if (owners != null) {
            return preferred(owners, origin);
        }
        int best = Integer.MIN_VALUE;
        Side found = null;
        for (Route route : patterns) {
            if (route.pattern().specificity() < best) {
                break;
            }
            if (route.pattern().matches(domain) && (found == null || found.name().equals(origin))) {
                best = route.pattern().specificity();
                found = route.side();
            }
        }
        return found;
    }

    /**
     * Where two sides claim a domain with equal right, a packet goes to the side that it does not
     * come from.
     */
    private static Side preferred(List<Side> owners, @Nullable AdaptorName origin) {
        for (Side side : owners) {
            if (!side.name().equals(origin)) {
                return side;
            }
        }
        return owners.getFirst();
    }

    private boolean isKnown(Domain domain) {
        if (exact.containsKey(domain)) {
            return true;
        }
        for (Route route : patterns) {
            if (!route.pattern().equals(DomainPattern.ANY) && route.pattern().matches(domain)) {
                return true;
            }
        }
        return false;
    }

    /** Peers are configured as presented on their own side; routes go by canonical domains. */
    private static Domain canonical(Domain presented, Side side, Names names) {
        try {
            return names.canonical(Address.of("route", presented), side.name()).domain();
        } catch (GatewayException _) {
            return presented;
        }
    }

    private static List<Side> joined(List<Side> some, List<Side> others) {
        return Stream.concat(some.stream(), others.stream()).distinct().toList();
    }
}
