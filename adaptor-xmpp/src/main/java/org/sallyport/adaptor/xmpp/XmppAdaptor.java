package org.sallyport.adaptor.xmpp;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.sallyport.adaptor.xmpp.config.XmppConfig;
import org.sallyport.adaptor.xmpp.stanza.StanzaWriter;
import org.sallyport.adaptor.xmpp.stream.ConnectionTable;
import org.sallyport.adaptor.xmpp.stream.Outgoing;
import org.sallyport.adaptor.xmpp.stream.PeerTable;
import org.sallyport.adaptor.xmpp.stream.Pings;
import org.sallyport.adaptor.xmpp.stream.SentText;
import org.sallyport.adaptor.xmpp.stream.StreamPool;
import org.sallyport.adaptor.xmpp.stream.StreamServices;
import org.sallyport.adaptor.xmpp.xml.XmlElement;
import org.sallyport.api.adaptor.Adaptor;
import org.sallyport.api.adaptor.PacketSink;
import org.sallyport.api.adaptor.PeerStatus;
import org.sallyport.api.address.Domain;
import org.sallyport.api.config.HostPort;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.network.TlsIdentity;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.packet.InstantMessage;
import org.sallyport.api.packet.Packet;
import org.sallyport.api.plugin.PluginContext;

/**
 * A server-to-server XMPP peer for the domains that it serves. Keys of {@link
 * PeerStatus#connections}: {@code direction} ({@code in}, {@code out}), {@code remote}, {@code
 * tls}, {@code tls-start} ({@code starttls}, {@code direct}), {@code cipher}, {@code
 * authentication}, {@code since}.
 */
public final class XmppAdaptor implements Adaptor {
    private final XmppConfig config;
    private final PluginContext context;
    private final Set<Domain> served;
    private final PeerTable peers;
    private final ConnectionTable connections = new ConnectionTable();
    private final LateFailures failures;
    private final StanzaDesk desk;
    private final StanzaWriter writer;
    private final Pings pings = new Pings();
    private volatile @Nullable StreamPool pool;
    private volatile Optional<InetSocketAddress> starttls = Optional.empty();
    private volatile Optional<InetSocketAddress> directTls = Optional.empty();

    XmppAdaptor(XmppConfig config, List<Domain> served, PluginContext context) {
        this.config = config;
        this.context = context;
        this.served = Set.copyOf(served);
        this.peers = new PeerTable(config.peers(), context.network().policies());
        this.failures = new LateFailures(context);
        this.writer = new StanzaWriter(context.time().clock());
        this.desk = new StanzaDesk(context, this.served, failures, pings, this::send);
    }

    @Override
    public void start(PacketSink inbound) {
        TlsIdentity identity = context.network().identity(config.certificates());
        StreamServices.Callbacks callbacks =
                new StreamServices.Callbacks(desk, failures::uncertain, pings, connections);
        StreamPool opened =
                new StreamPool(
                        new StreamServices(config, context, served, identity, peers, callbacks));
        desk.start(inbound);
        failures.start(inbound);
        pool = opened;
        context.metrics().gauge("connections", Map.of(), connections::size);
        try {
            starttls = config.listen().starttls().map(where -> opened.listen(where, false));
            directTls = config.listen().directTls().map(where -> opened.listen(where, true));
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    @Override
    public Map<String, HostPort> listeners() {
        Map<String, HostPort> listeners = new TreeMap<>();
        starttls.ifPresent(where -> listeners.put("starttls", hostPort(where)));
        directTls.ifPresent(where -> listeners.put("direct-tls", hostPort(where)));
        return listeners;
    }

    private static HostPort hostPort(InetSocketAddress where) {
        return new HostPort(where.getAddress().getHostAddress(), where.getPort());
    }

    /** Where peers connect for STARTTLS, once started. */
    public Optional<InetSocketAddress> starttlsAddress() {
        return starttls;
    }

    /** Where peers connect for TLS from the first octet, once started. */
    public Optional<InetSocketAddress> directTlsAddress() {
        return directTls;
    }

    @Override
    public Outcome deliver(Packet packet, Instant deadline) {
        StreamPool open = pool;
        if (open == null) {
            return Outcome.notTaken(ErrorCode.SHUTTING_DOWN, "the adaptor was not started");
        }
        if (!served.contains(packet.from().domain())) {
            return Outcome.notTaken(
                    ErrorCode.BAD_ADDRESS, "the sender's domain is not served here");
        }
        if (!context.time().clock().instant().isBefore(deadline)) {
            return Outcome.notTaken(
                    ErrorCode.DEADLINE_EXCEEDED,
                    "the time ran out before the message could be written");
        }
        Outgoing outgoing;
        try {
            Optional<XmlElement> stanza = writer.write(packet);
            if (stanza.isEmpty()) {
                return Outcome.notTaken(
                        ErrorCode.UNSUPPORTED,
                        "XMPP adaptor does not carry " + packet.kind().token() + " yet");
            }
            outgoing = outgoing(packet, stanza.get(), deadline);
        } catch (IllegalArgumentException e) {
            return Outcome.notTaken(
                    ErrorCode.BAD_ADDRESS, "a name of the packet is no XMPP address");
        }
        open.send(packet.from().domain(), packet.to().domain(), outgoing);
        return await(open, packet, outgoing, deadline);
    }

    private Outgoing outgoing(Packet packet, XmlElement stanza, Instant deadline) {
        if (!(packet instanceof InstantMessage text)) {
            return Outgoing.of(stanza, deadline);
        }
        SentText sent =
                new SentText(
                        text.id(),
                        text.id().value(),
                        text.from(),
                        text.to(),
                        text.marks().wireId());
        Outgoing outgoing = Outgoing.of(stanza, deadline, sent);
        failures.remember(sent, outgoing);
        return outgoing;
    }

    private Outcome await(StreamPool open, Packet packet, Outgoing outgoing, Instant deadline) {
        long left = Duration.between(context.time().clock().instant(), deadline).toMillis();
        try {
            return outgoing.outcome().get(Math.max(0, left), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return late(open, packet, outgoing);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return late(open, packet, outgoing);
        } catch (ExecutionException e) {
            return Outcome.unknown(ErrorCode.GATEWAY_ERROR, "the delivery broke");
        }
    }

    private Outcome late(StreamPool open, Packet packet, Outgoing outgoing) {
        Outcome outcome =
                outgoing.giveUp()
                        ? Outcome.notTaken(
                                ErrorCode.PEER_UNREACHABLE,
                                "the time ran out before the message could be written")
                        : Outcome.unknown(
                                ErrorCode.PEER_TIMEOUT,
                                "the peer did not confirm the message in time");
        outgoing.end(outcome);
        if (!outgoing.giveUp() && !outgoing.isFlushed()) {
            open.stalled(packet.from().domain(), packet.to().domain(), outgoing);
        }
        return outgoing.outcome().getNow(outcome);
    }

    private void send(Domain local, Domain peer, Outgoing outgoing) {
        StreamPool open = pool;
        if (open == null) {
            outgoing.end(Outcome.notTaken(ErrorCode.SHUTTING_DOWN, "the adaptor was not started"));
        } else {
            open.send(local, peer, outgoing);
        }
    }

    @Override
    public void drain(Duration limit) {
        StreamPool open = pool;
        if (open == null) {
            return;
        }
        open.drain();
        long end = System.nanoTime() + limit.toNanos();
        while (!open.isDrained() && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    @Override
    public List<PeerStatus> peers() {
        boolean byPing = config.confirm() == XmppConfig.Confirm.PING;
        return peers.all().stream().map(peer -> connections.status(peer, byPing)).toList();
    }

    @Override
    public void close() {
        StreamPool open = pool;
        if (open != null) {
            open.close();
        }
    }
}
