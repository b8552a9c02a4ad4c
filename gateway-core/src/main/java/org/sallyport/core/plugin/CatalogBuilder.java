package org.sallyport.core.plugin;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.sallyport.api.plugin.AdaptorFactory;
import org.sallyport.api.plugin.AddressMapperFactory;
import org.sallyport.api.plugin.ApiVersion;
import org.sallyport.api.plugin.EventListenerFactory;
import org.sallyport.api.plugin.FilterFactory;
import org.sallyport.api.plugin.GatewayPlugin;

/** Collects factories and refuses two of one name. */
final class CatalogBuilder {
    /** Keys of the file itself that a factory therefore cannot have. */
    private static final String RESERVED = "name";

    private final Map<String, Offer<AdaptorFactory<?>>> adaptors = new TreeMap<>();
    private final Map<String, Offer<FilterFactory<?>>> filters = new TreeMap<>();
    private final Map<String, Offer<AddressMapperFactory<?>>> mappers = new TreeMap<>();
    private final Map<String, Offer<EventListenerFactory<?>>> listeners = new TreeMap<>();
    private final Map<String, String> chainOwners = new TreeMap<>();
    private final List<PluginInfo> plugins = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    /** One plugin whose entry point could be made. */
    record Loaded(String name, String version, ClassLoader loader, GatewayPlugin plugin) {}

    void problem(String problem) {
        problems.add(problem);
    }

    void add(Loaded loaded) {
        List<String> told = new ArrayList<>();
        GatewayPlugin plugin = loaded.plugin();
        put(
                loaded,
                "adaptor",
                plugin.adaptors(),
                AdaptorFactory::type,
                new Target<>(adaptors, told));
        put(loaded, "filter", plugin.filters(), FilterFactory::name, new Target<>(filters, told));
        put(
                loaded,
                "address mapper",
                plugin.addressMappers(),
                AddressMapperFactory::name,
                new Target<>(mappers, told));
        put(
                loaded,
                "event listener",
                plugin.eventListeners(),
                EventListenerFactory::name,
                new Target<>(listeners, told));
        told.sort(Comparator.naturalOrder());
        plugins.add(
                new PluginInfo(
                        loaded.name(), loaded.version(), ApiVersion.CURRENT.toString(), told));
    }

    PluginCatalog build() {
        plugins.sort(Comparator.comparing(PluginInfo::name));
        PluginCatalog.Offers offers =
                new PluginCatalog.Offers(
                        java.util.Collections.unmodifiableMap(adaptors),
                        java.util.Collections.unmodifiableMap(filters),
                        java.util.Collections.unmodifiableMap(mappers),
                        java.util.Collections.unmodifiableMap(listeners));
        return new PluginCatalog(offers, plugins, problems);
    }

    private record Target<F>(Map<String, Offer<F>> map, List<String> told) {}

    private <F> void put(
            Loaded loaded,
            String kind,
            List<F> factories,
            Function<? super F, String> naming,
            Target<F> target) {
        for (F factory : factories) {
            String name = naming.apply(factory);
            if (!name.matches("[a-z0-9][a-z0-9-]{0,39}") || name.equals(RESERVED)) {
                problems.add(
                        "plugin "
                                + loaded.name()
                                + " offers a "
                                + kind
                                + " with a name that cannot be used; a name has"
                                + " 1 to 40 of a-z, 0-9 and '-' and is not '"
                                + RESERVED
                                + "'");
                continue;
            }
            String owner = owner(kind, name, target);
            if (owner != null) {
                problems.add(
                        "plugins "
                                + owner
                                + " and "
                                + loaded.name()
                                + " both offer "
                                + kind
                                + " "
                                + name
                                + "; remove one of them");
                continue;
            }
            if (isChain(kind)) {
                chainOwners.put(name, loaded.name());
            }
            target.map().put(name, new Offer<>(loaded.name(), loaded.loader(), factory));
            target.told().add(kind + " " + name);
        }
    }

    private <F> @org.jspecify.annotations.Nullable String owner(
            String kind, String name, Target<F> target) {
        Offer<F> earlier = target.map().get(name);
        if (earlier != null) {
            return earlier.plugin();
        }
        return isChain(kind) ? chainOwners.get(name) : null;
    }

    /** Filters and address mappers stand in one list of the file, so they share their names. */
    private static boolean isChain(String kind) {
        return kind.equals("filter") || kind.equals("address mapper");
    }
}
