package org.sallyport.core.config;

import org.sallyport.api.filter.PacketFilter;
import org.sallyport.api.plugin.FilterFactory;
import org.sallyport.api.plugin.PluginContext;
import org.sallyport.core.plugin.Offer;

/**
 * One entry of {@code chain:} that makes a filter.
 *
 * @param name the key, which is the name of the factory
 * @param instance the name of this instance; the key unless {@code name:} says otherwise
 * @param offer who makes it
 * @param config the plugin's record
 * @param <C> the plugin's record
 */
public record FilterSection<C extends Record>(
        String name, String instance, Offer<FilterFactory<C>> offer, C config) {
    /** Makes the filter. */
    public PacketFilter create(PluginContext context) {
        return offer.call(() -> offer.factory().create(config, context));
    }
}
