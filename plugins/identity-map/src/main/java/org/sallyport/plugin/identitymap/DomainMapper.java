package org.sallyport.plugin.identitymap;

import java.util.HashMap;
import java.util.Map;
import org.sallyport.api.address.Address;
import org.sallyport.api.address.Domain;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.GatewayException;
import org.sallyport.api.link.AdaptorName;
import org.sallyport.api.name.AddressMapper;

/** Masks domains, one table for each side. Immutable. */
final class DomainMapper implements AddressMapper {
    /**
     * The rules of one side, in both directions.
     *
     * @param out canonical to presented
     * @param in presented to canonical
     */
    private record Side(Map<Domain, Domain> out, Map<Domain, Domain> in) {}

    private final Map<AdaptorName, Side> sides = new HashMap<>();

    DomainMapper(IdentityMapConfig config) {
        for (IdentityMapConfig.DomainRule rule : config.domains()) {
            Side side =
                    sides.computeIfAbsent(
                            rule.to(), _ -> new Side(new HashMap<>(), new HashMap<>()));
            side.out().put(rule.canonical(), rule.presented());
            side.in().put(rule.presented(), rule.canonical());
        }
    }

    @Override
    public Address canonical(Address presented, AdaptorName name) {
        Side side = sides.get(name);
        return side == null ? presented : map(presented, side.in(), side.out());
    }

    @Override
    public Address presented(Address canonical, AdaptorName name) {
        Side side = sides.get(name);
        return side == null ? canonical : map(canonical, side.out(), side.in());
    }

    /**
     * A name that is the goal of a rule, but not its start, cannot stand for itself: two names
     * would become one.
     */
    private static Address map(
            Address address, Map<Domain, Domain> table, Map<Domain, Domain> inverse) {
        Domain mapped = table.get(address.domain());
        if (mapped != null) {
            return address.withDomain(mapped);
        }
        if (inverse.containsKey(address.domain())) {
            throw new GatewayException(
                    ErrorCode.BAD_ADDRESS,
                    "the domain " + address.domain() + " is known under another name here");
        }
        return address;
    }
}
