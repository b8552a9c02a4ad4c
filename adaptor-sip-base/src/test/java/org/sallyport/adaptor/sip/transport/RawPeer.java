package org.sallyport.adaptor.sip.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** A peer that writes whatever octets a test wants, over TLS. */
final class RawPeer implements AutoCloseable {
    private final SSLSocket socket;
    private final StringBuilder seen = new StringBuilder();

    RawPeer(SSLContext context, int port, String... protocols) throws IOException {
        socket =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
        }
    }

    RawPeer says(String text) throws IOException {
        return says(text.getBytes(UTF_8));
    }

    RawPeer says(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
        socket.getOutputStream().flush();
        return this;
    }

    /**
     * Reads until {@code wanted} has been seen, the peer closed, or ten seconds passed; returns all
     * that was read.
     */
    String hears(String wanted) throws IOException {
        byte[] buffer = new byte[4096];
        try {
            InputStream in = socket.getInputStream();
            while (seen.indexOf(wanted) < 0) {
                int read = in.read(buffer);
                if (read < 0) {
                    seen.append("<closed>");
                    break;
                }
                seen.append(new String(buffer, 0, read, UTF_8));
            }
        } catch (SocketTimeoutException e) {
            seen.append("<silence>");
        } catch (SSLException | SocketException e) {
            seen.append("<closed>");
        }
        return seen.toString();
    }

    /** Reads until the connection is closed. */
    String hearsTheEnd() throws IOException {
        return hears("<closed>");
    }

    /** Asks for a second handshake, as TLS 1.2 allows. */
    RawPeer handshakesAgain() {
        try {
            socket.startHandshake();
        } catch (IOException e) {
            seen.append("<closed>");
        }
        return this;
    }

    void forget() {
        seen.setLength(0);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
