package org.sallyport.core.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.sallyport.api.address.Domain;
import org.sallyport.api.config.CertificateSettings;
import org.sallyport.api.config.CertificateSettings.Role;

/**
 * One of our certificates with its key.
 *
 * @param chain leaf first
 * @param key the key of the leaf
 * @param names the names of the leaf
 * @param roles where it is used
 */
record OwnCertificate(
        List<X509Certificate> chain, PrivateKey key, CertificateNames names, Set<Role> roles) {
    static OwnCertificate load(CertificateSettings settings) {
        List<X509Certificate> chain = Pem.certificates(settings.chain());
        PrivateKey key = Pem.key(settings.key(), settings.password());
        X509Certificate leaf = chain.getFirst();
        if (!belongs(key, leaf)) {
            throw Pem.bad(
                    "the key "
                            + settings.key()
                            + " does not belong to the first certificate of "
                            + settings.chain()
                            + "; name the right pair, and put the leaf first");
        }
        CertificateNames names =
                CertificateNames.of(leaf)
                        .orElseThrow(() ->
                                Pem.bad(
                                        "the names in "
                                                + settings.chain()
                                                + " cannot be read; make it anew"));
        return new OwnCertificate(chain, key, names, settings.roles());
    }

    boolean hasKeyType(String keyType) {
        String own = key.getAlgorithm();
        return keyType.equals(own)
                || (keyType.equals("RSASSA-PSS") && own.equals("RSA"))
                || keyType.startsWith(own + "_");
    }

    /** 3 if it names the domain, 2 if it names a host below it, else 1. */
    int rankFor(Domain domain) {
        if (names.matchesDns(CertificateNames.ascii(domain))) {
            return 3;
        }
        return names.below(domain) ? 2 : 1;
    }

    String describe() {
        String used =
                String.join(
                        "+",
                        roles.stream()
                                .map(role -> role.name().toLowerCase(Locale.ROOT))
                                .sorted()
                                .toList());
        return names.shown()
                + " until "
                + chain.getFirst().getNotAfter().toInstant()
                + " as "
                + used;
    }

    /** Shows no key. */
    @Override
    public String toString() {
        return "OwnCertificate[" + describe() + "]";
    }

    private static boolean belongs(PrivateKey key, X509Certificate certificate) {
        byte[] proof = {1, 2, 3, 4};
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm();
                };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(proof);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(proof);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
