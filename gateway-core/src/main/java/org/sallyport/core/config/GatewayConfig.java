package org.sallyport.core.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.sallyport.api.config.PeerPolicy;

/**
 * The whole configuration, checked: an immutable snapshot.
 *
 * @param node the name of this gateway node
 * @param configFolder the folder of the configuration file
 * @param dataDir where state is kept
 * @param policies what peers must prove, by name
 * @param adaptors the sides, in file order
 * @param mappers the address mappers, in file order
 * @param filters the chain, in file order
 * @param listeners the event listeners, in file order
 * @param settings what the gateway itself goes by
 */
public record GatewayConfig(
        String node,
        Path configFolder,
        Path dataDir,
        Map<String, PeerPolicy> policies,
        List<AdaptorSection<?>> adaptors,
        List<MapperSection<?>> mappers,
        List<FilterSection<?>> filters,
        List<ListenerSection<?>> listeners,
        Settings settings) {
    /** Copies what it is given. */
    public GatewayConfig {
        policies = Map.copyOf(policies);
        adaptors = List.copyOf(adaptors);
        mappers = List.copyOf(mappers);
        filters = List.copyOf(filters);
        listeners = List.copyOf(listeners);
    }

    /** The limits that the gateway keeps. */
    public Limits limits() {
        return settings.limits();
    }

    /**
     * What the gateway itself goes by.
     *
     * @param limits sizes and times
     * @param management the management port
     * @param log how logs look
     * @param store where state is kept
     * @param dns how names are looked up
     */
    public record Settings(
            Limits limits,
            ManagementSettings management,
            LogSettings log,
            StoreSettings store,
            DnsSettings dns) {
        /** What a file that says nothing means. */
        public static Settings defaults() {
            return new Settings(
                    Limits.defaults(),
                    ManagementSettings.defaults(),
                    LogSettings.defaults(),
                    StoreSettings.defaults(),
                    DnsSettings.defaults());
        }
    }
}
