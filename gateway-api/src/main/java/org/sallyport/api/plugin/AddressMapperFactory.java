package org.sallyport.api.plugin;

import org.sallyport.api.name.AddressMapper;

/**
 * Makes an address mapper from its section in {@code chain:}, where it stands before all filters.
 *
 * @param <C> the record of the section
 */
public interface AddressMapperFactory<C extends Record> {
    /** The key in {@code chain:}. */
    String name();

    /** The record of the section. */
    Class<C> config();

    /**
     * Makes a mapper.
     *
     * @throws org.sallyport.api.error.GatewayException with {@code BAD_CONFIGURATION} if the rules
     *     are no bijection
     */
    AddressMapper create(C config, PluginContext context);
}
