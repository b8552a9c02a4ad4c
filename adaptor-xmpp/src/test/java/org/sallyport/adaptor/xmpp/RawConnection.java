package org.sallyport.adaptor.xmpp;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;
import org.sallyport.simulator.cert.CertificateRequest;

/** A peer that keeps to no rules: writes what a test says and reads what comes. */
final class RawConnection implements AutoCloseable {
    static final String OPEN =
            "<stream:stream xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams'"
                    + " from='xmpp.example' to='sfb.example' version='1.0'>";

    private Socket socket;

    private RawConnection(Socket socket) {
        this.socket = socket;
    }

    static RawConnection to(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.connect(address, 5_000);
        return of(socket);
    }

    static RawConnection of(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        return new RawConnection(socket);
    }

    /** TLS from the first octet, with a certificate for the peer's domain. */
    static RawConnection encrypted(Boundary boundary, InetSocketAddress address)
            throws IOException {
        RawConnection connection = to(address);
        SSLSocket tls =
                (SSLSocket)
                        boundary.authority
                                .issue(CertificateRequest.forDomain("xmpp.example"))
                                .sslContext(boundary.authority)
                                .getSocketFactory()
                                .createSocket(
                                        connection.socket, "sfb.example", address.getPort(), true);
        tls.startHandshake();
        connection.socket = tls;
        return connection;
    }

    /** A connection that has proved itself: stanzas may follow. */
    static RawConnection proved(Boundary boundary, InetSocketAddress address) throws IOException {
        RawConnection connection = encrypted(boundary, address);
        connection.writes(OPEN).readsUntil("</stream:features>");
        connection
                .writes(
                        "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='EXTERNAL'>=</auth>")
                .readsUntil("<success");
        connection.writes(OPEN).readsUntil("</stream:features>");
        return connection;
    }

    RawConnection writes(String text) throws IOException {
        return writes(text.getBytes(StandardCharsets.UTF_8));
    }

    RawConnection writes(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
        socket.getOutputStream().flush();
        return this;
    }

    /** Reads until the text came; the rest of what came with it is read too. */
    String readsUntil(String wanted) throws IOException {
        StringBuilder read = new StringBuilder();
        byte[] buffer = new byte[4096];
        InputStream in = socket.getInputStream();
        while (read.indexOf(wanted) < 0) {
            int count = in.read(buffer);
            if (count < 0) {
                throw new AssertionError("the connection ended after: " + read);
            }
            read.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
        }
        return read.toString();
    }

    /** Reads until the other side ends its stream or the connection. */
    String readsToTheEnd() throws IOException {
        return readsToTheEnd("</stream:stream>");
    }

    /** Reads until the text came or the connection ends. */
    String readsToTheEnd(String last) throws IOException {
        StringBuilder read = new StringBuilder();
        byte[] buffer = new byte[4096];
        try {
            InputStream in = socket.getInputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                read.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
                if (read.indexOf(last) >= 0) {
                    break;
                }
            }
        } catch (SocketException e) {
            // A reset is an end too.
        }
        return read.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
