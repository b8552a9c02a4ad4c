package org.sallyport.simulator.cert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Security;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CertificateAuthorityTest {
    private static final CertificateAuthority AUTHORITY = CertificateAuthority.create("Test Root");

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource(KeyType.class)
    void issuesCertificatesTheJdkTrusts(KeyType keyType) throws Exception {
        IssuedCertificate issued =
                AUTHORITY.issue(CertificateRequest.forDomain("a.example").key(keyType));
        assertThatCode(() -> checkServer(issued, AUTHORITY)).doesNotThrowAnyException();
        assertThat(issued.certificate().getSubjectX500Principal().getName())
                .isEqualTo("CN=a.example");
        assertThat(matches(issued.key(), issued.certificate(), keyType.signature())).isTrue();
    }

    @Test
    void writesEveryKindOfName() throws Exception {
        X509Certificate certificate =
                AUTHORITY
                        .issue(
                                CertificateRequest.forDomain("a.example")
                                        .andDns("*.a.example")
                                        .and(new SubjectName.Service("_xmpp-server.a.example"))
                                        .and(new SubjectName.XmppAddress("ä.example"))
                                        .and(new SubjectName.Uri("sip:a.example"))
                                        .and(new SubjectName.Ip("127.0.0.1")))
                        .certificate();
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        // JDK 25 gives otherName as [0, DER, OID, text].
        assertThat(names.stream().map(name -> name.get(name.size() - 1)).toList().toString())
                .isEqualTo(
                        "[a.example, *.a.example, _xmpp-server.a.example, ä.example, sip:a.example, 127.0.0.1]");
        assertThat(
                        names.stream()
                                .filter(name -> name.get(0).equals(0))
                                .map(name -> (String) name.get(2)))
                .containsExactly("1.3.6.1.5.5.7.8.7", "1.3.6.1.5.5.7.8.5");
    }

    @Test
    void leavesNamesOutWhenOnlyTheCommonNameIsWanted() throws Exception {
        X509Certificate certificate =
                AUTHORITY.issue(CertificateRequest.commonNameOnly("a.example")).certificate();
        assertThat(certificate.getSubjectAlternativeNames()).isNull();
    }

    @Test
    void writesTheUsages() throws Exception {
        assertThat(usages(KeyUsage.SERVER)).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(usages(KeyUsage.CLIENT)).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(usages(KeyUsage.BOTH)).containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
        assertThat(issue(KeyUsage.NONE).getExtendedKeyUsage()).isNull();
    }

    @Test
    void makesBadCertificatesThatTheJdkRefuses() {
        CertificateRequest good = CertificateRequest.forDomain("a.example");
        assertRefused(AUTHORITY.issue(good.expired()));
        assertRefused(AUTHORITY.issue(good.notYetValid()));
        assertRefused(AUTHORITY.issue(good.usage(KeyUsage.CLIENT)));
        assertRefused(CertificateAuthority.selfSigned(good));
        assertRefused(CertificateAuthority.create("Test Root").issue(good));
    }

    @Test
    void makesAWeakKey() {
        X509Certificate weak =
                AUTHORITY
                        .issue(CertificateRequest.forDomain("a.example").key(KeyType.RSA_1024_WEAK))
                        .certificate();
        assertThat(((RSAPublicKey) weak.getPublicKey()).getModulus().bitLength()).isEqualTo(1024);
    }

    @Test
    void putsIntermediatesIntoTheChain() throws Exception {
        CertificateAuthority second = AUTHORITY.intermediate("Second").intermediate("Third");
        IssuedCertificate issued = second.issue(CertificateRequest.forDomain("a.example"));
        assertThat(issued.chain()).hasSize(3);
        assertThat(second.root()).isSameAs(AUTHORITY);
        assertThatCode(() -> checkServer(issued, AUTHORITY)).doesNotThrowAnyException();
        assertRefused(issued.withoutIntermediates());
    }

    @Test
    void writesPemFilesAndKeepsTheKeyToTheOwner() throws Exception {
        IssuedCertificate issued =
                AUTHORITY.intermediate("Second").issue(CertificateRequest.forDomain("a.example"));
        Files.writeString(
                Files.createDirectories(folder.resolve("new")).resolve("a.key"),
                "old and readable");
        IssuedCertificate.PemPair pem = issued.writePem(folder.resolve("new"), "a");
        assertThat(certificates(pem.chain())).isEqualTo(issued.chain());
        assertThat(certificates(AUTHORITY.writePem(folder)))
                .isEqualTo(List.of(AUTHORITY.certificate()));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(pem.key())))
                .isEqualTo("rw-------");
        String base64 = Files.readString(pem.key()).replaceAll("-----[A-Z ]+-----|\\s", "");
        PrivateKey read =
                KeyFactory.getInstance("EC")
                        .generatePrivate(
                                new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
        assertThat(read).isEqualTo(issued.key());
    }

    @Test
    void namesAndWritesRevocationLists() throws Exception {
        IssuedCertificate revoked =
                AUTHORITY.issue(
                        CertificateRequest.forDomain("a.example")
                                .revocationList(URI.create("http://127.0.0.1/a.crl")));
        IssuedCertificate other = AUTHORITY.issue(CertificateRequest.forDomain("b.example"));
        byte[] point = revoked.certificate().getExtensionValue("2.5.29.31");
        assertThat(new String(point, StandardCharsets.ISO_8859_1))
                .contains("http://127.0.0.1/a.crl");
        byte[] pem =
                Files.readAllBytes(AUTHORITY.writeRevocationList(folder.resolve("a.crl"), revoked));
        X509CRL list =
                (X509CRL)
                        CertificateFactory.getInstance("X.509")
                                .generateCRL(new ByteArrayInputStream(pem));
        list.verify(AUTHORITY.certificate().getPublicKey());
        assertThat(list.isRevoked(revoked.certificate())).isTrue();
        assertThat(list.isRevoked(other.certificate())).isFalse();
    }

    @Test
    void registersNoProviderAndShowsNoKey() {
        IssuedCertificate issued = AUTHORITY.issue(CertificateRequest.forDomain("a.example"));
        assertThat(Security.getProvider("BC")).isNull();
        assertThat(issued.toString()).isEqualTo("IssuedCertificate[CN=a.example]");
    }

    private static X509Certificate issue(KeyUsage usage) {
        return AUTHORITY
                .issue(CertificateRequest.forDomain("a.example").usage(usage))
                .certificate();
    }

    private static List<String> usages(KeyUsage usage) throws CertificateException {
        return issue(usage).getExtendedKeyUsage();
    }

    private static void assertRefused(IssuedCertificate issued) {
        assertThatThrownBy(() -> checkServer(issued, AUTHORITY))
                .isInstanceOf(CertificateException.class);
    }

    private static void checkServer(IssuedCertificate issued, CertificateAuthority trusted)
            throws CertificateException {
        CertificateAuthority.trustManager(trusted)
                .checkServerTrusted(issued.chain().toArray(X509Certificate[]::new), "UNKNOWN");
    }

    private static boolean matches(PrivateKey key, X509Certificate certificate, String algorithm)
            throws Exception {
        byte[] data = {1, 2, 3};
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(data);
        byte[] signed = signature.sign();
        signature.initVerify(certificate);
        signature.update(data);
        return signature.verify(signed);
    }

    private static List<X509Certificate> certificates(Path file) throws Exception {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        }
    }
}
