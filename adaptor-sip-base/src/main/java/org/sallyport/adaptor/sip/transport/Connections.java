package org.sallyport.adaptor.sip.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.sallyport.adaptor.sip.transport.SendFailure.Reason;
import org.sallyport.api.address.Domain;
import org.sallyport.api.config.PeerPolicy.TlsVersion;
import org.sallyport.api.config.PeerSettings;
import org.sallyport.api.network.PeerVerifier.PeerRole;
import org.sallyport.api.network.TlsIdentity;

/** All connections of one transport: accepts, opens, authenticates and finds them. */
@SuppressWarnings(
        "FutureReturnValueIgnored") // listeners and closes: what goes wrong shows as the end of the
// channel
final class Connections implements NextHop.Opener {
    private static final Domain UNKNOWN = new Domain("unknown.invalid");

    private final Hub hub;
    private final TlsIdentity identity;
    private final LinkJudge judge;
    private final Dialer dialer;
    private final Admission admission;
    private final OutboundCall calls;
    private final Map<Long, Connection> open = new ConcurrentHashMap<>();
    private final Set<Channel> unproven = ConcurrentHashMap.newKeySet();
    private final Map<PeerSettings, String> lastFailure = new ConcurrentHashMap<>();
    private final AtomicLong attempts = new AtomicLong();
    private volatile boolean closed;

    Connections(Hub hub, EventLoopGroup group, TlsIdentity identity) {
        this.hub = hub;
        this.identity = identity;
        this.judge = new LinkJudge(hub.peers(), hub.context().network());
        this.dialer =
                new Dialer(hub.context().network().names(), hub.context().identifiers().random());
        this.admission = new Admission(hub.limits().counts());
        this.calls = new OutboundCall(hub, group, identity, judge, new Nest());
        hub.meters().gauges(admission::total, () -> hub.stack().openTransactions());
    }

    /** The initializer of connections that we accept. */
    static ServerBootstrap listener(
            EventLoopGroup group, java.util.function.Consumer<SocketChannel> accepted) {
        return new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, 256)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(
                        new ChannelInitializer<SocketChannel>() {
                            @Override
                            protected void initChannel(SocketChannel channel) {
                                accepted.accept(channel);
                            }
                        });
    }

    /** Takes a connection that somebody opened to us. On its event loop. */
    void accept(SocketChannel channel) {
        InetAddress source = channel.remoteAddress().getAddress();
        if (closed || !admission.admit(source)) {
            hub.meters().refusedConnection("too-many");
            channel.close();
            return;
        }
        watch(channel);
        long attempt = attempts.incrementAndGet();
        Assembly assembly = new Assembly();
        SipFramer framer = new SipFramer(hub.limits().sizes(), assembly);
        Handshake.install(channel, identity.server(oldestTls()), framer, hub)
                .whenComplete((session, failure) ->
                        hub.later(() -> {
                            try {
                                if (session == null) {
                                    refuse(
                                            UNKNOWN,
                                            attempt,
                                            "tls",
                                            "tls",
                                            String.valueOf(failure.getMessage()));
                                } else {
                                    judgeInbound(channel, session, framer, assembly, attempt);
                                }
                            } finally {
                                admission.proven(source);
                            }
                        }));
    }

    @Override
    public @Nullable Connection find(NextHop.Key key) {
        Connection best = null;
        for (Connection candidate : open.values()) {
            if (candidate.isOpen()
                    && serves(candidate, key)
                    && (best == null || better(candidate, best))) {
                best = candidate;
            }
        }
        return best;
    }

    @Override
    public void open(NextHop hop) {
        hub.later(() -> {
            try {
                dial(hop);
            } catch (RuntimeException e) {
                hop.failed(Reason.CONNECT, "no connection was opened: " + e.getClass().getName());
            }
        });
    }

    /** The open connections that speak for a peer. */
    List<Connection> of(PeerSettings peer) {
        return open.values().stream()
                .filter(connection -> connection.isOpen() && connection.identity().proves(peer))
                .toList();
    }

    /** Why the last attempt to reach a peer failed, or null if it did not. */
    @Nullable String lastFailure(PeerSettings peer) {
        return lastFailure.get(peer);
    }

    /** Takes no new connections. */
    void stopAccepting() {
        closed = true;
    }

    /**
     * Closes all connections after what they hold has been written; returns when that is done, or
     * after {@code limit}.
     */
    void closeAll(Duration limit) {
        open.values().forEach(connection -> connection.closeAfterWriting("shut-down"));
        unproven.forEach(Connections::shut);
        long end = System.nanoTime() + limit.toNanos();
        List<Channel> channels = new ArrayList<>(unproven);
        open.values().forEach(connection -> channels.add(connection.channel()));
        for (Channel channel : channels) {
            channel.closeFuture()
                    .awaitUninterruptibly(
                            Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
    }

    /** Closes a channel; one that is closed already may have lost its event loop. */
    static void shut(Channel channel) {
        if (channel.isOpen()) {
            channel.close();
        }
    }

    /** Knows of a channel until it is a connection or closed, so that a stop finds it. */
    private void watch(Channel channel) {
        unproven.add(channel);
        channel.closeFuture()
                .addListener(done -> {
                    unproven.remove(channel);
                    admission.left();
                });
        if (closed) {
            shut(channel);
        }
    }

    private void dial(NextHop hop) {
        NextHop.Key key = hop.key();
        List<Dialer.Place> places;
        try {
            places = dialer.places(key.peer(), key.hop());
        } catch (Dialer.NotFound e) {
            fail(
                    hop,
                    new OutboundCall.Attempt(
                            attempts.incrementAndGet(),
                            "dns",
                            e.reason(),
                            String.valueOf(e.getMessage())));
            return;
        }
        OutboundCall.Attempt last = null;
        for (Dialer.Place place : places) {
            if (closed) {
                break;
            }
            last = calls.attempt(hop, place, attempts.incrementAndGet());
            if (last == null) {
                lastFailure.remove(key.peer());
                return;
            }
        }
        fail(
                hop,
                last == null
                        ? new OutboundCall.Attempt(
                                0, "connect", Reason.CLOSED, "the gateway is stopping")
                        : last);
    }

    private void fail(NextHop hop, OutboundCall.Attempt attempt) {
        PeerSettings peer = hop.key().peer();
        lastFailure.put(peer, attempt.explanation());
        refuse(
                Identity.label(peer),
                attempt.number(),
                attempt.step(),
                attempt.reason().token(),
                attempt.explanation());
        hop.failed(attempt.reason(), attempt.explanation());
    }

    private void judgeInbound(
            Channel channel,
            SSLSession session,
            SipFramer framer,
            Assembly assembly,
            long attempt) {
        if (closed || !channel.isOpen()) {
            shut(channel);
            return;
        }
        switch (judge.judge(session, PeerRole.CLIENT)) {
            case LinkJudge.Verdict.Stranger(var reason, var explanation) -> {
                shut(channel);
                String token =
                        "certificate-"
                                + reason.name()
                                        .toLowerCase(java.util.Locale.ROOT)
                                        .replace('_', '-');
                refuse(UNKNOWN, attempt, "certificate", token, explanation);
            }
            case LinkJudge.Verdict.Known(Identity known) -> {
                PeerSettings first = known.proofs().getFirst().peer();
                if (!admission.admitPeer(first)) {
                    shut(channel);
                    refuse(
                            known.label(),
                            attempt,
                            "limit",
                            "too-many",
                            "the peer has too many connections");
                    return;
                }
                channel.closeFuture().addListener(done -> admission.peerLeft(first));
                hub.step(
                        known.label(),
                        attempt,
                        "certificate",
                        true,
                        known.tls() + " " + known.names());
                lastFailure.remove(first);
                establish(channel, false, known, framer, assembly);
            }
        }
    }

    /** What happens to connections that we opened. */
    private final class Nest implements OutboundCall.Nest {
        @Override
        public void connected(Channel channel) {
            admission.opened();
            watch(channel);
        }

        @Override
        public Connection proven(
                Channel channel, Identity known, SipFramer framer, Assembly assembly) {
            return establish(channel, true, known, framer, assembly);
        }
    }

    private Connection establish(
            Channel channel, boolean ours, Identity known, SipFramer framer, Assembly assembly) {
        long id = attempts.incrementAndGet();
        Connection connection =
                new Connection(id, channel, !ours, known, hub, () -> open.remove(id));
        open.put(id, connection);
        unproven.remove(channel);
        try {
            channel.eventLoop()
                    .execute(() -> {
                        if (!channel.isActive()) {
                            connection.ended(); // it broke while it was judged
                            return;
                        }
                        assembly.complete(connection);
                        channel.pipeline().remove(Handshake.class);
                        channel.pipeline().addLast("connection", connection);
                        connection.begin(framer);
                    });
        } catch (RejectedExecutionException e) {
            connection.ended(); // the transport was closed meanwhile
        }
        return connection;
    }

    private void refuse(Domain peer, long attempt, String step, String reason, String explanation) {
        hub.meters().refusedConnection(reason);
        hub.step(peer, attempt, step, false, explanation);
    }

    private static boolean serves(Connection connection, NextHop.Key key) {
        return connection.identity().proves(key.peer())
                && key.hop()
                        .map(hop ->
                                HostNames.isAddress(hop.host())
                                        || connection.certificateNames().stream()
                                                .anyMatch(name ->
                                                        HostNames.covers(
                                                                name, HostNames.wire(hop.host()))))
                        .orElse(true);
    }

    /** Our own connections first, then the oldest: the choice is the same as long as they live. */
    private static boolean better(Connection one, Connection other) {
        if (one.isInbound() != other.isInbound()) {
            return other.isInbound();
        }
        return one.id() < other.id();
    }

    private TlsVersion oldestTls() {
        return hub.peers().stream()
                        .anyMatch(peer -> OutboundCall.oldestTls(hub, peer) == TlsVersion.TLS_1_2)
                ? TlsVersion.TLS_1_2
                : TlsVersion.TLS_1_3;
    }
}
