package org.sallyport.core.gateway;

import com.google.inject.AbstractModule;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.Provides;
import com.google.inject.ProvisionException;
import com.google.inject.Singleton;
import com.google.inject.Stage;
import com.google.inject.spi.Message;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import org.sallyport.api.error.GatewayException;
import org.sallyport.core.config.GatewayConfig;
import org.sallyport.core.config.Limits;
import org.sallyport.core.host.HostServices;
import org.sallyport.core.pipeline.Pipeline;
import org.sallyport.core.pipeline.PipelineLimits;
import org.sallyport.core.pipeline.PipelineModule;
import org.sallyport.core.pipeline.PipelineServices;
import org.sallyport.core.plugin.ContextFactory;

/** Wires a gateway from its blueprint. Offers {@link Gateway}. */
final class GatewayModule extends AbstractModule {
    private static final Duration DELIVERY_GRACE = Duration.ofSeconds(2);

    private final Gateway.Blueprint blueprint;
    private final Made made;

    private GatewayModule(Gateway.Blueprint blueprint, Made made) {
        this.blueprint = blueprint;
        this.made = made;
    }

    /**
     * Makes the injector, once for each gateway, and the gateway; if that fails, whatever was made
     * is closed.
     */
    static Gateway assemble(Gateway.Blueprint blueprint) {
        Made made = new Made();
        try {
            Module options =
                    new AbstractModule() {
                        @Override
                        protected void configure() {
                            binder().requireExplicitBindings();
                            binder().requireAtInjectOnConstructors();
                            binder().requireExactBindingAnnotations();
                            binder().disableCircularProxies();
                        }
                    };
            Injector injector =
                    Guice.createInjector(
                            Stage.PRODUCTION,
                            options,
                            new PipelineModule(),
                            new GatewayModule(blueprint, made));
            return injector.getInstance(Gateway.class);
        } catch (CreationException e) {
            made.close();
            throw known(e.getErrorMessages()).orElseThrow(() -> e);
        } catch (ProvisionException e) {
            made.close();
            throw known(e.getErrorMessages()).orElseThrow(() -> e);
        }
    }

    @Provides
    @Singleton
    HostServices host() {
        GatewayConfig config = blueprint.config();
        Surroundings surroundings = blueprint.surroundings();
        HostServices host =
                new HostServices(
                        new ContextFactory.Node(
                                config.node(), surroundings.version(), config.configFolder()),
                        new HostServices.Settings(
                                surroundings.forgetful()
                                        ? Optional.empty()
                                        : Optional.of(config.dataDir()),
                                config.policies(),
                                config.settings().dns().servers(),
                                config.settings().log().addresses(),
                                config.limits().eventQueue(),
                                surroundings.clock()),
                        surroundings.states());
        made.add(host);
        return host;
    }

    @Provides
    @Singleton
    LifeCycle lifeCycle(HostServices host) {
        return new LifeCycle(blueprint.surroundings().clock(), host.events());
    }

    @Provides
    @Singleton
    Instances instances(HostServices host) {
        Instances instances = Instances.of(blueprint.config(), host.contexts(), host.events());
        made.add(instances);
        return instances;
    }

    @Provides
    @Singleton
    Pipeline.Parts parts(HostServices host, Instances instances, LifeCycle life) {
        Consumer<String> onDegraded = life::degrade;
        PipelineServices services =
                new PipelineServices(
                        blueprint.config().node(),
                        blueprint.surroundings().time(),
                        host.identifiers()::newCorrelationId,
                        host.events(),
                        host.metrics().core(),
                        host.events()::keepsUp,
                        onDegraded);
        return new Pipeline.Parts(
                services,
                limits(blueprint.config().limits()),
                instances.mappers(),
                instances.filters(),
                instances.sides(),
                blueprint.surroundings().owners());
    }

    @Provides
    @Singleton
    Gateway gateway(HostServices host, Instances instances, Pipeline pipeline, LifeCycle life) {
        return new Gateway(blueprint, host, instances, pipeline, life);
    }

    private static PipelineLimits limits(Limits limits) {
        return new PipelineLimits(
                limits.filterStep(),
                limits.abandonedFilterThreads(),
                PipelineLimits.Bounds.of(limits.laneBound(), limits.inFlight()),
                limits.hops(),
                limits.originatedDeadline(),
                DELIVERY_GRACE);
    }

    /**
     * What an operator can act upon, if that is what went wrong; the injector's own words help
     * developers only.
     */
    private static Optional<RuntimeException> known(Collection<Message> messages) {
        return messages.stream()
                .map(Message::getCause)
                .filter(GatewayException.class::isInstance)
                .map(RuntimeException.class::cast)
                .findFirst();
    }

    /** What was made so far, last first. */
    private static final class Made implements AutoCloseable {
        private final Deque<AutoCloseable> things = new ArrayDeque<>();

        void add(AutoCloseable thing) {
            things.push(thing);
        }

        @Override
        public void close() {
            while (!things.isEmpty()) {
                try {
                    things.pop().close();
                } catch (Exception _) {
                    // The failure that led here is the one to tell.
                }
            }
        }
    }
}
