package org.sallyport.core.plugin;

import java.util.List;

/**
 * What is told of a plugin that was loaded.
 *
 * @param name the name of its folder
 * @param version the {@code Implementation-Version} of its jar, or {@code unknown}
 * @param apiVersion the api version that it was built against
 * @param offers what it offers, for example {@code adaptor xmpp}, {@code filter whitelist}; sorted
 */
public record PluginInfo(String name, String version, String apiVersion, List<String> offers) {
    /** Copies what it is given. */
    public PluginInfo {
        offers = List.copyOf(offers);
    }
}
