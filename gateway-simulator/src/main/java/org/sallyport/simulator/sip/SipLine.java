package org.sallyport.simulator.sip;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A hand-driven SIP peer on one connection: sends what it is told, octets or messages, and keeps
 * what arrives. It answers nothing by itself but pings.
 */
public final class SipLine implements AutoCloseable, SipEvents {
    private final SipTransport transport;
    private final BlockingQueue<SipMessage> arrived = new LinkedBlockingQueue<>();
    private final BlockingQueue<Crlf> keepAlives = new LinkedBlockingQueue<>();
    private final BlockingQueue<SipConnection> openedConnections = new LinkedBlockingQueue<>();
    private final BlockingQueue<SipConnection> closedConnections = new LinkedBlockingQueue<>();
    private volatile SipConnection connection;

    /** Prepares a line; call {@link #connect} or {@link #listen}. */
    @SuppressWarnings("NullAway.Init") // the connection exists after connect or accept
    public SipLine(TlsIdentity identity, TlsRules rules) {
        this.transport = new SipTransport(identity, rules, SipLimits.USUAL, 1, this);
    }

    /**
     * Connects, waiting at most ten seconds. Throws IllegalStateException when TLS does not come
     * about.
     */
    public SipLine connect(InetSocketAddress peer, String serverName) {
        try {
            connection = transport.connect(peer, serverName).get(10, TimeUnit.SECONDS);
            return this;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
            throw new IllegalStateException("no TLS connection", e);
        }
    }

    /** Listens on a free loopback port. */
    public InetSocketAddress listen() {
        return transport.listen();
    }

    /** The connection that was opened last. */
    public SipConnection connection() {
        return connection;
    }

    /** Sends on the connection that was opened last. */
    public void send(SipMessage message) {
        connection.send(message);
    }

    /** Sends octets on the connection that was opened last. */
    public void send(byte[] octets) {
        connection.send(octets);
    }

    /** The next message from any connection, or empty when the limit passes. */
    public Optional<SipMessage> next(Duration limit) throws InterruptedException {
        return Optional.ofNullable(arrived.poll(limit.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** The next keep-alive, or empty when the limit passes. */
    public Optional<Crlf> nextKeepAlive(Duration limit) throws InterruptedException {
        return Optional.ofNullable(keepAlives.poll(limit.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** The next connection that came up, or empty when the limit passes. */
    public Optional<SipConnection> nextOpened(Duration limit) throws InterruptedException {
        return Optional.ofNullable(openedConnections.poll(limit.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** The next connection that ended, or empty when the limit passes. */
    public Optional<SipConnection> nextClosed(Duration limit) throws InterruptedException {
        return Optional.ofNullable(closedConnections.poll(limit.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Override
    public void opened(SipConnection opened) {
        connection = opened;
        openedConnections.add(opened);
    }

    @Override
    public void message(SipConnection from, SipMessage message) {
        arrived.add(message);
    }

    @Override
    public void keepAlive(SipConnection from, Crlf kind) {
        keepAlives.add(kind);
    }

    @Override
    public void closed(SipConnection gone) {
        closedConnections.add(gone);
    }

    @Override
    public void close() {
        transport.close();
    }
}
