package org.sallyport.core.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sallyport.api.address.Domain;
import org.sallyport.api.config.CertificateSettings;
import org.sallyport.api.config.PeerPolicy;
import org.sallyport.api.config.PeerPolicy.TlsVersion;
import org.sallyport.api.network.PeerVerifier.Finding;
import org.sallyport.api.network.PeerVerifier.PeerRole;
import org.sallyport.api.network.PeerVerifier.Reason;
import org.sallyport.api.network.PeerVerifier.ReferenceName;
import org.sallyport.simulator.cert.CertificateAuthority;
import org.sallyport.simulator.cert.CertificateRequest;
import org.sallyport.simulator.cert.IssuedCertificate;
import org.sallyport.simulator.cert.KeyType;
import org.sallyport.simulator.cert.KeyUsage;
import org.sallyport.simulator.cert.SubjectName;

/**
 * Each reason over real handshakes, in both roles and with both TLS versions (security class 7).
 */
class SessionVerifierTest {
    private static final CertificateAuthority ROOT = CertificateAuthority.create("Peer Root");
    private static final CertificateRequest PEER = CertificateRequest.forDomain("peer.example");
    private static final ReferenceName NAME = new ReferenceName.Dns("peer.example");
    private static final Domain US = new Domain("gateway.example");

    @TempDir Path folder;

    private PemIdentity identity;
    private Path trust;

    @BeforeEach
    void makeIdentity() throws IOException {
        trust = ROOT.writePem(folder);
        IssuedCertificate.PemPair pem =
                ROOT.issue(CertificateRequest.forDomain("gateway.example")).writePem(folder, "own");
        identity = PemIdentity.load(List.of(settings(pem)));
    }

    static CertificateSettings settings(IssuedCertificate.PemPair pem) {
        return new CertificateSettings(
                CertificateSettings.Type.PEM,
                pem.chain(),
                pem.key(),
                Optional.empty(),
                Set.of(CertificateSettings.Role.values()));
    }

    private PeerPolicy policy(PeerPolicy.KeyUsage eku, TlsVersion min) {
        return new PeerPolicy(
                List.of(trust),
                Set.of(PeerPolicy.Authenticate.EXTERNAL),
                new PeerPolicy.TlsSettings(min),
                eku);
    }

    private PeerPolicy policy() {
        return policy(PeerPolicy.KeyUsage.SERVER_OR_ANY, TlsVersion.TLS_1_2);
    }

    /** Our view of a finished handshake with a peer that shows a certificate. */
    private SSLSession session(IssuedCertificate peer, PeerRole role, String protocol)
            throws Exception {
        if (role == PeerRole.CLIENT) {
            SSLEngine client = PeerContexts.client(PeerContexts.showing(peer), protocol);
            return Handshake.between(client, identity.server(TlsVersion.TLS_1_2)).server();
        }
        SSLEngine server = PeerContexts.server(PeerContexts.showing(peer), protocol);
        return Handshake.between(
                        identity.client("peer.example", 5269, US, TlsVersion.TLS_1_2), server)
                .client();
    }

    private static Finding judge(
            SSLSession session, PeerPolicy policy, PeerRole role, ReferenceName... names) {
        return new SessionVerifier(InstantSource.system(), RevocationCheck.NONE)
                .judge(session, policy, Set.of(names), role);
    }

    private void assertEverywhere(IssuedCertificate peer, PeerPolicy policy, Reason wanted)
            throws Exception {
        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
            for (PeerRole role : PeerRole.values()) {
                Finding finding = judge(session(peer, role, protocol), policy, role, NAME);
                assertThat(finding)
                        .as("%s %s", protocol, role)
                        .isInstanceOfSatisfying(
                                Finding.Refused.class,
                                refused -> {
                                    assertThat(refused.reason())
                                            .as(refused.explanation())
                                            .isEqualTo(wanted);
                                    assertThat(refused.explanation())
                                            .isNotBlank()
                                            .doesNotContain("\n");
                                });
            }
        }
    }

    private void assertTrusted(IssuedCertificate peer) throws Exception {
        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
            for (PeerRole role : PeerRole.values()) {
                assertThat(judge(session(peer, role, protocol), policy(), role, NAME))
                        .as("%s %s", protocol, role)
                        .isInstanceOf(Finding.Trusted.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyType.class,
            names = {"EC_P256", "RSA_2048"})
    void trustsAGoodPeer(KeyType key) throws Exception {
        assertTrusted(ROOT.issue(PEER.key(key)));
    }

    @Test
    void tellsWhenTheFirstCertificateOfTheChainExpires() throws Exception {
        Instant soon =
                Instant.now().plusSeconds(3_600).truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
        IssuedCertificate peer = ROOT.issue(PEER.valid(Instant.now().minusSeconds(60), soon));
        assertThat(
                        judge(
                                session(peer, PeerRole.CLIENT, "TLSv1.3"),
                                policy(),
                                PeerRole.CLIENT,
                                NAME))
                .isEqualTo(new Finding.Trusted(soon));
    }

    @Test
    void trustsThroughIntermediatesInAnyOrderAndWithTheRoot() throws Exception {
        IssuedCertificate peer = ROOT.intermediate("A").intermediate("B").issue(PEER);
        assertTrusted(peer);
        List<X509Certificate> odd = new ArrayList<>(peer.chain().reversed());
        odd.remove(peer.certificate());
        odd.addFirst(peer.certificate());
        odd.add(1, ROOT.certificate());
        assertTrusted(new IssuedCertificate(odd, peer.key()));
        assertEverywhere(peer.withoutIntermediates(), policy(), Reason.UNTRUSTED);
    }

    @Test
    void refusesAnotherAuthorityEvenOfTheSameName() throws Exception {
        assertEverywhere(
                CertificateAuthority.create("Other").issue(PEER), policy(), Reason.UNTRUSTED);
        assertEverywhere(
                CertificateAuthority.create("Peer Root").issue(PEER), policy(), Reason.UNTRUSTED);
    }

    @Test
    void aLeafIsNoAuthority() throws Exception {
        IssuedCertificate leaf = ROOT.issue(CertificateRequest.forDomain("evil.example"));
        IssuedCertificate below = CertificateForge.issuedBy(leaf, "peer.example");
        assertEverywhere(below, policy(), Reason.UNTRUSTED);
    }

    @Test
    void refusesASelfSignedCertificateUnlessItIsTrustedItself() throws Exception {
        IssuedCertificate self = CertificateAuthority.selfSigned(PEER);
        assertEverywhere(self, policy(), Reason.SELF_SIGNED);
        trust = self.writePem(folder, "pinned").chain();
        assertTrusted(self);
    }

    @Test
    void refusesWhatIsTooOldOrTooNew() throws Exception {
        assertEverywhere(ROOT.issue(PEER.expired()), policy(), Reason.EXPIRED);
        assertEverywhere(ROOT.issue(PEER.notYetValid()), policy(), Reason.NOT_YET_VALID);
    }

    @Test
    void refusesAWeakKeyAndAnOldSignature() throws Exception {
        assertEverywhere(ROOT.issue(PEER.key(KeyType.RSA_1024_WEAK)), policy(), Reason.WEAK);
        IssuedCertificate old = CertificateForge.signedWithSha1("peer.example");
        trust = old.writePem(folder, "old").chain();
        assertEverywhere(old, policy(), Reason.WEAK);
    }

    @Test
    void ignoresTheCommonName() throws Exception {
        assertEverywhere(
                ROOT.issue(CertificateRequest.commonNameOnly("peer.example")),
                policy(),
                Reason.WRONG_NAME);
        assertEverywhere(
                ROOT.issue(PEER.named(new SubjectName.Dns("other.example"))),
                policy(),
                Reason.WRONG_NAME);
        assertEverywhere(
                ROOT.issue(PEER.named(new SubjectName.Uri("sip:peer.example"))),
                policy(),
                Reason.WRONG_NAME);
    }

    @Test
    void askedForNoNameItTrustsNobody() throws Exception {
        SSLSession session = session(ROOT.issue(PEER), PeerRole.CLIENT, "TLSv1.3");
        assertThat(judge(session, policy(), PeerRole.CLIENT))
                .isInstanceOfSatisfying(
                        Finding.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.WRONG_NAME));
    }

    @Test
    void matchesOtherNamesAsAWhole() throws Exception {
        IssuedCertificate peer =
                ROOT.issue(
                        PEER.named(
                                new SubjectName.Service("_xmpp-server.peer.example"),
                                new SubjectName.XmppAddress("peer.example")));
        SSLSession session = session(peer, PeerRole.CLIENT, "TLSv1.3");
        assertThat(judge(session, policy(), PeerRole.CLIENT, NAME))
                .isInstanceOf(Finding.Refused.class);
        for (ReferenceName name :
                List.of(
                        new ReferenceName.Other("1.3.6.1.5.5.7.8.7", "_XMPP-server.peer.example"),
                        new ReferenceName.Other("1.3.6.1.5.5.7.8.5", "peer.example"))) {
            assertThat(judge(session, policy(), PeerRole.CLIENT, name))
                    .isInstanceOf(Finding.Trusted.class);
        }
        for (ReferenceName name :
                List.of(
                        new ReferenceName.Other("1.3.6.1.5.5.7.8.5", "_xmpp-server.peer.example"),
                        new ReferenceName.Other("1.3.6.1.5.5.7.8.7", "_xmpp-server.example"))) {
            assertThat(judge(session, policy(), PeerRole.CLIENT, name))
                    .isInstanceOf(Finding.Refused.class);
        }
    }

    @Test
    void aWildcardStandsForExactlyOneLabel() throws Exception {
        SSLSession session =
                session(
                        ROOT.issue(
                                PEER.named(
                                        new SubjectName.Dns("*.wild.example"),
                                        new SubjectName.Dns("w*.part.example"),
                                        new SubjectName.Dns("a.*.example"),
                                        new SubjectName.Dns("*.example"))),
                        PeerRole.SERVER,
                        "TLSv1.3");
        for (String host : List.of("one.wild.example", "ONE.wild.example", "one.wild.example.")) {
            assertThat(judge(session, policy(), PeerRole.SERVER, new ReferenceName.Dns(host)))
                    .as(host)
                    .isInstanceOf(Finding.Trusted.class);
        }
        for (String host :
                List.of(
                        "wild.example",
                        "two.one.wild.example",
                        ".wild.example",
                        "www.part.example",
                        "a.b.example",
                        "b.example",
                        "")) {
            assertThat(judge(session, policy(), PeerRole.SERVER, new ReferenceName.Dns(host)))
                    .as(host)
                    .isInstanceOf(Finding.Refused.class);
        }
    }

    @Test
    void judgesTheUsageByThePolicyInTheClientRoleAndStrictlyInTheServerRole() throws Exception {
        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
            for (KeyUsage usage : KeyUsage.values()) {
                IssuedCertificate peer = ROOT.issue(PEER.usage(usage));
                SSLSession client = session(peer, PeerRole.CLIENT, protocol);
                SSLSession server = session(peer, PeerRole.SERVER, protocol);
                for (PeerPolicy.KeyUsage eku : PeerPolicy.KeyUsage.values()) {
                    PeerPolicy policy = policy(eku, TlsVersion.TLS_1_2);
                    assertThat(reason(judge(client, policy, PeerRole.CLIENT, NAME)))
                            .as("client %s %s", usage, eku)
                            .isEqualTo(accepts(eku, usage) ? null : Reason.WRONG_USAGE);
                    assertThat(reason(judge(server, policy, PeerRole.SERVER, NAME)))
                            .as("server %s %s", usage, eku)
                            .isEqualTo(usage == KeyUsage.CLIENT ? Reason.WRONG_USAGE : null);
                }
            }
        }
    }

    private static boolean accepts(PeerPolicy.KeyUsage eku, KeyUsage usage) {
        return switch (eku) {
            case ANY -> true;
            case SERVER_OR_ANY -> usage != KeyUsage.CLIENT;
            case BOTH -> usage == KeyUsage.BOTH;
        };
    }

    private static @org.jspecify.annotations.Nullable Reason reason(Finding finding) {
        return finding instanceof Finding.Refused refused ? refused.reason() : null;
    }

    @Test
    void refusesAnOldTlsVersionAndAPeerWithoutCertificate() throws Exception {
        IssuedCertificate peer = ROOT.issue(PEER);
        PeerPolicy modern = policy(PeerPolicy.KeyUsage.ANY, TlsVersion.TLS_1_3);
        for (PeerRole role : PeerRole.values()) {
            assertThat(reason(judge(session(peer, role, "TLSv1.2"), modern, role, NAME)))
                    .isEqualTo(Reason.OLD_TLS);
            assertThat(reason(judge(session(peer, role, "TLSv1.3"), modern, role, NAME))).isNull();
        }
        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
            SSLEngine client = PeerContexts.client(PeerContexts.showingNothing(), protocol);
            SSLSession session =
                    Handshake.between(client, identity.server(TlsVersion.TLS_1_2)).server();
            assertThat(reason(judge(session, policy(), PeerRole.CLIENT, NAME)))
                    .isEqualTo(Reason.NO_CERTIFICATE);
        }
    }

    @Test
    void asksForRevocationLast() throws Exception {
        IssuedCertificate peer = ROOT.issue(PEER);
        SSLSession session = session(peer, PeerRole.CLIENT, "TLSv1.3");
        SessionVerifier strict =
                new SessionVerifier(
                        InstantSource.system(), path -> path.getFirst().equals(peer.certificate()));
        assertThat(reason(strict.judge(session, policy(), Set.of(NAME), PeerRole.CLIENT)))
                .isEqualTo(Reason.REVOKED);
    }

    @ParameterizedTest
    @EnumSource(PeerRole.class)
    void judgesAResumedSessionAnew(PeerRole role) throws Exception {
        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
            javax.net.ssl.SSLContext peer = PeerContexts.showing(ROOT.issue(PEER));
            List<SSLSession> sessions = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                sessions.add(
                        role == PeerRole.CLIENT
                                ? Handshake.between(
                                                PeerContexts.client(peer, protocol),
                                                identity.server(TlsVersion.TLS_1_2))
                                        .server()
                                : Handshake.between(
                                                identity.client(
                                                        "peer.example",
                                                        5269,
                                                        US,
                                                        TlsVersion.TLS_1_2),
                                                PeerContexts.server(peer, protocol))
                                        .client());
            }
            assertThat(sessions.get(1).getCreationTime())
                    .as("resumed %s", protocol)
                    .isEqualTo(sessions.get(0).getCreationTime());
            assertThat(reason(judge(sessions.get(1), policy(), role, NAME))).isNull();
            Path before = trust;
            trust = CertificateAuthority.create("New Root").writePem(folder, "new");
            assertThat(reason(judge(sessions.get(1), policy(), role, NAME)))
                    .isEqualTo(Reason.UNTRUSTED);
            trust = before;
        }
    }

    @Test
    void readsTrustFilesAgainWhenTheyChange() throws Exception {
        SSLSession session = session(ROOT.issue(PEER), PeerRole.CLIENT, "TLSv1.3");
        SessionVerifier verifier =
                new SessionVerifier(InstantSource.system(), RevocationCheck.NONE);
        assertThat(reason(verifier.judge(session, policy(), Set.of(NAME), PeerRole.CLIENT)))
                .isNull();
        String good = Files.readString(trust);
        Files.writeString(
                trust,
                Files.readString(CertificateAuthority.create("New").writePem(folder, "new"))
                        + "\n");
        assertThat(reason(verifier.judge(session, policy(), Set.of(NAME), PeerRole.CLIENT)))
                .isEqualTo(Reason.UNTRUSTED);
        Files.writeString(trust, good + "\n\n");
        assertThat(reason(verifier.judge(session, policy(), Set.of(NAME), PeerRole.CLIENT)))
                .isNull();
        Files.delete(trust);
        assertThat(reason(verifier.judge(session, policy(), Set.of(NAME), PeerRole.CLIENT)))
                .isEqualTo(Reason.UNTRUSTED);
    }

    @Test
    void namesInACertificateCannotBreakALine() throws Exception {
        SSLSession session =
                session(
                        ROOT.issue(
                                PEER.named(new SubjectName.Dns("a\nINFO lie\u001b[31m.example"))),
                        PeerRole.CLIENT,
                        "TLSv1.3");
        assertThat(judge(session, policy(), PeerRole.CLIENT, NAME))
                .isInstanceOfSatisfying(
                        Finding.Refused.class,
                        refused ->
                                assertThat(refused.explanation())
                                        .doesNotContain("\n")
                                        .doesNotContain("\u001b"));
    }
}
