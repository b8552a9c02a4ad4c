package org.sallyport.core.config;

import org.sallyport.core.plugin.Offer;

/**
 * One section that a plugin defined, read.
 *
 * @param key the {@code type:}, or the key in its list
 * @param instance the instance's name
 * @param offer who makes it
 * @param config the plugin's record
 * @param origin where it stands
 * @param <F> the kind of factory
 */
record PluginSection<F>(String key, String instance, Offer<F> offer, Record config, Origin origin) {
    /**
     * Where a section stands.
     *
     * @param place its name or key
     * @param node its keys
     */
    record Origin(Place place, ConfigNode node) {}

    Place place() {
        return origin.place();
    }
}
