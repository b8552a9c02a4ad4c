package org.sallyport.core.tls;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.sallyport.simulator.cert.IssuedCertificate;

/** Certificates that no honest authority makes. */
final class CertificateForge {
    private CertificateForge() {}

    /** Signed with SHA-1 by itself. */
    static IssuedCertificate signedWithSha1(String name) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        X500Name own = new X500Name("CN=" + name);
        return new IssuedCertificate(
                List.of(sign(name, own, pair, pair.getPrivate(), "SHA1withRSA")),
                pair.getPrivate());
    }

    /** Signed by a certificate that is no authority. */
    static IssuedCertificate issuedBy(IssuedCertificate leaf, String name) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        KeyPair pair = generator.generateKeyPair();
        X500Name issuer =
                X500Name.getInstance(leaf.certificate().getSubjectX500Principal().getEncoded());
        X509Certificate forged = sign(name, issuer, pair, leaf.key(), "SHA256withECDSA");
        return new IssuedCertificate(List.of(forged, leaf.certificate()), pair.getPrivate());
    }

    private static X509Certificate sign(
            String name, X500Name issuer, KeyPair pair, PrivateKey signer, String algorithm)
            throws Exception {
        Instant now = Instant.now();
        X509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        issuer,
                        BigInteger.valueOf(now.toEpochMilli()),
                        Date.from(now.minusSeconds(60)),
                        Date.from(now.plusSeconds(3_600)),
                        new X500Name("CN=" + name),
                        pair.getPublic());
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.dNSName, name)));
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(new JcaContentSignerBuilder(algorithm).build(signer)));
    }
}
