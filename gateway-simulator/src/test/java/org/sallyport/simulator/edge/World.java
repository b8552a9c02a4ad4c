package org.sallyport.simulator.edge;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.sallyport.simulator.cert.CertificateAuthority;
import org.sallyport.simulator.cert.CertificateRequest;
import org.sallyport.simulator.cert.IssuedCertificate;
import org.sallyport.simulator.sip.TlsIdentity;

/**
 * Two Edges that federate with each other; the one at {@code xmpp.example} stands for the gateway.
 */
final class World implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(8);
    static final Duration NOT_NOW = Duration.ofMillis(150);
    static final CertificateAuthority AUTHORITY = CertificateAuthority.create("Simulator Test CA");

    private static final TlsIdentity SFB =
            identity(CertificateRequest.forDomain("sip.sfb.example"));
    private static final TlsIdentity GATEWAY =
            identity(CertificateRequest.forDomain("sip.xmpp.example"));

    final SimulatedEdge sfb;
    final SimulatedEdge gateway;

    private World(EdgeConfig sfbConfig, EdgeConfig gatewayConfig) {
        sfb = new SimulatedEdge(sfbConfig);
        gateway = new SimulatedEdge(gatewayConfig);
        sfb.partner(Partner.enhanced("xmpp.example", gateway.address()));
        gateway.partner(Partner.enhanced("sfb.example", sfb.address()));
    }

    static World usual() {
        return with(config -> config);
    }

    /** The change is made to the Edge of sfb.example only. */
    static World with(UnaryOperator<EdgeConfig> change) {
        return new World(change.apply(sfbConfig()), gatewayConfig());
    }

    static World withBoth(UnaryOperator<EdgeConfig> change) {
        return new World(change.apply(sfbConfig()), change.apply(gatewayConfig()));
    }

    static EdgeConfig sfbConfig() {
        return withDns(EdgeConfig.of(SFB, "sip.sfb.example", "sfb.example"));
    }

    static EdgeConfig gatewayConfig() {
        return withDns(EdgeConfig.of(GATEWAY, "sip.xmpp.example", "xmpp.example"));
    }

    private static EdgeConfig withDns(EdgeConfig config) {
        return config.withFederation(
                Federation.USUAL
                        .withSrv("sfb.example", "sip.sfb.example")
                        .withSrv("xmpp.example", "sip.xmpp.example"));
    }

    static TlsIdentity identity(CertificateRequest request) {
        return identity(AUTHORITY.issue(request));
    }

    static TlsIdentity identity(IssuedCertificate issued) {
        return new TlsIdentity(issued.chain(), issued.key(), List.of(AUTHORITY.certificate()));
    }

    SimulatedUser bob() {
        return sfb.user("bob@sfb.example");
    }

    SimulatedUser alice() {
        return gateway.user("alice@xmpp.example");
    }

    static Sent end(CompletableFuture<Sent> sent) throws Exception {
        return sent.get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    static Received text(SimulatedUser user) throws InterruptedException {
        return user.awaitText(SOON).orElseThrow(() -> new AssertionError("no text came"));
    }

    /** Waits until something is so, at most {@link #SOON}. */
    static void until(String what, BooleanSupplier so) {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (!so.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not in time: " + what);
            }
            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
        }
    }

    @Override
    public void close() {
        sfb.close();
        gateway.close();
    }
}
