package org.sallyport.core.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Chooses among our certificates: by SNI when we accept, the only one when we connect. The
 * authorities that a peer names are not looked at: it may trust ours all the same. The alias is the
 * index.
 */
final class OwnKeys extends X509ExtendedKeyManager {
    private final List<OwnCertificate> certificates;

    OwnKeys(List<OwnCertificate> certificates) {
        this.certificates = certificates;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        String wanted = requestedName(engine);
        String fallback = null;
        boolean named = false;
        for (int i = 0; i < certificates.size(); i++) {
            OwnCertificate certificate = certificates.get(i);
            boolean fits = certificate.hasKeyType(keyType);
            if (wanted != null && certificate.names().matchesDns(wanted)) {
                named = true;
                if (fits) {
                    return String.valueOf(i);
                }
            }
            if (fits && fallback == null) {
                fallback = String.valueOf(i);
            }
        }
        // Another key type will be asked for next: wait for the certificate with the right name.
        return named ? null : fallback;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        for (String keyType : keyTypes) {
            for (int i = 0; i < certificates.size(); i++) {
                if (certificates.get(i).hasKeyType(keyType)) {
                    return String.valueOf(i);
                }
            }
        }
        return null;
    }

    private static @Nullable String requestedName(@Nullable SSLEngine engine) {
        if (engine != null && engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
            for (SNIServerName name : session.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return host.getAsciiName();
                }
            }
        }
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return getServerAliases(keyType, issuers);
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineClientAlias(keyTypes, issuers, null);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        String alias = chooseEngineServerAlias(keyType, issuers, null);
        return alias == null ? null : new String[] {alias};
    }

    @Override
    public @Nullable String chooseServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineServerAlias(keyType, issuers, null);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return certificates.get(Integer.parseInt(alias)).chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return certificates.get(Integer.parseInt(alias)).key();
    }
}
