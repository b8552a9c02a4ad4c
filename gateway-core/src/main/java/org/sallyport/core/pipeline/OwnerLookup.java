package org.sallyport.core.pipeline;

import org.sallyport.api.address.Address;

/** Says which node owns a pair of users. Thread-safe, never blocks. */
@FunctionalInterface
public interface OwnerLookup {
    /**
     * The owner of a pair of canonical addresses: the same for both orders and for all devices.
     *
     * @return {@link Owner#HERE} for this node
     */
    Owner owner(Address from, Address to);

    /** For an installation of one node. */
    static OwnerLookup single() {
        return (_, _) -> Owner.HERE;
    }
}
