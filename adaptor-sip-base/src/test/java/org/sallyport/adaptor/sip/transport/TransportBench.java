package org.sallyport.adaptor.sip.transport;

import gov.nist.javax.sip.header.HeaderFactoryImpl;
import gov.nist.javax.sip.message.MessageFactoryImpl;
import gov.nist.javax.sip.message.SIPRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.address.Domain;
import org.sallyport.api.address.DomainPattern;
import org.sallyport.api.config.CertificateSettings;
import org.sallyport.api.config.Connect;
import org.sallyport.api.config.HostPort;
import org.sallyport.api.config.PeerPolicy;
import org.sallyport.api.config.PeerSettings;
import org.sallyport.api.config.ServedDomain;
import org.sallyport.api.link.AdaptorName;
import org.sallyport.api.network.NameResolver;
import org.sallyport.api.network.NetworkServices;
import org.sallyport.api.network.PeerVerifier;
import org.sallyport.api.network.TlsIdentity;
import org.sallyport.core.tls.PemIdentity;
import org.sallyport.core.tls.SessionVerifier;
import org.sallyport.simulator.cert.CertificateAuthority;
import org.sallyport.simulator.cert.CertificateRequest;
import org.sallyport.simulator.cert.IssuedCertificate;
import org.sallyport.testkit.FakeNetwork;
import org.sallyport.testkit.FakePluginContext;

/**
 * Two organisations on loopback, each with a certificate of one authority, and everything to build
 * transports for them.
 */
final class TransportBench implements AutoCloseable {
    static final Domain OURS = new Domain("xmpp.example");
    static final Domain THEIRS = new Domain("sfb.example");
    static final Domain OUR_HOST = new Domain("sip.xmpp.example");
    static final Domain THEIR_HOST = new Domain("sip.sfb.example");

    final CertificateAuthority authority = CertificateAuthority.create("Test Root");
    final FakeNetwork names = new FakeNetwork();
    private final Path folder;
    private final Path trust;
    private final List<Side> open = new ArrayList<>();
    private PeerPolicy.TlsVersion oldest = PeerPolicy.TlsVersion.TLS_1_2;

    TransportBench(Path folder) throws IOException {
        this.folder = folder;
        this.trust = authority.writePem(folder);
    }

    /** Demands at least this version from now on. */
    TransportBench oldest(PeerPolicy.TlsVersion version) {
        oldest = version;
        return this;
    }

    IssuedCertificate issue(Domain host) {
        return authority.issue(CertificateRequest.forDomain(host.value()));
    }

    /** A peer reached at a fixed port of loopback, or by DNS for port 0. */
    static PeerSettings peer(Domain domain, Domain host, int port) {
        List<Connect> connect =
                port == 0
                        ? List.of()
                        : List.of(new Connect(Optional.of(new HostPort("127.0.0.1", port))));
        return new PeerSettings(DomainPattern.exactly(domain), "edge", connect, List.of(host));
    }

    /** The gateway's side. */
    Side ours(TransportLimits limits, PeerSettings... peers) throws IOException {
        return side("ours", OURS, OUR_HOST, issue(OUR_HOST), limits, peers);
    }

    /** The other organisation. */
    Side theirs(TransportLimits limits, PeerSettings... peers) throws IOException {
        return side("theirs", THEIRS, THEIR_HOST, issue(THEIR_HOST), limits, peers);
    }

    Side side(
            String name,
            Domain domain,
            Domain host,
            IssuedCertificate certificate,
            TransportLimits limits,
            PeerSettings... peers)
            throws IOException {
        IssuedCertificate.PemPair pem = certificate.writePem(folder, name + open.size());
        CertificateSettings settings =
                new CertificateSettings(
                        CertificateSettings.Type.PEM,
                        pem.chain(),
                        pem.key(),
                        Optional.empty(),
                        Set.of(CertificateSettings.Role.SERVER, CertificateSettings.Role.CLIENT));
        FakePluginContext context = FakePluginContext.with(name, new Network());
        SipTransport transport =
                SipTransport.create(
                        new TransportSettings(
                                new AdaptorName(name),
                                new HostPort("127.0.0.1", 0),
                                List.of(settings),
                                List.of(new ServedDomain(domain, Optional.of(host))),
                                List.of(peers),
                                limits),
                        context);
        Side side = new Side(transport, context);
        open.add(side);
        return side;
    }

    /**
     * One end.
     *
     * @param transport its transport
     * @param context what it was given
     */
    record Side(SipTransport transport, FakePluginContext context) {
        int port() {
            return transport.listening().port();
        }

        long refused(String counter, String reason) {
            return context.metrics().count(counter, Map.of("reason", reason));
        }
    }

    /** A MESSAGE without Via, as callers of the transport make them. */
    static SIPRequest message(Domain from, Domain to, String callId, int number) {
        return request("MESSAGE", from, to, callId, number, "hello " + number);
    }

    static SIPRequest request(
            String method, Domain from, Domain to, String callId, int number, String text) {
        try {
            SIPRequest request =
                    (SIPRequest)
                            new MessageFactoryImpl()
                                    .createRequest(
                                            method
                                                    + " sip:bob@"
                                                    + to.value()
                                                    + " SIP/2.0\r\n"
                                                    + "From: <sip:alice@"
                                                    + from.value()
                                                    + ">;tag=a1;epid=01\r\n"
                                                    + "To: <sip:bob@"
                                                    + to.value()
                                                    + ">;tag=b1\r\n"
                                                    + "Call-ID: "
                                                    + callId
                                                    + "\r\n"
                                                    + "CSeq: "
                                                    + number
                                                    + " "
                                                    + method
                                                    + "\r\n"
                                                    + "Content-Length: 0\r\n\r\n");
            request.setContent(
                    text.getBytes(StandardCharsets.UTF_8),
                    new HeaderFactoryImpl().createContentTypeHeader("text", "plain"));
            return request;
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    static Instant soon() {
        return Instant.now().plusSeconds(20);
    }

    static TransportLimits quick() {
        TransportLimits.Sizes sizes = TransportLimits.DEFAULTS.sizes();
        return new TransportLimits(
                sizes,
                new TransportLimits.Times(
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(2),
                        Duration.ofMillis(400),
                        Duration.ofMillis(300),
                        Duration.ofSeconds(2),
                        Duration.ofMillis(600)),
                TransportLimits.DEFAULTS.counts());
    }

    @Override
    public void close() {
        for (Side side : open.reversed()) {
            side.transport().close();
            side.context().close();
        }
    }

    private final class Network implements NetworkServices {
        private final PeerVerifier verifier =
                new SessionVerifier(InstantSource.system(), chain -> false);
        private final PeerPolicy policy =
                new PeerPolicy(
                        List.of(trust),
                        Set.of(PeerPolicy.Authenticate.EXTERNAL),
                        new PeerPolicy.TlsSettings(oldest),
                        PeerPolicy.KeyUsage.SERVER_OR_ANY);

        @Override
        public NameResolver names() {
            return names;
        }

        @Override
        public TlsIdentity identity(List<CertificateSettings> certificates) {
            return PemIdentity.load(certificates);
        }

        @Override
        public PeerVerifier verifier() {
            return verifier;
        }

        @Override
        public Map<String, PeerPolicy> policies() {
            return Map.of("edge", policy);
        }
    }
}
