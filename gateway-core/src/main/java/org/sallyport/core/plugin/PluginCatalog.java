package org.sallyport.core.plugin;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.plugin.AdaptorFactory;
import org.sallyport.api.plugin.AddressMapperFactory;
import org.sallyport.api.plugin.EventListenerFactory;
import org.sallyport.api.plugin.FilterFactory;
import org.sallyport.api.plugin.GatewayPlugin;

/** Every factory that the plugins offer, by name. Immutable. */
public final class PluginCatalog {
    private final Offers offers;
    private final List<PluginInfo> plugins;
    private final List<String> problems;

    PluginCatalog(Offers offers, List<PluginInfo> plugins, List<String> problems) {
        this.offers = offers;
        this.plugins = List.copyOf(plugins);
        this.problems = List.copyOf(problems);
    }

    /**
     * Loads every plugin folder below {@code pluginsFolder}, sorted by name. A plugin that cannot
     * be loaded is left out and told in {@link #problems}. A folder that does not exist holds no
     * plugins.
     */
    public static PluginCatalog load(Path pluginsFolder) {
        return PluginFolders.load(pluginsFolder);
    }

    /** A catalog of plugins that are on the class path, for tests. */
    public static PluginCatalog of(List<GatewayPlugin> plugins) {
        CatalogBuilder builder = new CatalogBuilder();
        for (GatewayPlugin plugin : plugins) {
            ClassLoader loader = plugin.getClass().getClassLoader();
            builder.add(
                    new CatalogBuilder.Loaded(
                            plugin.getClass().getSimpleName(), "unknown", loader, plugin));
        }
        return builder.build();
    }

    /** The adaptor factory of a {@code type:}. */
    public Optional<Offer<AdaptorFactory<?>>> adaptor(String type) {
        return Optional.ofNullable(offers.adaptors().get(type));
    }

    /** The filter factory of a key in {@code chain:}. */
    public Optional<Offer<FilterFactory<?>>> filter(String name) {
        return Optional.ofNullable(offers.filters().get(name));
    }

    /** The address mapper factory of a key in {@code chain:}. */
    public Optional<Offer<AddressMapperFactory<?>>> addressMapper(String name) {
        return Optional.ofNullable(offers.addressMappers().get(name));
    }

    /** The event listener factory of a key in {@code listeners:}. */
    public Optional<Offer<EventListenerFactory<?>>> eventListener(String name) {
        return Optional.ofNullable(offers.eventListeners().get(name));
    }

    /** Everything that is offered. */
    public Offers offers() {
        return offers;
    }

    /** The plugins that were loaded, sorted by name. */
    public List<PluginInfo> plugins() {
        return plugins;
    }

    /**
     * One sentence for each plugin or factory that could not be loaded: what is wrong and what to
     * do.
     */
    public List<String> problems() {
        return problems;
    }

    /**
     * Factories by name, sorted.
     *
     * @param adaptors by {@code type:}
     * @param filters by key in {@code chain:}
     * @param addressMappers by key in {@code chain:}
     * @param eventListeners by key in {@code listeners:}
     */
    public record Offers(
            Map<String, Offer<AdaptorFactory<?>>> adaptors,
            Map<String, Offer<FilterFactory<?>>> filters,
            Map<String, Offer<AddressMapperFactory<?>>> addressMappers,
            Map<String, Offer<EventListenerFactory<?>>> eventListeners) {
        /** The names that may stand in {@code chain:}. */
        public Set<String> chainNames() {
            Set<String> names = new java.util.TreeSet<>(filters.keySet());
            names.addAll(addressMappers.keySet());
            return names;
        }
    }
}
