package org.sallyport.core.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.sallyport.api.adaptor.PeerStatus;
import org.sallyport.api.address.AddressRenderer;
import org.sallyport.api.address.Domain;
import org.sallyport.api.error.GatewayException;
import org.sallyport.api.event.GatewayEvent.AdministrativeAct;
import org.sallyport.api.link.AdaptorName;
import org.sallyport.core.config.AdaptorSection;
import org.sallyport.core.config.GatewayConfig;
import org.sallyport.core.host.HostServices;
import org.sallyport.core.management.AdaptorView;
import org.sallyport.core.management.GatewayStatus;
import org.sallyport.core.management.GatewayStatus.State;
import org.sallyport.core.management.ManagementView;
import org.sallyport.core.management.PeerDetails;
import org.sallyport.core.management.PeerView;
import org.sallyport.core.metrics.GatewayMetrics;
import org.sallyport.core.pipeline.Pipeline;
import org.sallyport.core.pipeline.Totals;
import org.sallyport.core.plugin.PluginCatalog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole gateway. Life: {@link #assemble}, {@link #start}, {@link #drain} if wanted, {@link
 * #close}. Adaptors start in the order of the configuration and stop in reverse. Traffic that comes
 * before all of them run is refused with {@code OVERLOADED}: its sender is told to come again.
 * Thread-safe.
 */
public final class Gateway implements ManagementView, AutoCloseable {
    /** How long one adaptor may take to close before it is left behind. */
    static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(Gateway.class);

    private final Blueprint blueprint;
    private final HostServices host;
    private final Instances instances;
    private final Pipeline pipeline;
    private final LifeCycle life;
    private final Instant since;
    private final AtomicBoolean draining = new AtomicBoolean();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final List<Thread> drains = new ArrayList<>();

    Gateway(
            Blueprint blueprint,
            HostServices host,
            Instances instances,
            Pipeline pipeline,
            LifeCycle life) {
        this.blueprint = blueprint;
        this.host = host;
        this.instances = instances;
        this.pipeline = pipeline;
        this.life = life;
        this.since = blueprint.surroundings().clock().instant();
    }

    /**
     * What a gateway is made of.
     *
     * @param config the checked configuration
     * @param catalog the plugins that it was checked against
     * @param surroundings what is not configured
     */
    public record Blueprint(
            GatewayConfig config, PluginCatalog catalog, Surroundings surroundings) {}

    /**
     * Makes a gateway and all its instances; opens nothing yet.
     *
     * @throws GatewayException if an instance cannot be made; everything made before is closed
     *     again
     */
    public static Gateway assemble(
            GatewayConfig config, PluginCatalog catalog, Surroundings surroundings) {
        return GatewayModule.assemble(new Blueprint(config, catalog, surroundings));
    }

    /**
     * Starts the adaptors, in order, and takes traffic once all of them run.
     *
     * @throws GatewayException if one cannot start, with its name; the gateway is then closed
     */
    public void start() {
        String node = blueprint.config().node();
        log.info("gateway starts: node={} version={}", node, version());
        life.tell(State.STARTING, "starting");
        try {
            for (AdaptorHandle adaptor : instances.adaptors()) {
                adaptor.start(pipeline.sink(adaptor.name()));
                log.info(
                        "adaptor runs: adaptor={} listeners={}",
                        adaptor.name(),
                        adaptor.listeners());
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
        pipeline.open();
        life.advance(State.RUNNING, "all adaptors run");
        log.info("gateway runs: node={} adaptors={}", node, instances.adaptors().size());
    }

    @Override
    public GatewayStatus status() {
        List<AdaptorView> adaptors = new ArrayList<>();
        for (AdaptorSection<?> section : blueprint.config().adaptors()) {
            AdaptorHandle handle = handle(section.name());
            adaptors.add(
                    new AdaptorView(
                            section.name(),
                            section.type(),
                            handle.state().word(),
                            section.served(),
                            handle.listeners()));
        }
        return new GatewayStatus(
                blueprint.config().node(),
                version(),
                state(),
                since,
                reasons(),
                adaptors,
                chain(),
                blueprint.catalog().plugins(),
                totals());
    }

    @Override
    public List<PeerView> peers() {
        return instances.adaptors().stream()
                .flatMap(adaptor ->
                        adaptor.peers().stream().map(peer -> new PeerView(adaptor.name(), peer)))
                .toList();
    }

    @Override
    public Optional<PeerDetails> peer(Domain domain) {
        List<PeerView> views =
                instances.adaptors().stream()
                        .flatMap(adaptor -> mostSpecific(adaptor, domain).stream())
                        .toList();
        return views.isEmpty()
                ? Optional.empty()
                : Optional.of(new PeerDetails(domain, views, host.recent().of(domain)));
    }

    @Override
    public GatewayMetrics metrics() {
        return host.metrics();
    }

    @Override
    public void drain(String operator) {
        host.events()
                .publish(
                        new AdministrativeAct(
                                blueprint.surroundings().clock().instant(), operator, "drain"));
        beginDrain();
    }

    /** Where the gateway is in its life. */
    public State state() {
        State now = life.state();
        return now == State.RUNNING && !host.events().keepsUp() ? State.DEGRADED : now;
    }

    /** The account of the first law, now. */
    public Totals totals() {
        return pipeline.totals();
    }

    /** How addresses are shown. */
    public AddressRenderer addresses() {
        return host.identifiers().addresses();
    }

    /** The packet path, for tests and other nodes. */
    public Pipeline pipeline() {
        return pipeline;
    }

    /**
     * Drains for at most {@code limits.drain}, stops in reverse order of start and gives every
     * packet that is left its outcome. Returns when all is over. Repeatable; never throws.
     */
    @Override
    public void close() {
        synchronized (closing) {
            if (!closing.getAndSet(true)) {
                stop();
            }
        }
    }

    private void stop() {
        beginDrain();
        Duration limit = blueprint.config().limits().drain();
        boolean quiet = pipeline.drain(limit);
        awaitAdaptors(limit);
        instances.adaptors().reversed().forEach(adaptor -> adaptor.close(CLOSE_LIMIT));
        pipeline.close();
        instances.close();
        Totals totals = totals();
        life.advance(State.STOPPED, "stopped");
        log.info(
                "gateway stopped: node={} quiet={} lost={}",
                blueprint.config().node(),
                quiet,
                totals.lost());
        host.close();
    }

    private void beginDrain() {
        if (draining.getAndSet(true)) {
            return;
        }
        life.advance(State.DRAINING, "draining");
        log.info("gateway drains: node={}", blueprint.config().node());
        pipeline.stopTaking();
        Duration limit = blueprint.config().limits().drain();
        synchronized (drains) {
            for (AdaptorHandle adaptor : instances.adaptors()) {
                drains.add(
                        Thread.ofPlatform()
                                .daemon()
                                .name("sallyport-drain")
                                .start(() -> adaptor.drain(limit)));
            }
        }
    }

    private void awaitAdaptors(Duration limit) {
        List<Thread> begun;
        synchronized (drains) {
            begun = List.copyOf(drains);
        }
        try {
            for (Thread thread : begun) {
                thread.join(limit);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> reasons() {
        return host.events().keepsUp()
                ? life.reasons()
                : Stream.concat(
                                life.reasons().stream(),
                                Stream.of(
                                        "an event listener that must hear all cannot follow: packets are refused"))
                        .toList();
    }

    private List<String> chain() {
        return Stream.concat(
                        blueprint.config().mappers().stream().map(section -> section.instance()),
                        blueprint.config().filters().stream().map(section -> section.instance()))
                .toList();
    }

    private static Optional<PeerView> mostSpecific(AdaptorHandle adaptor, Domain domain) {
        Optional<PeerStatus> best = Optional.empty();
        for (PeerStatus peer : adaptor.peers()) {
            if (peer.peer().matches(domain)
                    && best.map(other -> other.peer().specificity() < peer.peer().specificity())
                            .orElse(true)) {
                best = Optional.of(peer);
            }
        }
        return best.map(peer -> new PeerView(adaptor.name(), peer));
    }

    private AdaptorHandle handle(AdaptorName name) {
        return instances.adaptors().stream()
                .filter(adaptor -> adaptor.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private String version() {
        return blueprint.surroundings().version();
    }
}
