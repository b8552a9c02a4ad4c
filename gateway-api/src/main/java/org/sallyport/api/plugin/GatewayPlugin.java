package org.sallyport.api.plugin;

import java.util.List;

/**
 * What one plugin offers. Found through {@link java.util.ServiceLoader} in the plugin's folder;
 * needs a public constructor without parameters that does nothing. The plugin's jar carries {@code
 * Gateway-Api-Version} in its manifest. New kinds of offers arrive as new default methods.
 */
public interface GatewayPlugin {
    /** The adaptor types that this plugin offers. */
    default List<AdaptorFactory<?>> adaptors() {
        return List.of();
    }

    /** The filters that this plugin offers. */
    default List<FilterFactory<?>> filters() {
        return List.of();
    }

    /** The address mappers that this plugin offers. */
    default List<AddressMapperFactory<?>> addressMappers() {
        return List.of();
    }

    /** The event listeners that this plugin offers. */
    default List<EventListenerFactory<?>> eventListeners() {
        return List.of();
    }
}
