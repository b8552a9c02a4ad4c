package org.sallyport.adaptor.xmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sallyport.adaptor.xmpp.Boundary.SOON;

import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sallyport.api.adaptor.PeerStatus;
import org.sallyport.api.address.DomainPattern;
import org.sallyport.api.config.PeerPolicy.TlsVersion;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.simulator.cert.CertificateRequest;
import org.sallyport.simulator.cert.KeyType;
import org.sallyport.simulator.cert.KeyUsage;
import org.sallyport.simulator.cert.SubjectName;
import org.sallyport.simulator.xmpp.Security;
import org.sallyport.simulator.xmpp.StreamFailure;

class HandshakeTest {
    private static final String ALICE = "alice@xmpp.example";

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "TLSv1.2, STARTTLS",
        "TLSv1.3, STARTTLS",
        "TLSv1.2, DIRECT_TLS",
        "TLSv1.3, DIRECT_TLS"
    })
    void speaksBothVersionsBothWays(String version, Security security) throws Exception {
        Boundary.Setup setup = new Boundary.Setup();
        setup.security = security;
        setup.peerTls = new String[] {version};
        try (Boundary boundary = setup.open(folder)) {
            assertThat(boundary.deliver(ALICE, "hi")).isInstanceOf(Outcome.Delivered.class);
            boundary.peer.connect("sfb.example").get(10, TimeUnit.SECONDS);
            Boundary.await(
                    "two links",
                    () -> boundary.adaptor.peers().getFirst().connections().size() == 2);
            assertThat(boundary.adaptor.peers().getFirst().connections())
                    .allSatisfy(facts -> assertThat(facts).containsEntry("tls", version));
            assertThat(boundary.peer.violations()).isEmpty();
        }
    }

    static Stream<Arguments> certificates() {
        return Stream.of(
                certificate("dns", true, request -> request),
                certificate(
                        "srv-name",
                        true,
                        request ->
                                request.named(
                                        new SubjectName.Service("_xmpp-server.xmpp.example"))),
                certificate(
                        "xmpp-address",
                        true,
                        request -> request.named(new SubjectName.XmppAddress("xmpp.example"))),
                certificate("server-usage-only", true, request -> request.usage(KeyUsage.SERVER)),
                certificate("no-usage", true, request -> request.usage(KeyUsage.NONE)),
                certificate("client-usage-only", false, request -> request.usage(KeyUsage.CLIENT)),
                certificate("common-name-only", false, request -> request.named()),
                certificate(
                        "other-name",
                        false,
                        request -> request.named(new SubjectName.Dns("other.example"))),
                certificate(
                        "wildcard-above",
                        false,
                        request -> request.named(new SubjectName.Dns("*.xmpp.example"))),
                certificate("expired", false, CertificateRequest::expired),
                certificate("not-yet-valid", false, CertificateRequest::notYetValid),
                certificate("weak-key", false, request -> request.key(KeyType.RSA_1024_WEAK)));
    }

    private static Arguments certificate(
            String name, boolean good, UnaryOperator<CertificateRequest> change) {
        return Arguments.of(name, good, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("certificates")
    void judgesThePeersCertificateBothWays(
            String name, boolean good, UnaryOperator<CertificateRequest> change) throws Exception {
        Boundary.Setup setup = new Boundary.Setup();
        setup.peerCertificate = change;
        try (Boundary boundary = setup.open(folder)) {
            Outcome outcome = boundary.deliver(ALICE, "hi");
            if (good) {
                assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
                boundary.peer.connect("sfb.example").get(10, TimeUnit.SECONDS);
                return;
            }
            assertNotTaken(outcome, ErrorCode.PEER_NOT_TRUSTED);
            assertThat(boundary.failedSteps()).containsExactly("certificate");
            assertThatThrownBy(() -> boundary.peer.connect("sfb.example").get(10, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(StreamFailure.class)
                    .extracting(HandshakeTest::condition)
                    .isEqualTo("not-authorized");
            assertThat(boundary.adaptor.peers().getFirst().state())
                    .isEqualTo(PeerStatus.State.FAILED);
            assertThat(boundary.core.size()).isZero();
        }
    }

    @Test
    void refusesASelfSignedCertificate() throws Exception {
        Boundary.Setup setup = new Boundary.Setup();
        setup.peerSelfSigned = true;
        try (Boundary boundary = setup.open(folder)) {
            assertNotTaken(boundary.deliver(ALICE, "hi"), ErrorCode.PEER_NOT_TRUSTED);
            assertRefused(boundary, "not-authorized");
        }
    }

    @Test
    void anOldTlsVersionIsNoProof() throws Exception {
        Boundary.Setup setup = new Boundary.Setup();
        setup.peerTls = new String[] {"TLSv1.2"};
        setup.oldest = TlsVersion.TLS_1_3;
        try (Boundary boundary = setup.open(folder)) {
            assertThat(boundary.deliver(ALICE, "hi")).isInstanceOf(Outcome.Failed.class);
            assertThatThrownBy(() -> boundary.peer.connect("sfb.example").get(10, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class);
        }
    }

    @Test
    void aPeerThatIsNotConfiguredIsRefused() throws Exception {
        Boundary.Setup setup = new Boundary.Setup();
        setup.peers = DomainPattern.parse("other.example");
        try (Boundary boundary = setup.open(folder)) {
            assertRefused(boundary, "policy-violation");
            assertNotTaken(boundary.deliver(ALICE, "hi"), ErrorCode.NO_ROUTE);
        }
    }

    @Test
    void aPatternAdmitsManyPeers() throws Exception {
        Boundary.Setup setup = new Boundary.Setup();
        setup.peers = DomainPattern.parse("*.example");
        try (Boundary boundary = setup.open(folder)) {
            assertThat(boundary.deliver(ALICE, "hi")).isInstanceOf(Outcome.Delivered.class);
            boundary.peer.connect("sfb.example").get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aDomainThatIsNotServedIsUnknown() throws Exception {
        try (Boundary boundary = new Boundary.Setup().open(folder)) {
            boundary.peer.route(
                    "else.example", boundary.ourAddress(Security.STARTTLS), Security.STARTTLS);
            assertThatThrownBy(
                            () -> boundary.peer.connect("else.example").get(10, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(StreamFailure.class)
                    .extracting(HandshakeTest::condition)
                    .isEqualTo("host-unknown");
        }
    }

    @Test
    void aPeerThatDoesNotOfferExternalIsToldOf() throws Exception {
        try (Boundary boundary = new Boundary.Setup().open(folder)) {
            boundary.peer.behaviour().offersExternal(false);
            assertNotTaken(boundary.deliver(ALICE, "hi"), ErrorCode.PEER_NOT_TRUSTED);
            assertThat(boundary.failedSteps()).contains("external");
            assertThat(boundary.peer.violations()).isEmpty();
        }
    }

    @Test
    void aPeerThatRefusesOurCertificateIsToldOf() throws Exception {
        Boundary.Setup setup = new Boundary.Setup();
        setup.ourCertificate = request -> request.named(new SubjectName.Dns("wrong.example"));
        try (Boundary boundary = setup.open(folder)) {
            assertNotTaken(boundary.deliver(ALICE, "hi"), ErrorCode.PEER_NOT_TRUSTED);
        }
    }

    @Test
    void aPeerThatIsDownAndComesBackIsReachedAgain() throws Exception {
        try (Boundary boundary = new Boundary.Setup().open(folder)) {
            boundary.peer.endpoint().refuse();
            assertNotTaken(boundary.deliver(ALICE, "lost"), ErrorCode.PEER_UNREACHABLE);
            boundary.peer.endpoint().accept();
            Boundary.await(
                    "delivery", () -> boundary.deliver(ALICE, "hi") instanceof Outcome.Delivered);
            assertThat(boundary.peer.user("alice").awaitText(SOON)).isEqualTo("hi");
        }
    }

    private static void assertRefused(Boundary boundary, String condition) {
        assertThatThrownBy(() -> boundary.peer.connect("sfb.example").get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(StreamFailure.class)
                .extracting(HandshakeTest::condition)
                .isEqualTo(condition);
    }

    private static void assertNotTaken(Outcome outcome, ErrorCode code) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> {
                            assertThat(failed.code()).isEqualTo(code);
                            assertThat(failed.certainty()).isEqualTo(Outcome.Certainty.NOT_TAKEN);
                        });
    }

    private static String condition(Throwable failure) {
        return failure.getCause() instanceof StreamFailure cause
                ? cause.condition()
                : "no stream failure";
    }
}
