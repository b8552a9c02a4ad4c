package org.sallyport.api.name;

import org.sallyport.api.address.Address;
import org.sallyport.api.link.AdaptorName;

/**
 * Turns names as one side sees them ({@code presented}) into the names of the users' home systems
 * ({@code canonical}) and back. For each side it is a bijection: {@code presented(canonical(a, s),
 * s)} equals {@code a} and the reverse, for every address; an address that no rule speaks of maps
 * to itself unless a rule claims it as a target. Thread-safe, does not block.
 */
public interface AddressMapper {
    /**
     * Name in.
     *
     * @throws org.sallyport.api.error.GatewayException with {@code BAD_ADDRESS} if the name may not
     *     be used on this side, for example a canonical name that is masked there
     */
    Address canonical(Address presented, AdaptorName side);

    /**
     * Name out; the exact inverse.
     *
     * @throws org.sallyport.api.error.GatewayException with {@code BAD_ADDRESS} if the name cannot
     *     be shown on this side
     */
    Address presented(Address canonical, AdaptorName side);
}
