package org.sallyport.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/**
 * Mutual TLS for a program that has none, octet by octet: Debian builds SIPp without it. One end is
 * TLS, the other plain TCP on loopback; what passes is not looked at.
 */
final class TlsRelay implements AutoCloseable {
    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<SSLSession> sessions = new CopyOnWriteArrayList<>();

    @FunctionalInterface
    private interface Dial {
        Socket open() throws IOException;
    }

    /**
     * Listens in the clear and speaks TLS to that port, showing the certificate of {@code
     * identity}.
     */
    static TlsRelay toTls(SSLContext identity, IntSupplier port) {
        try {
            ServerSocket plain = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            return new TlsRelay(
                    plain,
                    () -> {
                        SSLSocket secured =
                                (SSLSocket)
                                        identity.getSocketFactory()
                                                .createSocket(
                                                        InetAddress.getLoopbackAddress(),
                                                        port.getAsInt());
                        secured.startHandshake();
                        return secured;
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Listens with TLS, demands a certificate, and speaks plainly to that port. */
    static TlsRelay fromTls(SSLContext identity, IntSupplier port) {
        try {
            SSLServerSocket secured =
                    (SSLServerSocket)
                            identity.getServerSocketFactory()
                                    .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
            secured.setNeedClientAuth(true);
            return new TlsRelay(
                    secured, () -> new Socket(InetAddress.getLoopbackAddress(), port.getAsInt()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TlsRelay(ServerSocket listener, Dial dial) {
        this.listener = listener;
        Thread.ofVirtual().name("relay").start(() -> accept(dial));
    }

    int port() {
        return listener.getLocalPort();
    }

    /** TLS sessions so far in which both sides had shown a certificate. */
    List<SSLSession> sessions() {
        return List.copyOf(sessions);
    }

    private void accept(Dial dial) {
        while (!listener.isClosed()) {
            try {
                Socket near = keep(listener.accept());
                Thread.ofVirtual().name("relay").start(() -> join(near, dial));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void join(Socket near, Dial dial) {
        try {
            if (near instanceof SSLSocket secured) {
                secured.startHandshake();
            }
            Socket far = keep(dial.open());
            remember(near);
            remember(far);
            Thread.ofVirtual().name("relay").start(() -> pump(near, far));
            pump(far, near);
        } catch (IOException e) {
            drop(near);
        }
    }

    private void remember(Socket socket) throws IOException {
        if (socket instanceof SSLSocket secured) {
            SSLSession session = secured.getSession();
            if (session.getLocalCertificates() != null
                    && session.getPeerCertificates().length > 0) {
                sessions.add(session);
            }
        }
    }

    private Socket keep(Socket socket) {
        open.add(socket);
        return socket;
    }

    // The end of one direction ends both: SIP has no use for half a connection.
    private void pump(Socket from, Socket to) {
        byte[] octets = new byte[16_384];
        try {
            InputStream in = from.getInputStream();
            for (int count = in.read(octets); count >= 0; count = in.read(octets)) {
                to.getOutputStream().write(octets, 0, count);
                to.getOutputStream().flush();
            }
        } catch (IOException e) {
            // A reset is an end too.
        } finally {
            drop(from);
            drop(to);
        }
    }

    private void drop(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone.
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List.copyOf(open).forEach(this::drop);
    }
}
