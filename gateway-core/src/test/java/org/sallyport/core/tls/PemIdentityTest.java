package org.sallyport.core.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.jcajce.JcaPKCS8EncryptedPrivateKeyInfoBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.address.Domain;
import org.sallyport.api.config.CertificateSettings;
import org.sallyport.api.config.CertificateSettings.Role;
import org.sallyport.api.config.PeerPolicy.TlsVersion;
import org.sallyport.api.config.Secret;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.GatewayException;
import org.sallyport.simulator.cert.CertificateAuthority;
import org.sallyport.simulator.cert.CertificateRequest;
import org.sallyport.simulator.cert.IssuedCertificate;
import org.sallyport.simulator.cert.KeyType;

class PemIdentityTest {
    private static final CertificateAuthority ROOT = CertificateAuthority.create("Own Root");

    @TempDir Path folder;

    private CertificateSettings certificate(String domain, KeyType key, Role... roles)
            throws IOException {
        IssuedCertificate.PemPair pem =
                ROOT.issue(CertificateRequest.forDomain(domain).key(key)).writePem(folder, domain);
        return new CertificateSettings(
                CertificateSettings.Type.PEM,
                pem.chain(),
                pem.key(),
                Optional.empty(),
                Set.of(roles));
    }

    private CertificateSettings certificate(String domain) throws IOException {
        return certificate(domain, KeyType.EC_P256, Role.values());
    }

    private static CertificateSettings with(
            CertificateSettings settings, Path key, Optional<Secret> password) {
        return new CertificateSettings(
                settings.type(), settings.chain(), key, password, settings.roles());
    }

    private static String shownTo(SSLSession peer) throws Exception {
        X509Certificate certificate = (X509Certificate) peer.getPeerCertificates()[0];
        return CertificateNames.of(certificate).orElseThrow().shown();
    }

    private static SSLEngine clientAsking(String name, String protocol) throws Exception {
        SSLEngine client = PeerContexts.client(PeerContexts.showingNothing(), protocol);
        SSLParameters parameters = client.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(name)));
        client.setSSLParameters(parameters);
        return client;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void choosesByTheNameThatIsAskedForWhateverTheKeyType(String protocol) throws Exception {
        PemIdentity identity =
                PemIdentity.load(
                        List.of(
                                certificate("ec.example", KeyType.EC_P256, Role.SERVER),
                                certificate("rsa.example", KeyType.RSA_2048, Role.SERVER)));
        for (String name : List.of("rsa.example", "ec.example")) {
            Handshake handshake =
                    Handshake.between(
                            clientAsking(name, protocol), identity.server(TlsVersion.TLS_1_2));
            assertThat(shownTo(handshake.client())).isEqualTo(name);
        }
        Handshake other =
                Handshake.between(
                        clientAsking("x.example", protocol), identity.server(TlsVersion.TLS_1_2));
        assertThat(shownTo(other.client())).isIn("ec.example", "rsa.example");
    }

    @Test
    void choosesByTheDomainThatItSpeaksForAndSendsTheServersName() throws Exception {
        PemIdentity identity =
                PemIdentity.load(
                        List.of(
                                certificate("server.example", KeyType.EC_P256, Role.SERVER),
                                certificate("first.example"),
                                certificate("sip.second.example"),
                                certificate("third.example")));
        SSLEngine peer =
                PeerContexts.server(
                        PeerContexts.showing(
                                ROOT.issue(CertificateRequest.forDomain("peer.example"))),
                        "TLSv1.3");
        SSLEngine own =
                identity.client(
                        "peer.example", 5061, new Domain("third.example"), TlsVersion.TLS_1_3);
        assertThat(own.getSSLParameters().getServerNames())
                .containsExactly(new SNIHostName("peer.example"));
        assertThat(shownTo(Handshake.between(own, peer).server())).isEqualTo("third.example");
        assertThat(shownFor(identity, "second.example")).isEqualTo("sip.second.example");
        assertThat(shownFor(identity, "unknown.example")).isEqualTo("first.example");
        assertThat(shownFor(identity, "server.example")).isEqualTo("first.example");
    }

    private static String shownFor(PemIdentity identity, String domain) throws Exception {
        SSLEngine peer =
                PeerContexts.server(
                        PeerContexts.showing(
                                ROOT.issue(CertificateRequest.forDomain("peer.example"))),
                        "TLSv1.3");
        SSLEngine own = identity.client("127.0.0.1", 5061, new Domain(domain), TlsVersion.TLS_1_2);
        return shownTo(Handshake.between(own, peer).server());
    }

    @Test
    void offersModernSuitesAndVersionsOnly() throws Exception {
        PemIdentity identity = PemIdentity.load(List.of(certificate("a.example")));
        SSLEngine modern = identity.server(TlsVersion.TLS_1_3);
        assertThat(modern.getEnabledProtocols()).containsExactly("TLSv1.3");
        assertThat(modern.getWantClientAuth()).isTrue();
        assertThat(modern.getNeedClientAuth()).isFalse();
        SSLEngine both =
                identity.client("b.example", 1, new Domain("a.example"), TlsVersion.TLS_1_2);
        assertThat(both.getEnabledProtocols()).containsExactly("TLSv1.3", "TLSv1.2");
        assertThat(both.getEnabledCipherSuites())
                .contains("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384")
                .noneMatch(suite ->
                        suite.contains("_CBC_")
                                || suite.startsWith("TLS_RSA_")
                                || suite.contains("_DHE_"));
    }

    @Test
    void aSecondHandshakeOnTheSameConnectionFails() throws Exception {
        PemIdentity identity = PemIdentity.load(List.of(certificate("a.example")));
        Handshake handshake =
                Handshake.between(
                        clientAsking("a.example", "TLSv1.2"), identity.server(TlsVersion.TLS_1_2));
        assertThatThrownBy(handshake::renegotiate).isInstanceOf(SSLException.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyType.class,
            names = {"EC_P256", "RSA_2048"})
    void readsAnEncryptedKey(KeyType type) throws Exception {
        IssuedCertificate issued = ROOT.issue(CertificateRequest.forDomain("a.example").key(type));
        CertificateSettings plain = SessionVerifierTest.settings(issued.writePem(folder, "a"));
        Path encrypted =
                writeKey(
                        "encrypted.key",
                        "ENCRYPTED PRIVATE KEY",
                        encrypted(issued.key(), "pass phrase"));
        PemIdentity identity =
                PemIdentity.load(
                        List.of(with(plain, encrypted, Optional.of(new Secret("pass phrase")))));
        assertThat(identity.describe())
                .singleElement()
                .asString()
                .startsWith("a.example until ")
                .endsWith(" as client+server");
        assertRefused(
                with(plain, encrypted, Optional.of(new Secret("wrong"))), "cannot be decrypted");
        assertRefused(with(plain, encrypted, Optional.empty()), "is encrypted; write its password");
    }

    /** As {@code openssl pkcs8 -topk8} writes it. */
    private static byte[] encrypted(PrivateKey key, String password) throws Exception {
        OutputEncryptor encryptor =
                new JcePKCSPBEOutputEncryptorBuilder(NISTObjectIdentifiers.id_aes256_CBC)
                        .setPRF(
                                new AlgorithmIdentifier(
                                        PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE))
                        .setProvider(new BouncyCastleProvider())
                        .build(password.toCharArray());
        return new JcaPKCS8EncryptedPrivateKeyInfoBuilder(key).build(encryptor).getEncoded();
    }

    private Path writeKey(String name, String label, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(
                file,
                "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n");
    }

    @Test
    void refusesAKeyThatOthersMayRead() throws Exception {
        CertificateSettings settings = certificate("a.example");
        for (String permissions : List.of("rw-r-----", "rw----r--", "rw--w----")) {
            Files.setPosixFilePermissions(
                    settings.key(), PosixFilePermissions.fromString(permissions));
            assertRefused(
                    settings,
                    "others than its owner may read the key file "
                            + settings.key()
                            + "; do: chmod 600 ");
        }
    }

    @Test
    void refusesAKeyOfAnotherCertificate() throws Exception {
        CertificateSettings one = certificate("one.example");
        assertRefused(
                with(one, certificate("two.example").key(), Optional.empty()),
                "does not belong to");
        CertificateSettings rsa = certificate("rsa.example", KeyType.RSA_2048, Role.SERVER);
        assertRefused(with(one, rsa.key(), Optional.empty()), "does not belong to");
    }

    @Test
    void saysWhatIsWrongWithAFileAndNeverQuotesIt() throws Exception {
        CertificateSettings good = certificate("a.example");
        byte[] key = {1, 2, 3};
        assertRefused(
                with(good, folder.resolve("none.key"), Optional.empty()), "there is no file ");
        assertRefused(
                with(good, writeKey("b.key", "RSA PRIVATE KEY", key), Optional.empty()),
                "openssl pkcs8 -topk8");
        assertRefused(
                with(good, writeKey("c.key", "PRIVATE KEY", key), Optional.empty()),
                "neither RSA nor EC");
        Path cut = writeKey("d.key", "PRIVATE KEY", key);
        Files.writeString(cut, "-----BEGIN PRIVATE KEY-----\nhunter2\n");
        assertRefused(with(good, cut, Optional.empty()), "breaks off");
        Files.writeString(
                cut, "-----BEGIN PRIVATE KEY-----\nhunter2!\n-----END PRIVATE KEY-----\n");
        assertRefused(with(good, cut, Optional.empty()), "not Base64");
        Path empty = Files.writeString(folder.resolve("empty.crt"), "nothing here");
        CertificateSettings without =
                new CertificateSettings(
                        good.type(), empty, good.key(), Optional.empty(), good.roles());
        assertRefused(without, "holds no certificate");
        assertThatThrownBy(() -> PemIdentity.load(List.of()))
                .hasMessageContaining("no certificate is configured");
    }

    private static void assertRefused(CertificateSettings settings, String message) {
        assertThatThrownBy(() -> PemIdentity.load(List.of(settings)))
                .isInstanceOfSatisfying(
                        GatewayException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(ErrorCode.BAD_CONFIGURATION);
                            assertThat(e.getMessage()).contains(message).doesNotContain("hunter2");
                        });
    }
}
