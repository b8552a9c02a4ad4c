package org.sallyport.core.pipeline;

import org.sallyport.api.address.Address;

/**
 * The unordered canonical bare pair: what a node owns.
 *
 * @param lesser the bare address that sorts first
 * @param greater the other
 */
public record PairKey(Address lesser, Address greater) {
    /** The key of two addresses in either order, with or without devices. */
    public static PairKey of(Address one, Address other) {
        Address a = one.bare();
        Address b = other.bare();
        return a.full().compareTo(b.full()) <= 0 ? new PairKey(a, b) : new PairKey(b, a);
    }
}
