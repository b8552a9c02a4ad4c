package org.sallyport.core.plugin;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import org.sallyport.api.adaptor.AdaptorState;
import org.sallyport.api.event.EventSink;
import org.sallyport.api.metrics.Metrics;
import org.sallyport.api.network.NetworkServices;
import org.sallyport.api.plugin.Identifiers;
import org.sallyport.api.plugin.InstanceInfo;
import org.sallyport.api.plugin.PluginContext;
import org.sallyport.api.plugin.TimeServices;

/**
 * Makes what each instance of a plugin is given. Owns the threads that it hands out. Thread-safe.
 */
public final class ContextFactory implements AutoCloseable {
    private final Node node;
    private final Services services;
    private final ScheduledExecutorService scheduler;
    private final ExecutorService workers;

    /** Makes a factory with threads of its own. */
    public ContextFactory(Node node, Services services) {
        this.node = node;
        this.services = services;
        ThreadFactory timers = Thread.ofPlatform().daemon().name("sallyport-timer-", 0).factory();
        ScheduledThreadPoolExecutor clockwork = new ScheduledThreadPoolExecutor(2, timers);
        // Most timers are cancelled long before they are due, and hold a packet until then.
        clockwork.setRemoveOnCancelPolicy(true);
        this.scheduler = clockwork;
        this.workers =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("sallyport-worker-", 0).factory());
    }

    /**
     * The context of one instance.
     *
     * @param instanceName the instance's name in the configuration
     * @param pluginName the plugin that it comes from
     */
    public PluginContext contextFor(String instanceName, String pluginName) {
        InstanceInfo info =
                new InstanceInfo(instanceName, node.name(), node.version(), node.configFolder());
        return new Context(
                info,
                services.identifiers(),
                new Time(services.clock(), scheduler, workers),
                services.network(),
                services.metrics().apply(instanceName),
                services.states().apply(instanceName),
                services.events());
    }

    /** Stops the threads. Call it after every instance was closed. */
    @Override
    public void close() {
        scheduler.shutdownNow();
        workers.shutdownNow();
    }

    /**
     * Which gateway this is.
     *
     * @param name the node's name
     * @param version the gateway's version
     * @param configFolder the folder of the configuration file
     */
    public record Node(String name, String version, Path configFolder) {}

    /**
     * What every instance shares, and how the rest is made.
     *
     * @param identifiers ids and secrets
     * @param clock the time that the gateway goes by
     * @param network names and certificates
     * @param metrics makes the metrics of an instance from its name
     * @param states finds the state of an instance from its name
     * @param events where events go
     */
    public record Services(
            Identifiers identifiers,
            InstantSource clock,
            NetworkServices network,
            Function<String, Metrics> metrics,
            Function<String, AdaptorState> states,
            EventSink events) {}

    private record Time(
            InstantSource clock, ScheduledExecutorService scheduler, ExecutorService workers)
            implements TimeServices {}

    private record Context(
            InstanceInfo instance,
            Identifiers identifiers,
            TimeServices time,
            NetworkServices network,
            Metrics metrics,
            AdaptorState state,
            EventSink events)
            implements PluginContext {}
}
