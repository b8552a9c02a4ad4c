package org.sallyport.api.filter;

import java.util.Set;
import org.sallyport.api.packet.Packet;
import org.sallyport.api.packet.PacketKind;

/**
 * One step of the chain. Must be thread-safe: many packets pass through one instance at the same
 * time.
 */
@FunctionalInterface
public interface PacketFilter extends AutoCloseable {
    /**
     * Judges one packet, which has canonical names. May block; after {@code limits.filter-step}
     * (default 2 s) the packet is rejected with {@code FILTER_TIMEOUT}, the thread is interrupted
     * and a late verdict ignored. If {@link FilterContext#rehearsal} is true there must be no side
     * effect (no token taken, nothing counted or sent).
     *
     * @throws RuntimeException of any kind: the packet is rejected with {@code FILTER_FAILED},
     *     never let through
     */
    Verdict apply(Packet packet, FilterContext context);

    /**
     * The kinds that this filter judges; others pass it by. By default all kinds known to the api
     * it was built with.
     */
    default Set<PacketKind> kinds() {
        return Set.of(PacketKind.values());
    }

    /**
     * What happens to a packet of a kind that did not exist when this filter was built. By default
     * it is rejected.
     */
    default UnknownKind unknownKind() {
        return UnknownKind.REJECT;
    }

    /**
     * Frees what the filter holds. Called after the last {@code apply} returned; repeating it does
     * nothing.
     */
    @Override
    default void close() {}

    /** What happens to kinds that a filter does not know. */
    enum UnknownKind {
        /** They are rejected with {@code UNSUPPORTED}. */
        REJECT,
        /** They pass this filter by. */
        PASS
    }
}
