package org.sallyport.core.tls;

import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import org.sallyport.simulator.cert.IssuedCertificate;

/** Engines of a peer that shows whatever certificate it is given and trusts everybody. */
final class PeerContexts {
    private PeerContexts() {}

    static SSLContext showing(IssuedCertificate issued) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                new KeyManager[] {issued.keyManager()},
                new TrustManager[] {new VerdictComesLater()},
                null);
        return context;
    }

    static SSLContext showingNothing() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new VerdictComesLater()}, null);
        return context;
    }

    static SSLEngine client(SSLContext context, String protocol) {
        SSLEngine engine = context.createSSLEngine("gateway.example", 5269);
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {protocol});
        return engine;
    }

    static SSLEngine server(SSLContext context, String protocol) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setWantClientAuth(true);
        engine.setEnabledProtocols(new String[] {protocol});
        return engine;
    }
}
