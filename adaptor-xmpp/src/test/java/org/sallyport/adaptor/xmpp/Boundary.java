package org.sallyport.adaptor.xmpp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.sallyport.adaptor.xmpp.config.XmppConfig;
import org.sallyport.api.address.Address;
import org.sallyport.api.address.Domain;
import org.sallyport.api.address.DomainPattern;
import org.sallyport.api.config.ByteSize;
import org.sallyport.api.config.CertificateSettings;
import org.sallyport.api.config.Connect;
import org.sallyport.api.config.HostPort;
import org.sallyport.api.config.PeerPolicy;
import org.sallyport.api.config.PeerSettings;
import org.sallyport.api.config.ServedDomain;
import org.sallyport.api.event.GatewayEvent;
import org.sallyport.api.network.NameResolver;
import org.sallyport.api.network.NetworkServices;
import org.sallyport.api.network.PeerVerifier;
import org.sallyport.api.network.TlsIdentity;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.packet.InstantMessage;
import org.sallyport.api.packet.Packet;
import org.sallyport.core.tls.PemIdentity;
import org.sallyport.core.tls.RevocationCheck;
import org.sallyport.core.tls.SessionVerifier;
import org.sallyport.simulator.cert.CertificateAuthority;
import org.sallyport.simulator.cert.CertificateRequest;
import org.sallyport.simulator.cert.IssuedCertificate;
import org.sallyport.simulator.xmpp.Security;
import org.sallyport.simulator.xmpp.SimulatedXmppDomain;
import org.sallyport.simulator.xmpp.StreamSettings;
import org.sallyport.testkit.FakeNetwork;
import org.sallyport.testkit.FakePluginContext;
import org.sallyport.testkit.RecordingSink;
import org.sallyport.testkit.SamplePackets;

/**
 * An adaptor for {@code sfb.example} between a fake core and the simulated domain {@code
 * xmpp.example}.
 */
final class Boundary implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(10);
    static final Address BOB = SamplePackets.BOB;
    static final Domain OURS = BOB.domain();
    static final Domain THEIRS = new Domain("xmpp.example");

    final CertificateAuthority authority = CertificateAuthority.create("Test CA");
    final SimulatedXmppDomain peer;
    final RecordingSink core = new RecordingSink();
    final FakePluginContext context;
    final XmppAdaptor adaptor;

    /** How a test differs from the plain case. */
    static final class Setup {
        Security security = Security.STARTTLS;
        boolean acknowledged;
        String[] peerTls = {"TLSv1.3", "TLSv1.2"};
        PeerPolicy.TlsVersion oldest = PeerPolicy.TlsVersion.TLS_1_2;
        UnaryOperator<CertificateRequest> peerCertificate = request -> request;
        UnaryOperator<CertificateRequest> ourCertificate = request -> request;
        boolean peerSelfSigned;
        XmppConfig.Confirm confirm = XmppConfig.Confirm.WRITTEN;
        XmppConfig.PingSettings ping =
                new XmppConfig.PingSettings(
                        Duration.ofMinutes(1), Duration.ofSeconds(5), Duration.ofSeconds(30));
        UnaryOperator<XmppConfig.StreamLimits> limits = normal -> normal;
        DomainPattern peers = DomainPattern.exactly(THEIRS);
        boolean routeToUs = true;
        boolean start = true;
        boolean alsoRefusing;
        Optional<InetSocketAddress> target = Optional.empty();

        Boundary open(Path folder) {
            return new Boundary(this, folder);
        }
    }

    private Boundary(Setup setup, Path folder) {
        try {
            CertificateRequest request =
                    setup.peerCertificate.apply(CertificateRequest.forDomain(THEIRS.value()));
            IssuedCertificate theirs =
                    setup.peerSelfSigned
                            ? CertificateAuthority.selfSigned(request)
                            : authority.issue(request);
            peer =
                    SimulatedXmppDomain.start(
                            StreamSettings.of(THEIRS.value(), theirs, authority)
                                    .tlsVersions(setup.peerTls)
                                    .streamManagement(setup.acknowledged));
            peer.user("alice"); // users that were never asked for do not exist
            IssuedCertificate.PemPair files =
                    authority
                            .issue(
                                    setup.ourCertificate.apply(
                                            CertificateRequest.forDomain(OURS.value())))
                            .writePem(folder, "xmpp");
            PeerPolicy policy =
                    new PeerPolicy(
                            List.of(authority.writePem(folder)),
                            Set.of(PeerPolicy.Authenticate.EXTERNAL),
                            new PeerPolicy.TlsSettings(setup.oldest),
                            PeerPolicy.KeyUsage.SERVER_OR_ANY);
            context = FakePluginContext.with("xmpp", new Network(Map.of("partner", policy)));
            adaptor = new XmppAdaptorFactory().create(config(setup, files), List.of(OURS), context);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (setup.start) {
            adaptor.start(core);
            if (setup.routeToUs) {
                peer.route(OURS.value(), ourAddress(setup.security), setup.security);
            }
        }
    }

    InetSocketAddress ourAddress(Security security) {
        return (security == Security.STARTTLS
                        ? adaptor.starttlsAddress()
                        : adaptor.directTlsAddress())
                .orElseThrow();
    }

    private XmppConfig config(Setup setup, IssuedCertificate.PemPair files) {
        InetSocketAddress target = setup.target.orElse(peer.address(setup.security));
        HostPort free = new HostPort("127.0.0.1", 0);
        CertificateSettings certificate =
                new CertificateSettings(
                        CertificateSettings.Type.PEM,
                        files.chain(),
                        files.key(),
                        Optional.empty(),
                        Set.of(CertificateSettings.Role.SERVER, CertificateSettings.Role.CLIENT));
        PeerSettings settings =
                new PeerSettings(
                        setup.peers,
                        "partner",
                        List.of(
                                new Connect(
                                        Optional.of(new HostPort("127.0.0.1", target.getPort())))),
                        List.of());
        // Port 1 of the loopback has no listener.
        PeerSettings down =
                new PeerSettings(
                        DomainPattern.parse("down.example"),
                        "partner",
                        List.of(Connect.parse("127.0.0.1:1")),
                        List.of());
        return new XmppConfig(
                List.of(new ServedDomain(OURS, Optional.empty())),
                new XmppConfig.Listen(Optional.of(free), Optional.of(free)),
                List.of(certificate),
                setup.alsoRefusing ? List.of(settings, down) : List.of(settings),
                setup.security == Security.DIRECT_TLS ? List.of(target.getPort()) : List.of(),
                setup.confirm,
                setup.limits.apply(normalLimits()),
                setup.ping);
    }

    static XmppConfig.StreamLimits normalLimits() {
        return new XmppConfig.StreamLimits(
                ByteSize.parse("256KiB"),
                ByteSize.parse("10000B"),
                Duration.ofSeconds(10),
                Duration.ofMinutes(30),
                1000,
                20,
                20,
                1000,
                1000);
    }

    /** Bob writes to a user of the peer. */
    Outcome deliver(String to, String words) {
        return deliver(text(to, words));
    }

    Outcome deliver(Packet packet) {
        return adaptor.deliver(packet, Instant.now().plus(SOON));
    }

    static InstantMessage text(String to, String words) {
        return SamplePackets.text(BOB, Address.parse(to), words);
    }

    List<String> failedSteps() {
        return context.published().stream()
                .filter(GatewayEvent.HandshakeStep.class::isInstance)
                .map(GatewayEvent.HandshakeStep.class::cast)
                .filter(step -> !step.passed())
                .map(GatewayEvent.HandshakeStep::step)
                .toList();
    }

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not come: " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    @Override
    public void close() {
        adaptor.close();
        peer.close();
        context.close();
    }

    /** Real certificates; names from a table. */
    private record Network(Map<String, PeerPolicy> policies) implements NetworkServices {
        @Override
        public NameResolver names() {
            return new FakeNetwork();
        }

        @Override
        public TlsIdentity identity(List<CertificateSettings> certificates) {
            return PemIdentity.load(certificates);
        }

        @Override
        public PeerVerifier verifier() {
            return new SessionVerifier(InstantSource.system(), RevocationCheck.NONE);
        }
    }
}
