package org.sallyport.adaptor.sip.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A peer that takes one connection and reads nothing of it until it is told to. */
final class StoppingPeer implements AutoCloseable {
    private static final int SMALL = 8 * 1024;

    private final SSLServerSocket listener;
    private final CountDownLatch reading = new CountDownLatch(1);

    StoppingPeer(SSLContext context) throws IOException {
        listener = (SSLServerSocket) context.getServerSocketFactory().createServerSocket();
        listener.setReceiveBufferSize(SMALL);
        listener.setNeedClientAuth(true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Reads all that comes from now on. */
    void readOn() {
        reading.countDown();
    }

    private void serve() {
        try (SSLSocket socket = (SSLSocket) listener.accept()) {
            socket.startHandshake();
            reading.await();
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[64 * 1024];
            while (in.read(buffer) >= 0) {
                // Nobody looks at it.
            }
        } catch (IOException | InterruptedException e) {
            // The test is over.
        }
    }

    @Override
    public void close() throws IOException {
        reading.countDown();
        listener.close();
    }
}
