package org.sallyport.core.tls;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import org.sallyport.api.address.Domain;
import org.sallyport.api.config.CertificateSettings;
import org.sallyport.api.config.CertificateSettings.Role;
import org.sallyport.api.config.PeerPolicy.TlsVersion;
import org.sallyport.api.network.TlsIdentity;

/** Our certificates from PEM files. */
public final class PemIdentity implements TlsIdentity {
    private static final List<String> SUITES =
            List.of(
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");
    private static final int SESSIONS = 10_000;
    private static final int SESSION_SECONDS = 3_600;

    static {
        // JSSE reads this once and offers no other way; a peer that renegotiates in TLS 1.2 costs
        // us CPU for nothing.
        if (System.getProperty("jdk.tls.rejectClientInitiatedRenegotiation") == null) {
            System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
        }
    }

    private final List<OwnCertificate> certificates;
    private final List<SSLContext> clients;
    private final SSLContext server;
    private final boolean serves;

    private PemIdentity(List<OwnCertificate> certificates) {
        this.certificates = certificates;
        List<OwnCertificate> serving =
                certificates.stream()
                        .filter(certificate -> certificate.roles().contains(Role.SERVER))
                        .toList();
        this.serves = !serving.isEmpty();
        this.server = context(new OwnKeys(serving));
        // One context for each: a session that was made with one certificate is never resumed for
        // another.
        this.clients =
                certificates.stream()
                        .map(certificate -> context(new OwnKeys(List.of(certificate))))
                        .toList();
    }

    /**
     * Loads certificates.
     *
     * @throws org.sallyport.api.error.GatewayException with {@code BAD_CONFIGURATION} if a file
     *     cannot be read, a key does not belong to its certificate, or a key may be read by others
     */
    public static PemIdentity load(List<CertificateSettings> settings) {
        if (settings.isEmpty()) {
            throw Pem.bad(
                    "no certificate is configured; write certificates: [ { chain: FILE, key: FILE } ]");
        }
        return new PemIdentity(settings.stream().map(OwnCertificate::load).toList());
    }

    @Override
    public SSLEngine server(TlsVersion oldest) {
        if (!serves) {
            throw Pem.bad("no certificate has the role server; add it to roles of one");
        }
        SSLEngine engine = server.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = parameters(engine, oldest);
        parameters.setWantClientAuth(true);
        engine.setSSLParameters(parameters);
        return engine;
    }

    @Override
    public SSLEngine client(String serverName, int port, Domain speakingFor, TlsVersion oldest) {
        SSLEngine engine = clients.get(clientFor(speakingFor)).createSSLEngine(serverName, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = parameters(engine, oldest);
        if (isHostName(serverName)) {
            parameters.setServerNames(List.of(new SNIHostName(serverName)));
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    @Override
    public List<String> describe() {
        return certificates.stream().map(OwnCertificate::describe).toList();
    }

    /**
     * The one that names the domain, else one that names a host below it, else the first; of those
     * in the client role.
     */
    private int clientFor(Domain domain) {
        int best = -1;
        int rank = 0;
        for (int i = 0; i < certificates.size(); i++) {
            OwnCertificate candidate = certificates.get(i);
            if (candidate.roles().contains(Role.CLIENT) && candidate.rankFor(domain) > rank) {
                best = i;
                rank = candidate.rankFor(domain);
            }
        }
        if (best < 0) {
            throw Pem.bad("no certificate has the role client; add it to roles of one");
        }
        return best;
    }

    private static SSLParameters parameters(SSLEngine engine, TlsVersion oldest) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(
                oldest == TlsVersion.TLS_1_3
                        ? new String[] {"TLSv1.3"}
                        : new String[] {"TLSv1.3", "TLSv1.2"});
        Set<String> supported = Set.copyOf(Arrays.asList(engine.getSupportedCipherSuites()));
        parameters.setCipherSuites(
                SUITES.stream().filter(supported::contains).toArray(String[]::new));
        parameters.setUseCipherSuitesOrder(true);
        return parameters;
    }

    /** RFC 6066 §3: SNI carries host names, never addresses. */
    private static boolean isHostName(String name) {
        return name.matches(
                        "[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*")
                && !name.matches("[0-9.]+");
    }

    private static SSLContext context(OwnKeys keys) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    new KeyManager[] {keys}, new TrustManager[] {new VerdictComesLater()}, null);
            for (SSLSessionContext sessions :
                    List.of(context.getServerSessionContext(), context.getClientSessionContext())) {
                sessions.setSessionCacheSize(SESSIONS);
                sessions.setSessionTimeout(SESSION_SECONDS);
            }
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK offers no TLS", e);
        }
    }
}
