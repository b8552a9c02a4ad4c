package org.sallyport.api.plugin;

import org.sallyport.api.filter.PacketFilter;

/**
 * Makes one kind of filter from its section of the configuration.
 *
 * @param <C> the record of the section; see {@link org.sallyport.api.config}
 */
public interface FilterFactory<C extends Record> {
    /** The key in {@code chain:}; lower case, digits and hyphens. Unique among all plugins. */
    String name();

    /** The record of the section. */
    Class<C> config();

    /**
     * Makes a filter. Reads what it needs, opens no sockets to peers.
     *
     * @throws org.sallyport.api.error.GatewayException if it cannot; the start fails with the
     *     message
     */
    PacketFilter create(C config, PluginContext context);
}
