package org.sallyport.api.adaptor;

import java.util.Optional;
import java.util.function.BiConsumer;
import org.sallyport.api.address.Address;

/**
 * What an adaptor keeps over a restart, for example the state of a SIP dialog: opaque to the core,
 * never content. Written behind: a crash may lose the last second. Thread-safe; never waits for a
 * database.
 */
public interface AdaptorState {
    /** Largest value, in octets. */
    int MAX_BYTES = 2048;

    /** The value kept under {@code key}, if any. */
    Optional<byte[]> get(Key key);

    /**
     * Keeps a value.
     *
     * @throws IllegalArgumentException if it has more than {@value #MAX_BYTES} octets
     */
    void put(Key key, byte[] value);

    /** Forgets a value; does nothing if there is none. */
    void remove(Key key);

    /** Shows every value of this adaptor instance, in no order; used once after start. */
    void forEach(BiConsumer<Key, byte[]> reader);

    /**
     * What a value belongs to.
     *
     * @param from one of the pair
     * @param to the other
     * @param role what the adaptor calls this piece of state, 1 to 40 characters
     */
    record Key(Address from, Address to, String role) {}
}
