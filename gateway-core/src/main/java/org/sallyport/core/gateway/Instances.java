package org.sallyport.core.gateway;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.sallyport.api.address.DomainPattern;
import org.sallyport.api.config.PeerSettings;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.GatewayException;
import org.sallyport.api.event.EventListener;
import org.sallyport.api.filter.PacketFilter;
import org.sallyport.api.name.AddressMapper;
import org.sallyport.core.config.AdaptorSection;
import org.sallyport.core.config.FilterSection;
import org.sallyport.core.config.GatewayConfig;
import org.sallyport.core.config.ListenerSection;
import org.sallyport.core.config.MapperSection;
import org.sallyport.core.event.EventBus;
import org.sallyport.core.log.Redacted;
import org.sallyport.core.pipeline.NamedFilter;
import org.sallyport.core.pipeline.NamedMapper;
import org.sallyport.core.pipeline.Side;
import org.sallyport.core.plugin.ContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every instance that the configuration asks for, made in file order: listeners, mappers, filters,
 * adaptors.
 */
final class Instances implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Instances.class);

    private final ContextFactory contexts;
    private final List<NamedMapper> mappers = new ArrayList<>();
    private final List<NamedFilter> filters = new ArrayList<>();
    private final List<AdaptorHandle> adaptors = new ArrayList<>();
    private final List<Side> sides = new ArrayList<>();
    private final Deque<Runnable> closers = new ArrayDeque<>();

    private Instances(ContextFactory contexts) {
        this.contexts = contexts;
    }

    /**
     * Makes them all.
     *
     * @throws GatewayException if one cannot be made, with its name; those made before are closed
     */
    static Instances of(GatewayConfig config, ContextFactory contexts, EventBus events) {
        Instances instances = new Instances(contexts);
        try {
            config.listeners().forEach(section -> instances.listener(section, events));
            config.mappers().forEach(instances::mapper);
            config.filters().forEach(instances::filter);
            config.adaptors().forEach(instances::adaptor);
            return instances;
        } catch (RuntimeException | Error e) {
            instances.close();
            throw e;
        }
    }

    List<NamedMapper> mappers() {
        return mappers;
    }

    List<NamedFilter> filters() {
        return filters;
    }

    /** In file order. */
    List<AdaptorHandle> adaptors() {
        return adaptors;
    }

    /** In file order. */
    List<Side> sides() {
        return sides;
    }

    /**
     * Closes mappers and filters, last made first; adaptors have closed before, listeners close
     * with the event bus.
     */
    @Override
    public void close() {
        while (!closers.isEmpty()) {
            try {
                closers.pop().run();
            } catch (RuntimeException | LinkageError e) {
                log.warn("an instance did not close", Redacted.of(e));
            }
        }
    }

    private void listener(ListenerSection<?> section, EventBus events) {
        String name = section.instance();
        EventListener listener =
                made(
                        "event listener",
                        name,
                        () -> section.create(contexts.contextFor(name, section.offer().plugin())));
        events.listen(name, listener, section.offer().loader());
    }

    private void mapper(MapperSection<?> section) {
        String name = section.instance();
        AddressMapper mapper =
                made(
                        "address mapper",
                        name,
                        () -> section.create(contexts.contextFor(name, section.offer().plugin())));
        mappers.add(new NamedMapper(name, section.offer().loader(), mapper));
    }

    private void filter(FilterSection<?> section) {
        String name = section.instance();
        PacketFilter filter =
                made(
                        "filter",
                        name,
                        () -> section.create(contexts.contextFor(name, section.offer().plugin())));
        closers.push(() ->
                section.offer()
                        .call(() -> {
                            filter.close();
                            return true;
                        }));
        filters.add(new NamedFilter(name, section.offer().loader(), filter));
    }

    private void adaptor(AdaptorSection<?> section) {
        String name = section.name().value();
        AdaptorHandle handle =
                made(
                        "adaptor",
                        name,
                        () ->
                                new AdaptorHandle(
                                        section.name(),
                                        section.create(
                                                contexts.contextFor(
                                                        name, section.offer().plugin())),
                                        section.offer().loader()));
        closers.push(() -> handle.close(Gateway.CLOSE_LIMIT));
        adaptors.add(handle);
        List<DomainPattern> peers = section.peers().stream().map(PeerSettings::domain).toList();
        sides.add(new Side(section.name(), section.offer().loader(), peers, handle));
    }

    private static <T> T made(String kind, String name, Supplier<T> maker) {
        try {
            T made = maker.get();
            if (made == null) {
                throw new GatewayException(ErrorCode.BAD_PLUGIN, "its factory made nothing");
            }
            return made;
        } catch (GatewayException e) {
            throw new GatewayException(e.code(), kind + " " + name + ": " + e.getMessage(), e);
        } catch (RuntimeException | LinkageError e) {
            throw new GatewayException(
                    ErrorCode.BAD_PLUGIN,
                    kind + " " + name + " cannot be made: " + e.getClass().getName(),
                    Redacted.of(e));
        }
    }
}
