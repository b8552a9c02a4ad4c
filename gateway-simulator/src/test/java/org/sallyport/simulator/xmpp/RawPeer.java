package org.sallyport.simulator.xmpp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.sallyport.simulator.cert.CertificateAuthority;
import org.sallyport.simulator.cert.IssuedCertificate;

/** A peer that says exactly what a test tells it to, over a plain blocking socket. */
final class RawPeer implements AutoCloseable {
    private static final int PATIENCE_MILLISECONDS = 10_000;

    private final String domain;
    private final String peer;
    private final SSLSocketFactory tls;
    private Socket socket;
    private final StringBuilder unread = new StringBuilder();

    RawPeer(
            String domain,
            IssuedCertificate identity,
            CertificateAuthority trusted,
            SimulatedXmppDomain peer,
            Security security)
            throws IOException {
        this.domain = domain;
        this.peer = peer.domain();
        SSLContext context = identity.sslContext(trusted);
        this.tls = context.getSocketFactory();
        InetSocketAddress address = peer.address(security);
        this.socket = new Socket(address.getAddress(), address.getPort());
        this.socket.setSoTimeout(PATIENCE_MILLISECONDS);
    }

    String header() {
        return "<?xml version='1.0'?><stream:stream xmlns='jabber:server' xmlns:stream='"
                + Namespaces.STREAMS
                + "' from='"
                + domain
                + "' to='"
                + peer
                + "' version='1.0'>";
    }

    RawPeer write(String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
        return this;
    }

    /** Reads until this text has come, and returns all up to its end. */
    String expect(String text) throws IOException {
        InputStream in = socket.getInputStream();
        int found = unread.indexOf(text);
        while (found < 0) {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("connection ended; so far " + unread);
            }
            unread.append((char) octet);
            found = unread.indexOf(text);
        }
        String upTo = unread.substring(0, found + text.length());
        unread.delete(0, found + text.length());
        return upTo;
    }

    /** Reads until the other side ends the connection. */
    String rest() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    RawPeer secure(boolean withServerName) throws IOException {
        SSLSocket secured = (SSLSocket) tls.createSocket(socket, peer, socket.getPort(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setServerNames(withServerName ? List.of(new SNIHostName(peer)) : List.of());
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        socket = secured;
        return this;
    }

    RawPeer startTls() throws IOException {
        write(header()).expect("</stream:features>");
        write("<starttls xmlns='" + Namespaces.TLS + "'/>")
                .expect("<proceed xmlns='" + Namespaces.TLS + "'/>");
        return secure(true);
    }

    RawPeer authenticate() throws IOException {
        startTls().write(header()).expect("</stream:features>");
        String identity =
                Base64.getEncoder().encodeToString(domain.getBytes(StandardCharsets.UTF_8));
        write("<auth xmlns='" + Namespaces.SASL + "' mechanism='EXTERNAL'>" + identity + "</auth>")
                .expect("<success");
        expect("/>");
        write(header()).expect("<stream:features>");
        expect("</stream:features>");
        return this;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
