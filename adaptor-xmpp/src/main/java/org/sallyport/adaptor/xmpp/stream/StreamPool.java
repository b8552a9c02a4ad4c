package org.sallyport.adaptor.xmpp.stream;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.sallyport.adaptor.xmpp.config.XmppConfig.StreamLimits;
import org.sallyport.api.address.Domain;
import org.sallyport.api.config.HostPort;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.GatewayException;
import org.sallyport.api.outcome.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All streams of one adaptor: listeners, streams of peers, and one link for each pair of domains.
 * Thread-safe.
 */
@SuppressWarnings("FutureReturnValueIgnored") // how a connection ends is heard when it is gone
public final class StreamPool implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StreamPool.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(6);

    private final StreamServices services;
    private final EventLoopGroup loops;
    private final List<Channel> listeners = new CopyOnWriteArrayList<>();
    private final Set<InboundStream> inbound = ConcurrentHashMap.newKeySet();
    private final ConcurrentMap<Pair, OutboundLink> links = new ConcurrentHashMap<>();
    private volatile boolean draining;
    private final AtomicBoolean closed = new AtomicBoolean();

    private record Pair(Domain local, Domain peer) {}

    /** A pool with event loops and no sockets yet. */
    public StreamPool(StreamServices services) {
        this.services = services;
        int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);
        this.loops =
                new MultiThreadIoEventLoopGroup(
                        threads,
                        new DefaultThreadFactory(
                                "xmpp-" + services.context().instance().name(), true),
                        NioIoHandler.newFactory());
    }

    /**
     * Listens; port 0 takes a free one.
     *
     * @return where it listens
     * @throws GatewayException if the address is taken or not ours
     */
    public InetSocketAddress listen(HostPort where, boolean directTls) {
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(loops)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .option(ChannelOption.SO_BACKLOG, 256)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.SO_KEEPALIVE, true)
                        .childHandler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        accept(channel, directTls);
                                    }
                                });
        Channel listener =
                bootstrap.bind(where.host(), where.port()).awaitUninterruptibly().channel();
        if (!(listener.localAddress() instanceof InetSocketAddress bound) || !listener.isActive()) {
            throw new GatewayException(
                    ErrorCode.BAD_CONFIGURATION,
                    "cannot listen at " + where + "; is the port taken?");
        }
        listeners.add(listener);
        log.info(
                "xmpp listening: address={} port={} tls={}",
                where.host(),
                bound.getPort(),
                directTls ? "direct" : "starttls");
        return bound;
    }

    private void accept(Channel channel, boolean directTls) {
        StreamLimits limits = services.config().limits();
        ConnectionTable table = services.connections();
        InetAddress remote = ((InetSocketAddress) channel.remoteAddress()).getAddress();
        if (draining || !table.enter(limits.connections())) {
            services.count("connections-refused", "reason", draining ? "draining" : "limit");
            channel.close();
        } else if (!table.enterUnproved(
                remote, limits.unprovedPerAddress(), Math.max(1, limits.connections() / 2))) {
            table.leave();
            services.count("connections-refused", "reason", "address-limit");
            channel.close();
        } else {
            InboundStream stream =
                    new InboundStream(
                            services,
                            channel,
                            directTls,
                            () -> table.leaveUnproved(remote),
                            gone -> {
                                inbound.remove(gone);
                                table.leave();
                            });
            inbound.add(stream);
            if (draining) {
                stream.drain(); // the others may have been asked already
            }
        }
    }

    /** Sends a stanza from one of our domains to a peer's; it ends with an outcome in any case. */
    public void send(Domain local, Domain peer, Outgoing outgoing) {
        PeerTable.Peer settings = services.peers().find(peer).orElse(null);
        if (closed.get()) {
            outgoing.end(Outcome.notTaken(ErrorCode.SHUTTING_DOWN, "this gateway is stopping"));
        } else if (settings == null) {
            outgoing.end(
                    Outcome.notTaken(ErrorCode.NO_ROUTE, "the domain is no peer of this adaptor"));
        } else {
            forgetIdleLinks();
            // Within compute, so that no link is forgotten while something is put into it.
            links.compute(
                    new Pair(local, peer),
                    (_, known) -> {
                        OutboundLink link = known == null ? newLink(local, peer, settings) : known;
                        link.send(outgoing);
                        return link;
                    });
        }
    }

    /** Says that a stanza ran out of time after it was handed to the connection. */
    public void stalled(Domain local, Domain peer, Outgoing outgoing) {
        OutboundLink link = links.get(new Pair(local, peer));
        if (link != null) {
            link.stalled(outgoing);
        }
    }

    private OutboundLink newLink(Domain local, Domain peer, PeerTable.Peer settings) {
        return new OutboundLink(services, loops.next(), local, peer, settings);
    }

    private void forgetIdleLinks() {
        if (links.size() > 2 * services.config().limits().connections()) {
            links.keySet()
                    .forEach(pair ->
                            links.computeIfPresent(pair, (_, link) -> link.isIdle() ? null : link));
        }
    }

    /**
     * Stops listening and ends the streams of peers once what they sent has its outcome; our own go
     * on.
     */
    public void drain() {
        draining = true;
        listeners.forEach(Channel::close);
        inbound.forEach(InboundStream::drain);
    }

    /** Whether no peer has a stream to us any more. */
    public boolean isDrained() {
        return inbound.isEmpty();
    }

    /** Ends all streams in good order for some seconds, then cuts. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        drain();
        inbound.forEach(InboundStream::close);
        links.values().forEach(OutboundLink::close);
        long end = System.nanoTime() + CLOSE_LIMIT.toNanos();
        while (System.nanoTime() < end
                && !(inbound.isEmpty() && links.values().stream().allMatch(OutboundLink::isIdle))) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        inbound.forEach(InboundStream::cut);
        links.values().forEach(OutboundLink::cut);
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2_000);
    }
}
