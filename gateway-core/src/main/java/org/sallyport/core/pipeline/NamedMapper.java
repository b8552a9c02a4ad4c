package org.sallyport.core.pipeline;

import org.sallyport.api.name.AddressMapper;

/**
 * One address mapper, in the order of the configuration.
 *
 * @param name its name in the configuration
 * @param loader the context class loader of calls into it
 * @param mapper what maps
 */
public record NamedMapper(String name, ClassLoader loader, AddressMapper mapper) {}
