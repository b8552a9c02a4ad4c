package org.sallyport.core.pipeline;

import java.util.Set;
import org.sallyport.api.filter.PacketFilter;
import org.sallyport.api.packet.PacketKind;

/**
 * One filter, in the order of the configuration.
 *
 * @param name its name in the configuration
 * @param loader the context class loader of calls into it
 * @param filter what judges
 * @param known the kinds of packets that existed when the filter was built
 */
public record NamedFilter(
        String name, ClassLoader loader, PacketFilter filter, Set<PacketKind> known) {
    /** Copies what it is given. */
    public NamedFilter {
        known = Set.copyOf(known);
    }

    /** A filter that was built against this very api. */
    public NamedFilter(String name, ClassLoader loader, PacketFilter filter) {
        this(name, loader, filter, Set.of(PacketKind.values()));
    }
}
