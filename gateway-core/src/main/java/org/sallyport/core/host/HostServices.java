package org.sallyport.core.host;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.sallyport.api.adaptor.AdaptorState;
import org.sallyport.api.config.CertificateSettings;
import org.sallyport.api.config.HostPort;
import org.sallyport.api.config.PeerPolicy;
import org.sallyport.api.network.NameResolver;
import org.sallyport.api.network.NetworkServices;
import org.sallyport.api.network.PeerVerifier;
import org.sallyport.api.network.TlsIdentity;
import org.sallyport.api.plugin.Identifiers;
import org.sallyport.core.dns.DnsNames;
import org.sallyport.core.event.EventBus;
import org.sallyport.core.event.RecentEvents;
import org.sallyport.core.log.AddressForm;
import org.sallyport.core.metrics.GatewayMetrics;
import org.sallyport.core.plugin.ContextFactory;
import org.sallyport.core.plugin.HostIdentifiers;
import org.sallyport.core.plugin.InstallationSecret;
import org.sallyport.core.plugin.MemoryState;
import org.sallyport.core.tls.PemIdentity;
import org.sallyport.core.tls.RevocationCheck;
import org.sallyport.core.tls.SessionVerifier;

/**
 * The services of one gateway: metrics, events, identifiers, names, certificates, and the contexts
 * made of them.
 */
public final class HostServices implements AutoCloseable {
    private static final int EVENTS_PER_PEER = 50;
    private static final int PEERS_REMEMBERED = 10_000;
    private static final int SECRET_OCTETS = 32;

    private final GatewayMetrics metrics = new GatewayMetrics();
    private final EventBus events;
    private final RecentEvents recent = new RecentEvents(EVENTS_PER_PEER, PEERS_REMEMBERED);
    private final Identifiers identifiers;
    private final DnsNames names;
    private final ContextFactory contexts;

    /**
     * Puts the services together.
     *
     * @param states finds the state of an instance from its name; see {@link #memoryStates}
     * @throws org.sallyport.api.error.GatewayException with {@code BAD_CONFIGURATION} if the data
     *     directory cannot be used
     */
    public HostServices(
            ContextFactory.Node node, Settings settings, Function<String, AdaptorState> states) {
        SecureRandom random = new SecureRandom();
        byte[] secret =
                settings.dataDir()
                        .map(dataDir -> InstallationSecret.in(dataDir, random))
                        .orElseGet(() -> {
                            byte[] fresh = new byte[SECRET_OCTETS];
                            random.nextBytes(fresh);
                            return fresh;
                        });
        this.identifiers = new HostIdentifiers(random, secret, settings.addresses());
        this.events = new EventBus(settings.eventQueue(), metrics.core());
        events.listen("recent", recent);
        this.names = new DnsNames(settings.dnsServers(), settings.clock());
        PeerVerifier verifier = new SessionVerifier(settings.clock(), RevocationCheck.NONE);
        ContextFactory.Services services =
                new ContextFactory.Services(
                        identifiers,
                        settings.clock(),
                        new Network(names, verifier, Map.copyOf(settings.policies())),
                        metrics::instance,
                        states,
                        events);
        this.contexts = new ContextFactory(node, services);
    }

    /** State in memory, one for each name. */
    public static Function<String, AdaptorState> memoryStates() {
        Map<String, AdaptorState> states = new ConcurrentHashMap<>();
        return name -> states.computeIfAbsent(name, _ -> new MemoryState());
    }

    /** Makes the contexts of instances. */
    public ContextFactory contexts() {
        return contexts;
    }

    /** All numbers. */
    public GatewayMetrics metrics() {
        return metrics;
    }

    /** Where events go, and where listeners are added. */
    public EventBus events() {
        return events;
    }

    /** The last events of each peer. */
    public RecentEvents recent() {
        return recent;
    }

    /** Ids and the renderer of addresses. */
    public Identifiers identifiers() {
        return identifiers;
    }

    /** Stops threads. Call it after every plugin instance was closed. */
    @Override
    public void close() {
        contexts.close();
        names.close();
        events.close();
    }

    /**
     * What the services go by.
     *
     * @param dataDir where the secret of the installation is; empty for one that is forgotten
     * @param policies what peers must prove, by name
     * @param dnsServers the name servers; empty for the system's
     * @param addresses how addresses are shown
     * @param eventQueue how many events wait for one listener
     * @param clock the time
     */
    public record Settings(
            Optional<Path> dataDir,
            Map<String, PeerPolicy> policies,
            List<HostPort> dnsServers,
            AddressForm addresses,
            int eventQueue,
            InstantSource clock) {}

    private record Network(
            NameResolver names, PeerVerifier verifier, Map<String, PeerPolicy> policies)
            implements NetworkServices {
        @Override
        public TlsIdentity identity(List<CertificateSettings> certificates) {
            return PemIdentity.load(certificates);
        }
    }
}
