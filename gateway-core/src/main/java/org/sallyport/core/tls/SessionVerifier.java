package org.sallyport.core.tls;

import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.sallyport.api.config.PeerPolicy;
import org.sallyport.api.config.PeerPolicy.KeyUsage;
import org.sallyport.api.config.PeerPolicy.TlsVersion;
import org.sallyport.api.error.GatewayException;
import org.sallyport.api.network.PeerVerifier;

/**
 * Judges peers by the session alone, so a resumed session is judged anew each time. Trust files are
 * read again when they change. Unsure means refused.
 */
public final class SessionVerifier implements PeerVerifier {
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_USAGE = "2.5.29.37.0";
    private static final int LONGEST_CHAIN = 10;

    private final TrustFiles trust = new TrustFiles();
    private final InstantSource clock;
    private final RevocationCheck revocation;

    /** A verifier that goes by this clock. */
    public SessionVerifier(InstantSource clock, RevocationCheck revocation) {
        this.clock = clock;
        this.revocation = revocation;
    }

    @Override
    public Finding judge(
            SSLSession session, PeerPolicy policy, Set<ReferenceName> names, PeerRole role) {
        Optional<Finding.Refused> old = oldTls(session, policy.tls().min());
        if (old.isPresent()) {
            return old.get();
        }
        List<X509Certificate> chain = chain(session);
        if (chain.isEmpty()) {
            return refused(Reason.NO_CERTIFICATE, "the peer showed no certificate");
        }
        PathCheck.Result path;
        try {
            path = PathCheck.validate(chain, trust.anchors(policy.trust()), clock.instant());
        } catch (GatewayException e) {
            return refused(Reason.UNTRUSTED, String.valueOf(e.getMessage()));
        }
        return switch (path) {
            case PathCheck.Broken(Reason reason, String explanation) ->
                    refused(reason, explanation);
            case PathCheck.Valid(List<X509Certificate> valid) -> judge(valid, policy, names, role);
        };
    }

    private Finding judge(
            List<X509Certificate> path,
            PeerPolicy policy,
            Set<ReferenceName> names,
            PeerRole role) {
        X509Certificate leaf = path.getFirst();
        Optional<String> misuse =
                misuse(leaf, role == PeerRole.SERVER ? KeyUsage.SERVER_OR_ANY : policy.eku());
        if (misuse.isPresent()) {
            return refused(Reason.WRONG_USAGE, misuse.get());
        }
        Optional<CertificateNames> own = CertificateNames.of(leaf);
        if (own.isEmpty() || names.stream().noneMatch(own.get()::match)) {
            String carried = own.map(CertificateNames::shown).orElse("names that cannot be read");
            return refused(
                    Reason.WRONG_NAME,
                    "the certificate carries " + carried + "; wanted is " + wanted(names));
        }
        if (revocation.revoked(path)) {
            return refused(Reason.REVOKED, "the certificate was revoked");
        }
        Instant first =
                path.stream()
                        .map(certificate -> certificate.getNotAfter().toInstant())
                        .min(Instant::compareTo)
                        .orElseThrow();
        return new Finding.Trusted(first);
    }

    private static Optional<Finding.Refused> oldTls(SSLSession session, TlsVersion min) {
        boolean enough =
                switch (session.getProtocol()) {
                    case "TLSv1.3" -> true;
                    case "TLSv1.2" -> min == TlsVersion.TLS_1_2;
                    default -> false;
                };
        return enough
                ? Optional.empty()
                : Optional.of(
                        refused(
                                Reason.OLD_TLS,
                                "the connection uses "
                                        + CertificateNames.harmless(session.getProtocol())
                                        + "; the policy wants "
                                        + min
                                        + " or newer"));
    }

    /**
     * The peer's chain; empty if there is none, or one so long or odd that no honest peer has it.
     */
    private static List<X509Certificate> chain(SSLSession session) {
        try {
            List<X509Certificate> chain = new ArrayList<>();
            for (Certificate certificate : session.getPeerCertificates()) {
                if (!(certificate instanceof X509Certificate x509)
                        || chain.size() >= LONGEST_CHAIN) {
                    return List.of();
                }
                chain.add(x509);
            }
            return chain;
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }

    /** Why the usage does not fit, if it does not. */
    private static Optional<String> misuse(X509Certificate leaf, KeyUsage wanted) {
        boolean[] bits = leaf.getKeyUsage();
        if (bits != null && !bits[0]) {
            return Optional.of("the certificate's key usage lacks digitalSignature");
        }
        List<String> usages;
        try {
            usages = leaf.getExtendedKeyUsage();
        } catch (CertificateParsingException e) {
            return Optional.of("the certificate's extended key usage cannot be read");
        }
        boolean any = usages == null || usages.contains(ANY_USAGE);
        boolean server = usages != null && usages.contains(SERVER_AUTH);
        boolean client = usages != null && usages.contains(CLIENT_AUTH);
        boolean fits =
                switch (wanted) {
                    case ANY -> true;
                    case SERVER_OR_ANY -> any || server;
                    case BOTH -> server && client;
                };
        if (fits) {
            return Optional.empty();
        }
        String has =
                client
                        ? "clientAuth only"
                        : server
                                ? "serverAuth only"
                                : usages == null ? "none" : "neither serverAuth nor clientAuth";
        return Optional.of(
                "the certificate's extended key usage is "
                        + has
                        + "; wanted is "
                        + (wanted == KeyUsage.BOTH
                                ? "serverAuth and clientAuth"
                                : "serverAuth or none"));
    }

    private static String wanted(Set<ReferenceName> names) {
        List<String> shown =
                names.stream()
                        .map(name ->
                                switch (name) {
                                    case ReferenceName.Dns(String host) -> host;
                                    case ReferenceName.Other(String _, String value) -> value;
                                })
                        .distinct()
                        .sorted()
                        .limit(5)
                        .map(CertificateNames::harmless)
                        .toList();
        return shown.isEmpty() ? "a name, but none was asked for" : String.join(" or ", shown);
    }

    private static Finding.Refused refused(Reason reason, String explanation) {
        return new Finding.Refused(reason, explanation);
    }
}
