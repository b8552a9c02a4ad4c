package org.sallyport.core.tls;

import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXCertPathChecker;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import org.sallyport.api.network.PeerVerifier.Reason;

/**
 * PKIX path validation (RFC 5280 §6) without regard to the purpose: name and usage of the leaf are
 * judged by {@link SessionVerifier}, the same way for both TLS roles.
 */
final class PathCheck {
    private PathCheck() {}

    sealed interface Result {}

    /**
     * @param path leaf first, without the anchor
     */
    record Valid(List<X509Certificate> path) implements Result {}

    record Broken(Reason reason, String explanation) implements Result {}

    static Result validate(List<X509Certificate> presented, Set<TrustAnchor> anchors, Instant now) {
        List<X509Certificate> path = ordered(presented, anchors);
        Optional<String> weakness = Strength.weakness(path);
        if (weakness.isPresent()) {
            return new Broken(
                    Reason.WEAK, "a certificate of the peer is too weak: " + weakness.get());
        }
        if (anchors.isEmpty()) {
            return new Broken(Reason.UNTRUSTED, "the policy trusts no authority");
        }
        try {
            CertPath certPath = CertificateFactory.getInstance("X.509").generateCertPath(path);
            CertPathValidator.getInstance("PKIX").validate(certPath, parameters(anchors, now));
            return new Valid(path);
        } catch (CertPathValidatorException e) {
            return broken(path, e, now);
        } catch (GeneralSecurityException e) {
            return new Broken(Reason.UNTRUSTED, "the peer's certificates cannot be read");
        }
    }

    private static PKIXParameters parameters(Set<TrustAnchor> anchors, Instant now)
            throws GeneralSecurityException {
        PKIXParameters parameters = new PKIXParameters(anchors);
        parameters.setDate(Date.from(now));
        parameters.setRevocationEnabled(false);
        parameters.addCertPathChecker(new UsageIsJudgedElsewhere());
        return parameters;
    }

    /**
     * From the leaf up to the first certificate that an anchor issued; peers send roots and odd
     * orders.
     */
    private static List<X509Certificate> ordered(
            List<X509Certificate> presented, Set<TrustAnchor> anchors) {
        Set<X500Principal> trusted = new HashSet<>();
        anchors.forEach(anchor -> trusted.add(anchor.getTrustedCert().getSubjectX500Principal()));
        List<X509Certificate> left = new ArrayList<>(presented.subList(1, presented.size()));
        List<X509Certificate> path = new ArrayList<>();
        @Nullable X509Certificate next = presented.getFirst();
        while (next != null) {
            path.add(next);
            left.remove(next);
            X500Principal issuer = next.getIssuerX500Principal();
            next = trusted.contains(issuer) ? null : issuedBy(issuer, left);
        }
        return List.copyOf(path);
    }

    private static @Nullable X509Certificate issuedBy(
            X500Principal issuer, List<X509Certificate> left) {
        for (X509Certificate certificate : left) {
            if (certificate.getSubjectX500Principal().equals(issuer)) {
                return certificate;
            }
        }
        return null;
    }

    private static Broken broken(
            List<X509Certificate> path, CertPathValidatorException failure, Instant now) {
        X509Certificate leaf = path.getFirst();
        if (isSelfSigned(leaf)) {
            return new Broken(
                    Reason.SELF_SIGNED,
                    "the certificate signed itself and is not in the policy's trust files");
        }
        for (X509Certificate certificate : path) {
            if (certificate.getNotAfter().toInstant().isBefore(now)) {
                return new Broken(
                        Reason.EXPIRED,
                        "a certificate of the peer expired at "
                                + certificate.getNotAfter().toInstant());
            }
            if (certificate.getNotBefore().toInstant().isAfter(now)) {
                return new Broken(
                        Reason.NOT_YET_VALID,
                        "a certificate of the peer is not valid before "
                                + certificate.getNotBefore().toInstant());
            }
        }
        if (failure.getReason() == BasicReason.ALGORITHM_CONSTRAINED) {
            return new Broken(
                    Reason.WEAK,
                    "a certificate of the peer uses an algorithm that this JVM does not trust");
        }
        String why =
                failure.getReason() == BasicReason.UNSPECIFIED
                        ? ""
                        : " (" + failure.getReason() + ")";
        return new Broken(
                Reason.UNTRUSTED,
                "the certificate does not come from an authority that the policy trusts" + why);
    }

    private static boolean isSelfSigned(X509Certificate certificate) {
        if (!certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
            return false;
        }
        try {
            certificate.verify(certificate.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** A critical extended key usage is understood: by us. */
    private static final class UsageIsJudgedElsewhere extends PKIXCertPathChecker {
        private static final String EXTENDED_KEY_USAGE = "2.5.29.37";

        @Override
        public void init(boolean forward) {}

        @Override
        public boolean isForwardCheckingSupported() {
            return true;
        }

        @Override
        public Set<String> getSupportedExtensions() {
            return Set.of(EXTENDED_KEY_USAGE);
        }

        @Override
        public void check(Certificate certificate, Collection<String> unresolved) {
            unresolved.remove(EXTENDED_KEY_USAGE);
        }
    }
}
