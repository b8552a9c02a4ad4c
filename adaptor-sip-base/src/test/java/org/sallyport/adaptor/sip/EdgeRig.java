package org.sallyport.adaptor.sip;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.sallyport.adaptor.sip.error.ErrorTable;
import org.sallyport.adaptor.sip.session.SessionProfile;
import org.sallyport.adaptor.sip.transport.TransportLimits;
import org.sallyport.api.address.Address;
import org.sallyport.api.address.Domain;
import org.sallyport.api.address.DomainPattern;
import org.sallyport.api.config.CertificateSettings;
import org.sallyport.api.config.Connect;
import org.sallyport.api.config.HostPort;
import org.sallyport.api.config.PeerPolicy;
import org.sallyport.api.config.PeerSettings;
import org.sallyport.api.config.ServedDomain;
import org.sallyport.api.network.NameResolver;
import org.sallyport.api.network.NetworkServices;
import org.sallyport.api.network.PeerVerifier;
import org.sallyport.api.network.TlsIdentity;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.packet.Packet;
import org.sallyport.core.tls.PemIdentity;
import org.sallyport.core.tls.SessionVerifier;
import org.sallyport.simulator.cert.CertificateAuthority;
import org.sallyport.simulator.cert.CertificateRequest;
import org.sallyport.simulator.cert.IssuedCertificate;
import org.sallyport.simulator.edge.EdgeConfig;
import org.sallyport.simulator.edge.Partner;
import org.sallyport.simulator.edge.SimulatedEdge;
import org.sallyport.simulator.edge.SimulatedUser;
import org.sallyport.testkit.FakeNetwork;
import org.sallyport.testkit.FakePluginContext;
import org.sallyport.testkit.RecordingSink;
import org.sallyport.testkit.SamplePackets;

/** A SIP adaptor and a simulated Edge that know each other, over mutual TLS on loopback. */
final class EdgeRig implements AutoCloseable {
    static final Address ALICE = SamplePackets.ALICE;
    static final Address BOB = SamplePackets.BOB;
    static final SessionProfile PROFILE =
            new SessionProfile(
                    "text/plain multipart/alternative application/im-iscomposing+xml",
                    List.of("ms-delayed-accept", "ms-sender", "ms-renders-mime-alternative"),
                    SessionProfile.FirstText.IN_INVITE,
                    SessionProfile.Typing.KEYBOARD_ACTIVITY,
                    SessionProfile.Identity.MICROSOFT,
                    ErrorTable.MICROSOFT);

    private static final Duration SOON = Duration.ofSeconds(10);

    final SimulatedEdge edge;
    final SimulatedUser bob;
    final RecordingSink sink = new RecordingSink();
    final FakePluginContext context;
    final SipAdaptor adaptor;
    final SipConfig config;

    EdgeRig(Path folder) throws IOException {
        this(folder, config -> config);
    }

    EdgeRig(Path folder, UnaryOperator<EdgeConfig> change) throws IOException {
        CertificateAuthority authority = CertificateAuthority.create("Test Root");
        IssuedCertificate theirs = authority.issue(CertificateRequest.forDomain("sip.sfb.example"));
        IssuedCertificate ours = authority.issue(CertificateRequest.forDomain("sip.xmpp.example"));
        edge =
                new SimulatedEdge(
                        change.apply(
                                EdgeConfig.of(
                                        new org.sallyport.simulator.sip.TlsIdentity(
                                                theirs.chain(),
                                                theirs.key(),
                                                List.of(authority.certificate())),
                                        "sip.sfb.example",
                                        "sfb.example")));
        bob = edge.user("bob@sfb.example");
        Path trust = authority.writePem(folder);
        context = FakePluginContext.with("sip", new Network(trust));
        config = config(ours.writePem(folder, "ours"));
        adaptor = another();
        adaptor.start(sink);
        edge.partner(
                Partner.direct(
                        "xmpp.example",
                        "sip.xmpp.example",
                        new InetSocketAddress(
                                InetAddress.getLoopbackAddress(), adaptor.listening().port())));
    }

    private SipConfig config(IssuedCertificate.PemPair pem) throws IOException {
        CertificateSettings certificate =
                new CertificateSettings(
                        CertificateSettings.Type.PEM,
                        pem.chain(),
                        pem.key(),
                        Optional.empty(),
                        Set.of(CertificateSettings.Role.SERVER, CertificateSettings.Role.CLIENT));
        PeerSettings peer =
                new PeerSettings(
                        DomainPattern.exactly(BOB.domain()),
                        "edge",
                        List.of(
                                new Connect(
                                        Optional.of(
                                                new HostPort(
                                                        "127.0.0.1", edge.address().getPort())))),
                        List.of(new Domain("sip.sfb.example")));
        return new SipConfig(
                List.of(ServedDomain.parse("xmpp.example")),
                new HostPort("127.0.0.1", 0),
                List.of(certificate),
                List.of(peer, down()),
                SessionsConfig.DEFAULTS,
                TransportLimits.DEFAULTS);
    }

    /** A peer that nobody listens for: a port that was free a moment ago. */
    private static PeerSettings down() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new PeerSettings(
                    DomainPattern.exactly(new Domain("down.example")),
                    "edge",
                    List.of(
                            new Connect(
                                    Optional.of(new HostPort("127.0.0.1", free.getLocalPort())))),
                    List.of());
        }
    }

    /** One more adaptor with the same configuration, not started. */
    SipAdaptor another() {
        return new SipAdaptor(config, List.of(ALICE.domain()), PROFILE, context);
    }

    /** Alice says something to Bob. */
    Outcome says(String words) {
        return deliver(SamplePackets.text(words));
    }

    Outcome deliver(Packet packet) {
        return adaptor.deliver(packet, Instant.now().plus(SOON));
    }

    /** The next text that Bob sees. */
    String heard() throws InterruptedException {
        return bob.awaitText(SOON)
                .orElseThrow(() ->
                        new AssertionError("Bob heard nothing; violations: " + edge.violations()))
                .text();
    }

    @Override
    public void close() {
        adaptor.close();
        edge.close();
        context.close();
    }

    private record Network(Path trust) implements NetworkServices {
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
            return new SessionVerifier(InstantSource.system(), chain -> false);
        }

        @Override
        public Map<String, PeerPolicy> policies() {
            return Map.of(
                    "edge",
                    new PeerPolicy(
                            List.of(trust),
                            Set.of(PeerPolicy.Authenticate.EXTERNAL),
                            new PeerPolicy.TlsSettings(PeerPolicy.TlsVersion.TLS_1_2),
                            PeerPolicy.KeyUsage.ANY));
        }
    }
}
