package org.sallyport.simulator.cert;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.OtherName;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Puts one certificate together with BouncyCastle and signs it. */
final class CertificateWriter {
    private static final ASN1ObjectIdentifier SERVICE_NAME =
            new ASN1ObjectIdentifier("1.3.6.1.5.5.7.8.7");
    private static final ASN1ObjectIdentifier XMPP_ADDRESS =
            new ASN1ObjectIdentifier("1.3.6.1.5.5.7.8.5");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final X500Principal subject;
    private final PublicKey subjectKey;
    private final X500Principal issuer;
    private final KeyPair issuerKeys;

    CertificateWriter(
            String commonName, PublicKey subjectKey, X509Certificate issuer, KeyPair issuerKeys) {
        this(principal(commonName), subjectKey, issuer.getSubjectX500Principal(), issuerKeys);
    }

    private CertificateWriter(
            X500Principal subject, PublicKey subjectKey, X500Principal issuer, KeyPair issuerKeys) {
        this.subject = subject;
        this.subjectKey = subjectKey;
        this.issuer = issuer;
        this.issuerKeys = issuerKeys;
    }

    static CertificateWriter selfSigned(String commonName, KeyPair keys) {
        X500Principal name = principal(commonName);
        return new CertificateWriter(name, keys.getPublic(), name, keys);
    }

    X509Certificate authority() {
        Instant now = Instant.now();
        CertificateRequest.Validity years =
                new CertificateRequest.Validity(
                        now.minus(Duration.ofDays(60)), now.plus(Duration.ofDays(365)));
        try {
            X509v3CertificateBuilder builder = start(years);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new org.bouncycastle.asn1.x509.KeyUsage(
                            org.bouncycastle.asn1.x509.KeyUsage.keyCertSign
                                    | org.bouncycastle.asn1.x509.KeyUsage.cRLSign));
            return sign(builder);
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("cannot make the authority", e);
        }
    }

    X509Certificate leaf(CertificateRequest request) {
        try {
            X509v3CertificateBuilder builder = start(request.validity());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            KeyPurposeId[] purposes = purposes(request.usage());
            if (purposes.length > 0) {
                builder.addExtension(
                        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
            }
            if (!request.names().isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName, false, names(request.names()));
            }
            if (request.revocationList().isPresent()) {
                builder.addExtension(
                        Extension.cRLDistributionPoints,
                        false,
                        distribution(request.revocationList().get()));
            }
            return sign(builder);
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("cannot make the certificate", e);
        }
    }

    static byte[] revocationList(
            X509Certificate issuer, KeyPair keys, IssuedCertificate... revoked) {
        Instant now = Instant.now();
        X509v2CRLBuilder builder =
                new X509v2CRLBuilder(
                        X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded()),
                        Date.from(now));
        builder.setNextUpdate(Date.from(now.plus(Duration.ofDays(7))));
        for (IssuedCertificate one : revoked) {
            builder.addCRLEntry(
                    one.certificate().getSerialNumber(), Date.from(now), CRLReason.keyCompromise);
        }
        try {
            return builder.build(
                            new JcaContentSignerBuilder(signature(keys.getPrivate()))
                                    .build(keys.getPrivate()))
                    .getEncoded();
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException("cannot make the revocation list", e);
        }
    }

    private X509v3CertificateBuilder start(CertificateRequest.Validity validity)
            throws IOException, GeneralSecurityException {
        X509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        issuer,
                        new BigInteger(127, RANDOM).setBit(0),
                        Date.from(validity.notBefore()),
                        Date.from(validity.notAfter()),
                        subject,
                        subjectKey);
        JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
        builder.addExtension(
                Extension.subjectKeyIdentifier,
                false,
                identifiers.createSubjectKeyIdentifier(subjectKey));
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                identifiers.createAuthorityKeyIdentifier(issuerKeys.getPublic()));
        return builder;
    }

    private X509Certificate sign(X509v3CertificateBuilder builder)
            throws OperatorCreationException, GeneralSecurityException {
        PrivateKey key = issuerKeys.getPrivate();
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(new JcaContentSignerBuilder(signature(key)).build(key)));
    }

    private static String signature(PrivateKey key) {
        return ("EC".equals(key.getAlgorithm()) ? KeyType.EC_P256 : KeyType.RSA_2048).signature();
    }

    private static KeyPurposeId[] purposes(KeyUsage usage) {
        return switch (usage) {
            case SERVER -> new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth};
            case CLIENT -> new KeyPurposeId[] {KeyPurposeId.id_kp_clientAuth};
            case BOTH ->
                    new KeyPurposeId[] {
                        KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                    };
            case NONE -> new KeyPurposeId[0];
        };
    }

    private static GeneralNames names(List<SubjectName> names) {
        return new GeneralNames(
                names.stream().map(CertificateWriter::name).toArray(GeneralName[]::new));
    }

    private static GeneralName name(SubjectName name) {
        return switch (name) {
            case SubjectName.Dns dns -> new GeneralName(GeneralName.dNSName, dns.value());
            case SubjectName.Uri uri ->
                    new GeneralName(GeneralName.uniformResourceIdentifier, uri.value());
            case SubjectName.Ip ip -> new GeneralName(GeneralName.iPAddress, ip.value());
            case SubjectName.Service service ->
                    new GeneralName(
                            GeneralName.otherName,
                            new OtherName(SERVICE_NAME, new DERIA5String(service.value())));
            case SubjectName.XmppAddress address ->
                    new GeneralName(
                            GeneralName.otherName,
                            new OtherName(XMPP_ADDRESS, new DERUTF8String(address.value())));
        };
    }

    private static CRLDistPoint distribution(URI where) {
        GeneralNames names =
                new GeneralNames(
                        new GeneralName(
                                GeneralName.uniformResourceIdentifier, where.toASCIIString()));
        return new CRLDistPoint(
                new DistributionPoint[] {
                    new DistributionPoint(new DistributionPointName(names), null, null)
                });
    }

    private static X500Principal principal(String commonName) {
        try {
            return new X500Principal(
                    new X500NameBuilder().addRDN(BCStyle.CN, commonName).build().getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException("cannot encode the subject", e);
        }
    }
}
