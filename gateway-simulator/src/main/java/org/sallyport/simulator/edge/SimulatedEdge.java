package org.sallyport.simulator.edge;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.sallyport.simulator.edge.presence.PresenceRules;
import org.sallyport.simulator.sip.Crlf;
import org.sallyport.simulator.sip.SipConnection;
import org.sallyport.simulator.sip.SipEvents;
import org.sallyport.simulator.sip.SipLimits;
import org.sallyport.simulator.sip.SipMessage;
import org.sallyport.simulator.sip.SipTransport;

/**
 * A simulated Skype for Business Access Edge with its users, as strict as MS-SIP §8.1 says; {@code
 * docs/simulator.md} has the list of its points and how sure each is. It listens on a free port of
 * 127.0.0.1 from the moment it is made, connects to a partner when one of its users has something
 * to say, and keeps a list of everything the partner did wrong.
 *
 * <p>Presence (points 13 to 15) is off, and SUBSCRIBE refused with 403, until {@link #presence}
 * says otherwise. With {@link EdgeConfig#teams} the gateway of the Teams cloud stands behind it
 * (point 16).
 *
 * <p>Thread-safe. All texts stay in memory.
 */
public final class SimulatedEdge implements AutoCloseable {
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(60);
    private static final int THREADS = 2;

    private final EdgeCore core;
    private final SipTransport transport;
    private final Wire wire;
    private final Switchboard board;
    private final PeerGate gate;
    private final SessionRequests sessions;
    private final RequestDesk desk;
    private final AtomicInteger pongs = new AtomicInteger();
    private final AtomicInteger handshakeFailures = new AtomicInteger();
    private volatile BiConsumer<SipConnection, SipMessage> tap = (connection, message) -> {};

    /** Starts an Edge; it listens when this returns. */
    public SimulatedEdge(EdgeConfig config) {
        core = new EdgeCore(config);
        transport =
                new SipTransport(
                        config.identity(), config.tls(), SipLimits.USUAL, THREADS, new Events());
        wire = new Wire(core, transport);
        Requests requests = new Requests(core);
        Transactions transactions = new Transactions(core, wire, requests);
        board = new Switchboard(core, transactions, requests);
        transactions.onLateSuccess(this::lateSuccess);
        gate = new PeerGate(core);
        sessions = new SessionRequests(core);
        desk = new RequestDesk(board, gate, sessions);
        core.address(transport.listen());
        keepAlive();
    }

    private final class Events implements SipEvents {
        @Override
        public void opened(SipConnection connection) {
            wire.opened(connection);
        }

        @Override
        public void message(SipConnection connection, SipMessage message) {
            tap.accept(connection, message);
            core.run(() -> desk.message(connection, message));
        }

        @Override
        public void keepAlive(SipConnection connection, Crlf kind) {
            if (kind == Crlf.PONG) {
                pongs.incrementAndGet();
            }
        }

        @Override
        public void fault(SipConnection connection, String fault) {
            core.violation(fault, null, connection);
        }

        @Override
        public void closed(SipConnection connection) {
            wire.closed(connection);
            core.run(() -> board.transactions().lost(connection));
        }

        @Override
        public void handshakeFailed(String cause) {
            handshakeFailures.incrementAndGet();
        }
    }

    // A 200 that comes again wants its ACK again (RFC 3261 §13.2.2.4).
    private void lateSuccess(SipMessage response) {
        board.find(
                        response.callId(),
                        response.from().tag().orElse(""),
                        response.to().tag().orElse(""))
                .ifPresentOrElse(
                        session -> {
                            SipMessage ack = session.dialog().lastAck();
                            if (ack != null) {
                                board.transactions().sendOnly(session.conversation().domain(), ack);
                            }
                        },
                        () -> core.violation("response-unmatched", response, null));
    }

    private void keepAlive() {
        core.after(
                KEEP_ALIVE,
                () -> {
                    ping();
                    keepAlive();
                });
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return core.address();
    }

    /** Lists or changes a partner; counts from the next request on. */
    public SimulatedEdge partner(Partner partner) {
        core.partner(partner);
        return this;
    }

    /** The user with this address; made when there is none yet, answering everything. */
    public SimulatedUser user(String address) {
        if (!core.serves(Switchboard.domain(address.toLowerCase(Locale.ROOT)))) {
            throw new IllegalArgumentException("this Edge does not serve that domain");
        }
        return core.user(new SimulatedUser(board, address, Behaviour.answers()));
    }

    /** The user with this address, who behaves like this from now on. */
    public SimulatedUser user(String address, Behaviour behaviour) {
        return user(address).behaves(behaviour);
    }

    /**
     * Asks a partner for a sign of life by OPTIONS, as Test-CsFederatedPartner does (MS-SIP §1.7).
     */
    public CompletableFuture<Sent> probe(String domain) {
        CompletableFuture<Sent> end = new CompletableFuture<>();
        core.run(() -> {
            Partner partner = core.partner(domain).orElseThrow();
            String name = core.serverName(partner).orElse(domain);
            SipMessage options = board.requests().probe(domain, name, 5061);
            board.transactions()
                    .start(
                            domain,
                            options,
                            answer ->
                                    end.complete(
                                            new Sent(
                                                    answer.status(),
                                                    answer.local(),
                                                    answer.diagnostics(),
                                                    0,
                                                    0,
                                                    Duration.ZERO)));
        });
        return end;
    }

    /** Texts for which this is true are refused with 606 and Warning 309. */
    public SimulatedEdge contentFilter(Predicate<String> blocked) {
        sessions.contentFilter(blocked);
        return this;
    }

    /** Whether and how presence is carried; {@link PresenceRules#NONE} until this is called. */
    public SimulatedEdge presence(PresenceRules rules) {
        board.presence().rules(rules);
        return this;
    }

    /** What the partner did against the rules so far; tests want this to be empty. */
    public List<Violation> violations() {
        return List.copyOf(core.violations());
    }

    /** Requests that were refused because of who sent them or how many. */
    public int refusedByGate() {
        CompletableFuture<Integer> count = new CompletableFuture<>();
        core.run(() -> count.complete(gate.refused()));
        return count.orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** TLS connections that did not come about, in both directions. */
    public int handshakeFailures() {
        return handshakeFailures.get();
    }

    /** Answers to own keep-alives. */
    public int pongs() {
        return pongs.get();
    }

    /** Connections that stand now. */
    public List<SipConnection> connections() {
        return List.copyOf(wire.open());
    }

    /** Sessions that stand now. */
    public int sessions() {
        CompletableFuture<Integer> count = new CompletableFuture<>();
        core.run(() -> count.complete(board.size()));
        return count.orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** Resets every connection; sessions stay. */
    public void dropConnections() {
        wire.open().forEach(SipConnection::reset);
    }

    /** Stops reading from every connection, present and future: a slow peer. */
    public void pause() {
        wire.reading(false);
    }

    /** Goes on reading. */
    public void resume() {
        wire.reading(true);
    }

    /** Sends CRLFCRLF on every connection. */
    public void ping() {
        wire.open().forEach(SipConnection::ping);
    }

    /**
     * The connection on which the Edge would send to this partner, opened if need be, for octets of
     * any kind.
     *
     * @return fails with IllegalStateException when the partner cannot be reached
     */
    public CompletableFuture<SipConnection> raw(String domain) {
        CompletableFuture<SipConnection> found = new CompletableFuture<>();
        core.run(() ->
                wire.connection(
                        domain,
                        "",
                        connection -> {
                            if (connection == null) {
                                found.completeExceptionally(
                                        new IllegalStateException("no connection to the partner"));
                            } else {
                                found.complete(connection);
                            }
                        }));
        return found;
    }

    /**
     * Shows every message that arrives, before the Edge looks at it; called on the connection's
     * thread.
     */
    public void tap(BiConsumer<SipConnection, SipMessage> observer) {
        tap = observer;
    }

    @Override
    public void close() {
        core.close();
        transport.close();
    }
}
