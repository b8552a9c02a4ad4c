package org.sallyport.core.config;

import org.sallyport.api.name.AddressMapper;
import org.sallyport.api.plugin.AddressMapperFactory;
import org.sallyport.api.plugin.PluginContext;
import org.sallyport.core.plugin.Offer;

/**
 * One entry of {@code chain:} that makes an address mapper.
 *
 * @param name the key, which is the name of the factory
 * @param instance the name of this instance; the key unless {@code name:} says otherwise
 * @param offer who makes it
 * @param config the plugin's record
 * @param <C> the plugin's record
 */
public record MapperSection<C extends Record>(
        String name, String instance, Offer<AddressMapperFactory<C>> offer, C config) {
    /** Makes the address mapper. */
    public AddressMapper create(PluginContext context) {
        return offer.call(() -> offer.factory().create(config, context));
    }
}
