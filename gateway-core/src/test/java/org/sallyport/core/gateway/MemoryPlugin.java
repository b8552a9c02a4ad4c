package org.sallyport.core.gateway;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sallyport.api.adaptor.Adaptor;
import org.sallyport.api.address.Domain;
import org.sallyport.api.address.DomainPattern;
import org.sallyport.api.config.PeerSettings;
import org.sallyport.api.filter.FilterContext;
import org.sallyport.api.filter.PacketFilter;
import org.sallyport.api.filter.Verdict;
import org.sallyport.api.link.AdaptorName;
import org.sallyport.api.packet.Packet;
import org.sallyport.api.plugin.AdaptorFactory;
import org.sallyport.api.plugin.FilterFactory;
import org.sallyport.api.plugin.GatewayPlugin;
import org.sallyport.api.plugin.PluginContext;
import org.sallyport.core.config.AdaptorSection;
import org.sallyport.core.config.FilterSection;
import org.sallyport.core.config.GatewayConfig;
import org.sallyport.core.plugin.Offer;
import org.sallyport.core.plugin.PluginCatalog;

/**
 * A plugin without a jar: adaptors and filters that a test hands in, and a record of what happened
 * to them.
 */
final class MemoryPlugin implements GatewayPlugin {
    final Map<String, Supplier<Adaptor>> adaptors = new ConcurrentHashMap<>();
    final List<String> log = new CopyOnWriteArrayList<>();
    final List<PluginContext> contexts = new CopyOnWriteArrayList<>();
    volatile PacketFilter filter = (packet, _) -> new Verdict.Pass(packet);
    volatile @Nullable RuntimeException failure;

    /** Sections need a record; this one says nothing. */
    record Nothing() {}

    PluginCatalog catalog() {
        return PluginCatalog.of(List.of(this));
    }

    @Override
    public List<AdaptorFactory<?>> adaptors() {
        return List.of(new Adaptors());
    }

    @Override
    public List<FilterFactory<?>> filters() {
        return List.of(new Filters());
    }

    /** Two sides, xmpp and sip, and one filter. */
    GatewayConfig config() {
        ClassLoader loader = MemoryPlugin.class.getClassLoader();
        List<AdaptorSection<?>> sides = new ArrayList<>();
        sides.add(side("xmpp", "sfb.example", "xmpp.example", loader));
        sides.add(side("sip", "xmpp.example", "sfb.example", loader));
        FilterSection<Nothing> step =
                new FilterSection<>(
                        "test",
                        "test",
                        new Offer<>("memory", loader, new Filters()),
                        new Nothing());
        Path here = Path.of("target");
        return new GatewayConfig(
                "n1",
                here,
                here,
                Map.of(),
                sides,
                List.of(),
                List.of(step),
                List.of(),
                GatewayConfig.Settings.defaults());
    }

    private AdaptorSection<Nothing> side(
            String name, String serves, String peer, ClassLoader loader) {
        return new AdaptorSection<>(
                new AdaptorName(name),
                "memory",
                new Offer<>("memory", loader, new Adaptors()),
                new Nothing(),
                List.of(new Domain(serves)),
                List.of(
                        new PeerSettings(
                                DomainPattern.exactly(new Domain(peer)),
                                "partner",
                                List.of(),
                                List.of())));
    }

    private final class Adaptors implements AdaptorFactory<Nothing> {
        @Override
        public String type() {
            return "memory";
        }

        @Override
        public Class<Nothing> config() {
            return Nothing.class;
        }

        @Override
        public List<Domain> serves(Nothing config) {
            return List.of();
        }

        @Override
        public List<PeerSettings> peers(Nothing config) {
            return List.of();
        }

        @Override
        public Adaptor create(Nothing config, List<Domain> served, PluginContext context) {
            contexts.add(context);
            String name = context.instance().name();
            Supplier<Adaptor> maker = adaptors.get(name);
            if (maker == null) {
                throw new IllegalStateException("no adaptor for " + name);
            }
            return new Watched(name, maker.get(), log);
        }
    }

    private final class Filters implements FilterFactory<Nothing> {
        @Override
        public String name() {
            return "test";
        }

        @Override
        public Class<Nothing> config() {
            return Nothing.class;
        }

        @Override
        public PacketFilter create(Nothing config, PluginContext context) {
            RuntimeException broken = failure;
            if (broken != null) {
                throw broken;
            }
            return new PacketFilter() {
                @Override
                public Verdict apply(Packet packet, FilterContext step) {
                    return filter.apply(packet, step);
                }

                @Override
                public void close() {
                    log.add("close filter");
                }
            };
        }
    }
}
