package org.sallyport.core.tls;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/** Two engines that talk to each other through memory. */
final class Handshake {
    private static final int MOST_STEPS = 10_000;

    private final End client;
    private final End server;

    private Handshake(SSLEngine client, SSLEngine server) {
        this.client = new End(client);
        this.server = new End(server);
    }

    /** Shakes hands and sends a word each way, so that tickets arrive too. */
    static Handshake between(SSLEngine client, SSLEngine server) throws SSLException {
        Handshake handshake = new Handshake(client, server);
        client.beginHandshake();
        server.beginHandshake();
        handshake.pump();
        handshake.client.outgoing.put("ping".getBytes(StandardCharsets.US_ASCII));
        handshake.pump();
        handshake.server.outgoing.put("pong".getBytes(StandardCharsets.US_ASCII));
        handshake.pump();
        if (handshake.server.received != 4 || handshake.client.received != 4) {
            throw new SSLException("the words did not arrive");
        }
        return handshake;
    }

    SSLSession client() {
        return client.engine.getSession();
    }

    SSLSession server() {
        return server.engine.getSession();
    }

    /** The client asks for a second handshake on the same connection. */
    void renegotiate() throws SSLException {
        client.engine.beginHandshake();
        pump();
    }

    private void pump() throws SSLException {
        for (int i = 0; i < MOST_STEPS; i++) {
            boolean moved = client.step(server);
            moved |= server.step(client);
            if (!moved) {
                return;
            }
        }
        throw new SSLException("the engines talk without end");
    }

    private static final class End {
        private final SSLEngine engine;
        private final ByteBuffer outgoing = ByteBuffer.allocate(64);
        private final ByteBuffer network;
        private int received;

        End(SSLEngine engine) {
            this.engine = engine;
            this.network = ByteBuffer.allocate(1 << 20);
        }

        boolean step(End peer) throws SSLException {
            Runnable task = engine.getDelegatedTask();
            if (task != null) {
                task.run();
                return true;
            }
            boolean moved = unwrap();
            return wrap(peer) || moved;
        }

        private boolean wrap(End peer) throws SSLException {
            boolean handshaking =
                    engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_WRAP;
            if (!handshaking && outgoing.position() == 0) {
                return false;
            }
            outgoing.flip();
            SSLEngineResult result = engine.wrap(outgoing, peer.network);
            outgoing.compact();
            return result.bytesProduced() > 0;
        }

        private boolean unwrap() throws SSLException {
            if (network.position() == 0
                    || engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_WRAP) {
                return false;
            }
            network.flip();
            ByteBuffer plain = ByteBuffer.allocate(1 << 16);
            SSLEngineResult result = engine.unwrap(network, plain);
            network.compact();
            received += plain.position();
            return result.bytesConsumed() > 0;
        }
    }
}
