package org.sallyport.simulator.sip;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedKeyManager;
import org.sallyport.simulator.cert.IssuedCertificate;

/** Mutual TLS in both roles with one certificate. Thread-safe. */
public final class SipTls {
    private static final long HANDSHAKE_LIMIT_SECONDS = 10;

    private final SslContext server;
    private final SslContext client;

    private SipTls(SslContext server, SslContext client) {
        this.server = server;
        this.client = client;
    }

    /**
     * Prepares TLS for this identity; throws IllegalStateException when the JDK cannot do what the
     * rules say.
     */
    public static SipTls of(TlsIdentity identity, TlsRules rules) {
        X509ExtendedKeyManager keys =
                new IssuedCertificate(identity.chain(), identity.key()).keyManager();
        PeerTrust trust = new PeerTrust(identity, rules);
        try {
            SslContext server =
                    SslContextBuilder.forServer(keys)
                            .trustManager(trust)
                            .clientAuth(ClientAuth.REQUIRE)
                            .protocols(rules.protocols())
                            .build();
            SslContext client =
                    SslContextBuilder.forClient()
                            .keyManager(keys)
                            .trustManager(trust)
                            .endpointIdentificationAlgorithm(null)
                            .protocols(rules.protocols())
                            .build();
            return new SipTls(server, client);
        } catch (SSLException e) {
            throw new IllegalStateException("TLS cannot be set up", e);
        }
    }

    /** For a connection that a peer opened; it must show a certificate. */
    public SslHandler serverHandler(ByteBufAllocator allocator) {
        return limited(server.newHandler(allocator));
    }

    /** For a connection that is being opened; the name goes into SNI. */
    public SslHandler clientHandler(ByteBufAllocator allocator, String serverName, int port) {
        return limited(client.newHandler(allocator, serverName, port));
    }

    private static SslHandler limited(SslHandler handler) {
        handler.setHandshakeTimeout(HANDSHAKE_LIMIT_SECONDS, TimeUnit.SECONDS);
        return handler;
    }
}
