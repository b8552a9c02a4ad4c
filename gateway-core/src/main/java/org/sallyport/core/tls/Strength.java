package org.sallyport.core.tls;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What counts as too weak, whatever the JDK's own settings say. */
final class Strength {
    private static final int LEAST_RSA = 2_048;
    private static final int LEAST_EC = 224;

    private Strength() {}

    /** Why one of the certificates is too weak, if one is. */
    static Optional<String> weakness(List<X509Certificate> path) {
        return path.stream().map(Strength::weakness).flatMap(Optional::stream).findFirst();
    }

    private static Optional<String> weakness(X509Certificate certificate) {
        Optional<String> key = weakKey(certificate.getPublicKey());
        if (key.isPresent()) {
            return key;
        }
        String signature = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        boolean old = signature.startsWith("SHA1") || signature.startsWith("MD");
        return old
                ? Optional.of(
                        "its signature is "
                                + CertificateNames.harmless(signature)
                                + "; SHA-256 or better is needed")
                : Optional.empty();
    }

    private static Optional<String> weakKey(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa when rsa.getModulus().bitLength() < LEAST_RSA ->
                    Optional.of(
                            "its RSA key has "
                                    + rsa.getModulus().bitLength()
                                    + " bits; "
                                    + LEAST_RSA
                                    + " are needed");
            case RSAPublicKey _ -> Optional.empty();
            case ECPublicKey ec when ec.getParams().getOrder().bitLength() < LEAST_EC ->
                    Optional.of(
                            "its EC key has "
                                    + ec.getParams().getOrder().bitLength()
                                    + " bits; "
                                    + LEAST_EC
                                    + " are needed");
            case ECPublicKey _, EdECPublicKey _ -> Optional.empty();
            default -> Optional.of("its key is neither RSA nor EC");
        };
    }
}
