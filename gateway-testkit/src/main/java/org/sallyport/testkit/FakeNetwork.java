package org.sallyport.testkit;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.sallyport.api.config.CertificateSettings;
import org.sallyport.api.config.PeerPolicy;
import org.sallyport.api.network.NameResolver;
import org.sallyport.api.network.NetworkServices;
import org.sallyport.api.network.PeerVerifier;
import org.sallyport.api.network.TlsIdentity;

/**
 * Names from a table, and no certificates. Tests that need TLS hand in the gateway's own services.
 * Thread-safe.
 */
public final class FakeNetwork implements NetworkServices, NameResolver {
    private final ConcurrentMap<String, List<SrvRecord>> services = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, List<InetAddress>> hosts = new ConcurrentHashMap<>();

    /** Publishes SRV records. */
    public FakeNetwork srv(String name, SrvRecord... records) {
        services.put(name, List.of(records));
        return this;
    }

    /** Publishes the addresses of a host, written as literals. */
    public FakeNetwork host(String name, String... literals) {
        hosts.put(name, java.util.Arrays.stream(literals).map(FakeNetwork::literal).toList());
        return this;
    }

    @Override
    public SrvAnswer srv(String name) {
        List<SrvRecord> records = services.getOrDefault(name, List.of());
        return new SrvAnswer(records.isEmpty() ? Status.NONE : Status.FOUND, records);
    }

    @Override
    public List<InetAddress> addresses(String host) {
        List<InetAddress> known = hosts.get(host);
        if (known != null) {
            return known;
        }
        return host.matches("[0-9.]+|.*:.*") ? List.of(literal(host)) : List.of();
    }

    @Override
    public NameResolver names() {
        return this;
    }

    @Override
    public TlsIdentity identity(List<CertificateSettings> certificates) {
        throw new IllegalStateException(
                "this fake has no certificates: hand in real network services");
    }

    @Override
    public PeerVerifier verifier() {
        throw new IllegalStateException(
                "this fake has no certificates: hand in real network services");
    }

    @Override
    public Map<String, PeerPolicy> policies() {
        return Map.of();
    }

    private static InetAddress literal(String text) {
        return InetAddress.ofLiteral(text);
    }
}
