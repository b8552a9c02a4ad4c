package org.sallyport.testkit;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.sallyport.api.address.Address;
import org.sallyport.api.address.AddressRenderer;
import org.sallyport.api.event.EventSink;
import org.sallyport.api.event.GatewayEvent;
import org.sallyport.api.network.NetworkServices;
import org.sallyport.api.packet.CorrelationId;
import org.sallyport.api.plugin.Identifiers;
import org.sallyport.api.plugin.InstanceInfo;
import org.sallyport.api.plugin.PluginContext;
import org.sallyport.api.plugin.TimeServices;

/**
 * What the gateway gives to a plugin, made for tests. By default time is real; {@link #onFakeTime}
 * makes one whose time a test moves. Close it at the end of the test.
 */
public final class FakePluginContext
        implements PluginContext, Identifiers, TimeServices, AutoCloseable {
    private final InstanceInfo instance;
    private final NetworkServices network;
    private final InstantSource clock;
    private final ScheduledExecutorService scheduler;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final RecordingMetrics metrics = new RecordingMetrics();
    private final MemoryState state = new MemoryState();
    private final List<GatewayEvent> events = new CopyOnWriteArrayList<>();
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong ids = new AtomicLong();

    private FakePluginContext(
            String name,
            NetworkServices network,
            InstantSource clock,
            ScheduledExecutorService scheduler) {
        this.instance = new InstanceInfo(name, "node1", "0.0.0-test", Path.of("").toAbsolutePath());
        this.network = network;
        this.clock = clock;
        this.scheduler = scheduler;
    }

    /** A context with real time and no certificates. */
    public static FakePluginContext named(String name) {
        return with(name, new FakeNetwork());
    }

    /** A context with real time and the given names and certificates. */
    public static FakePluginContext with(String name, NetworkServices network) {
        return new FakePluginContext(
                name,
                network,
                InstantSource.system(),
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("fake-scheduler").factory()));
    }

    /** A context on the time of {@code scheduler}. */
    public static FakePluginContext onFakeTime(
            String name, NetworkServices network, FakeClock clock, FakeScheduler scheduler) {
        return new FakePluginContext(name, network, clock, scheduler);
    }

    /** What the plugin published so far. */
    public List<GatewayEvent> published() {
        return events;
    }

    @Override
    public InstanceInfo instance() {
        return instance;
    }

    @Override
    public Identifiers identifiers() {
        return this;
    }

    @Override
    public TimeServices time() {
        return this;
    }

    @Override
    public NetworkServices network() {
        return network;
    }

    @Override
    public RecordingMetrics metrics() {
        return metrics;
    }

    @Override
    public MemoryState state() {
        return state;
    }

    @Override
    public EventSink events() {
        return events::add;
    }

    @Override
    public CorrelationId newCorrelationId() {
        return new CorrelationId("test-%016d".formatted(ids.incrementAndGet()));
    }

    @Override
    public SecureRandom random() {
        return random;
    }

    @Override
    public byte[] keyedHash(String purpose, String input) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(purpose.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(input.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public AddressRenderer addresses() {
        return Address::full;
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public ScheduledExecutorService scheduler() {
        return scheduler;
    }

    @Override
    public ExecutorService workers() {
        return workers;
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
        workers.shutdownNow();
    }
}
