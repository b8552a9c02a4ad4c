package org.sallyport.adaptor.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sallyport.adaptor.sip.transport.TransportBench.OURS;
import static org.sallyport.adaptor.sip.transport.TransportBench.OUR_HOST;
import static org.sallyport.adaptor.sip.transport.TransportBench.THEIRS;
import static org.sallyport.adaptor.sip.transport.TransportBench.THEIR_HOST;
import static org.sallyport.adaptor.sip.transport.TransportBench.message;
import static org.sallyport.adaptor.sip.transport.TransportBench.peer;
import static org.sallyport.adaptor.sip.transport.TransportBench.soon;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sallyport.api.config.PeerPolicy.TlsVersion;
import org.sallyport.api.config.PeerSettings;
import org.sallyport.api.event.GatewayEvent;
import org.sallyport.api.outcome.Outcome.Certainty;
import org.sallyport.simulator.cert.CertificateAuthority;
import org.sallyport.simulator.cert.CertificateRequest;
import org.sallyport.simulator.cert.IssuedCertificate;

/** Who may speak: nothing that a peer says counts before its certificate was judged. */
@Timeout(60)
class CertificateTest {
    private static final CertificateRequest GOOD = CertificateRequest.forDomain("sip.sfb.example");

    enum Shown {
        EDGE_NAME(authority -> authority.issue(GOOD), ""),
        DOMAIN_NAME(authority -> authority.issue(CertificateRequest.forDomain("sfb.example")), ""),
        WILDCARD(
                authority ->
                        authority.issue(CertificateRequest.forDomain("x").andDns("*.sfb.example")),
                ""),
        WRONG_NAME(
                authority -> authority.issue(CertificateRequest.forDomain("sip.evil.example")),
                "wrong-name"),
        WILDCARD_TOO_DEEP(
                authority -> authority.issue(CertificateRequest.forDomain("*.example")),
                "wrong-name"),
        COMMON_NAME_ONLY(
                authority -> authority.issue(CertificateRequest.commonNameOnly("sip.sfb.example")),
                "wrong-name"),
        SELF_SIGNED(authority -> CertificateAuthority.selfSigned(GOOD), "self-signed"),
        OTHER_AUTHORITY(authority -> CertificateAuthority.create("Other").issue(GOOD), "untrusted"),
        EXPIRED(authority -> authority.issue(GOOD.expired()), "expired"),
        NOT_YET(authority -> authority.issue(GOOD.notYetValid()), "not-yet-valid");

        @SuppressWarnings("ImmutableEnumChecker") // stateless
        private final Function<CertificateAuthority, IssuedCertificate> make;

        private final String refused;

        Shown(Function<CertificateAuthority, IssuedCertificate> make, String refused) {
            this.make = make;
            this.refused = refused;
        }
    }

    @TempDir Path folder;

    private TransportBench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new TransportBench(folder);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @ParameterizedTest
    @EnumSource
    void judgesWhoConnects(Shown shown) throws Exception {
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            Recorder recorder = Recorder.answering(200);
            TransportBench.Side ours =
                    bench.ours(TransportLimits.DEFAULTS, peer(THEIRS, THEIR_HOST, 0));
            ours.transport().start(recorder);
            SSLContext context = shown.make.apply(bench.authority).sslContext(bench.authority);
            try (RawPeer peer = new RawPeer(context, ours.port(), version)) {
                if (shown.refused.isEmpty()) {
                    assertThat(peer.says(HostileInputTest.good(1)).hears("\r\n\r\n"))
                            .startsWith("SIP/2.0 200");
                } else {
                    assertThat(hearsNothing(peer)).isTrue();
                    assertThat(recorder.requests).isEmpty();
                    Waiting.until(() ->
                            ours.refused("sip.connections.refused", "certificate-" + shown.refused)
                                    == 1);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void judgesWhomWeConnectTo(Shown shown) throws Exception {
        TransportBench.Side theirs =
                bench.side(
                        "theirs",
                        THEIRS,
                        THEIR_HOST,
                        shown.make.apply(bench.authority),
                        TransportLimits.DEFAULTS,
                        peer(OURS, OUR_HOST, 0));
        Recorder edge = Recorder.answering(200);
        theirs.transport().start(edge);
        PeerSettings partner = peer(THEIRS, THEIR_HOST, theirs.port());
        TransportBench.Side ours = bench.ours(TransportLimits.DEFAULTS, partner);
        ours.transport().start(Recorder.silent());
        Answers answers = new Answers();
        ours.transport()
                .send(new OutboundRequest(message(OURS, THEIRS, "c", 1), partner, soon()), answers);
        if (shown.refused.isEmpty()) {
            assertThat(Recorder.next(answers.finals).status()).isEqualTo(200);
        } else {
            SendFailure failure = Recorder.next(answers.failures);
            assertThat(failure.reason()).isEqualTo(SendFailure.Reason.CERTIFICATE);
            assertThat(failure.certainty()).isEqualTo(Certainty.NOT_TAKEN);
            assertThat(edge.requests).isEmpty();
            assertThat(ours.context().published())
                    .anySatisfy(event ->
                            assertThat(event)
                                    .isInstanceOfSatisfying(
                                            GatewayEvent.HandshakeStep.class,
                                            step -> {
                                                assertThat(step.step()).isEqualTo("certificate");
                                                assertThat(step.passed()).isFalse();
                                            }));
        }
    }

    @Test
    void hearsNobodyWithoutACertificate() throws Exception {
        Recorder recorder = Recorder.answering(200);
        TransportBench.Side ours =
                bench.ours(TransportLimits.DEFAULTS, peer(THEIRS, THEIR_HOST, 0));
        ours.transport().start(recorder);
        SSLContext bare = SSLContext.getInstance("TLS");
        bare.init(
                null,
                new javax.net.ssl.TrustManager[] {
                    CertificateAuthority.trustManager(bench.authority)
                },
                null);
        try (RawPeer peer = new RawPeer(bare, ours.port())) {
            assertThat(hearsNothing(peer)).isTrue();
        }
        assertThat(recorder.requests).isEmpty();
    }

    @Test
    void refusesAnOldVersion() throws Exception {
        bench.oldest(TlsVersion.TLS_1_3);
        Recorder recorder = Recorder.answering(200);
        TransportBench.Side ours =
                bench.ours(TransportLimits.DEFAULTS, peer(THEIRS, THEIR_HOST, 0));
        ours.transport().start(recorder);
        SSLContext context = bench.issue(THEIR_HOST).sslContext(bench.authority);
        try (RawPeer peer = new RawPeer(context, ours.port(), "TLSv1.2")) {
            assertThat(hearsNothing(peer)).isTrue();
        }
        assertThat(recorder.requests).isEmpty();
    }

    @Test
    void aConnectionSpeaksOnlyForItsOwnPeers() throws Exception {
        Recorder recorder = Recorder.answering(200);
        TransportBench.Side ours =
                bench.ours(
                        TransportLimits.DEFAULTS,
                        peer(THEIRS, THEIR_HOST, 0),
                        new PeerSettings(
                                org.sallyport.api.address.DomainPattern.parse("*.example"),
                                "edge",
                                List.of(),
                                List.of(OUR_HOST)));
        ours.transport().start(recorder);
        SSLContext hosted = bench.issue(OUR_HOST).sslContext(bench.authority);
        try (RawPeer peer = new RawPeer(hosted, ours.port())) {
            String other = HostileInputTest.good(1).replace("bob@sfb.example", "bob@other.example");
            assertThat(peer.says(other).hears("\r\n\r\n")).startsWith("SIP/2.0 200");
            peer.forget();
            assertThat(peer.says(HostileInputTest.good(2)).hears("\r\n\r\n"))
                    .startsWith("SIP/2.0 403");
        }
        assertThat(Recorder.next(recorder.requests).peer().domain()).hasToString("*.example");
    }

    @Test
    void aResumedSessionIsJudgedAnew() throws Exception {
        TransportBench.Side ours =
                bench.ours(TransportLimits.DEFAULTS, peer(THEIRS, THEIR_HOST, 0));
        ours.transport().start(Recorder.answering(200));
        SSLContext context = bench.issue(THEIR_HOST).sslContext(bench.authority);
        for (int i = 1; i <= 3; i++) {
            try (RawPeer peer = new RawPeer(context, ours.port(), "TLSv1.2")) {
                assertThat(peer.says(HostileInputTest.good(i)).hears("\r\n\r\n"))
                        .startsWith("SIP/2.0 200");
            }
        }
        assertThat(ours.context().published())
                .filteredOn(
                        event -> event instanceof GatewayEvent.HandshakeStep step && step.passed())
                .hasSize(3);
    }

    /**
     * Whether the peer gets no answer to a good message: the handshake fails or the connection
     * ends.
     */
    private static boolean hearsNothing(RawPeer peer) throws GeneralSecurityException {
        try {
            return peer.says(HostileInputTest.good(1)).hearsTheEnd().equals("<closed>");
        } catch (IOException e) {
            return true; // cut while writing
        }
    }
}
