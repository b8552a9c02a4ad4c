package org.sallyport.adaptor.sip.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sallyport.api.address.Domain;
import org.sallyport.api.config.PeerSettings;
import org.sallyport.api.link.Link;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection after its peer was authenticated: the last handler of the pipeline. Fields without
 * a lock belong to the event loop.
 */
@SuppressWarnings(
        "FutureReturnValueIgnored") // what a write or a close brings shows as the end of the
// channel
final class Connection extends ChannelInboundHandlerAdapter implements SipLink, SipFramer.Pulse {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final byte[] LINE_END = "\r\n".getBytes(StandardCharsets.US_ASCII);

    private final long id;
    private final Channel channel;
    private final boolean inbound;
    private final Identity identity;
    private final Hub hub;
    private final InetSocketAddress remote;
    private final Instant since;
    private final Outbox outbox;
    private final Inbox inbox;
    private final Exchange exchange;
    private final Runnable onEnd;

    private volatile boolean open = true;
    private long heardAt = System.nanoTime();
    private long spokeAt = heardAt;
    private long begunAt;
    private boolean begun;
    private boolean pinged;
    private @Nullable ScheduledFuture<?> watch;
    private @Nullable String cutBy;

    /**
     * Creates one; {@link #begin} lets messages flow.
     *
     * @param channel the open channel
     * @param identity who is at the other end
     * @param onEnd told once when the connection has ended
     */
    Connection(
            long id, Channel channel, boolean inbound, Identity identity, Hub hub, Runnable onEnd) {
        this.id = id;
        this.channel = channel;
        this.inbound = inbound;
        this.identity = identity;
        this.hub = hub;
        this.onEnd = onEnd;
        this.remote = (InetSocketAddress) channel.remoteAddress();
        this.since = hub.context().time().clock().instant();
        TransportLimits.Sizes sizes = hub.limits().sizes();
        this.outbox = new Outbox(channel, sizes.unsent().bytes(), hub.context().time().clock());
        this.inbox = new Inbox(hub.workers(), sizes.unread().bytes(), this::read);
        this.exchange = new Exchange(this, hub);
    }

    /** Announces the link and lets messages flow. On the event loop, once. */
    void begin(SipFramer framer) {
        inbox.add(() -> exchange.announce(true), 0);
        long tick = tickMillis();
        watch =
                channel.eventLoop()
                        .scheduleWithFixedDelay(this::watch, tick, tick, TimeUnit.MILLISECONDS);
        channel.config().setAutoRead(true);
        ChannelHandlerContext context = channel.pipeline().context(framer);
        try {
            framer.open(context);
        } catch (Exception e) {
            channel.pipeline().fireExceptionCaught(e);
        }
    }

    /** Ends it, once. On the event loop. */
    void ended() {
        if (!open) {
            return;
        }
        open = false;
        if (watch != null) {
            watch.cancel(false);
        }
        outbox.close();
        String reason = cutBy == null ? "closed" : cutBy;
        LOG.info("SIP link down: link={} peer={} reason={}", id, identity.label(), reason);
        onEnd.run();
        inbox.add(() -> exchange.end(reason), 0);
    }

    /** The transactions of this connection. */
    Exchange exchange() {
        return exchange;
    }

    /** Who is at the other end. */
    Identity identity() {
        return identity;
    }

    /** What it runs over. */
    Channel channel() {
        return channel;
    }

    /** Hands one message to the event loop; returns whether there was room. */
    boolean write(Outgoing message) {
        if (!open || !outbox.offer(message)) {
            return false;
        }
        hub.meters().sent();
        return true;
    }

    /** Closes after what was handed over has been written. */
    void closeAfterWriting(String reason) {
        channel.eventLoop()
                .execute(() -> {
                    cutBy = reason;
                    outbox.whenEmpty(() ->
                            channel.writeAndFlush(Unpooled.EMPTY_BUFFER)
                                    .addListener(done -> channel.close()));
                });
    }

    /** Closes now. */
    void close() {
        channel.close();
    }

    /** Facts for administrators; keys are documented in the reference of {@code peers}. */
    Map<String, String> facts() {
        return Map.of(
                "direction", inbound ? "inbound" : "outbound",
                "tls", identity.tls(),
                "cipher", identity.cipher(),
                "authentication", Link.Authentication.CERTIFICATE.token(),
                "certificate-names", String.join(" ", identity.names()),
                "certificate-until", identity.notAfter().toString(),
                "remote", remote.getAddress().getHostAddress() + ":" + remote.getPort(),
                "since", since.toString(),
                "unsent", Long.toString(outbox.unsent()),
                "open-transactions", Integer.toString(exchange.openTransactions()));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof Frame frame) {
            heardAt = System.nanoTime();
            hub.meters().received();
            inbox.add(() -> exchange.receive(frame), frame.size());
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable()) {
            outbox.resume();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        ended();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        Throwable cause =
                failure.getCause() instanceof FramingException framing ? framing : failure;
        String reason = cause instanceof FramingException framing ? framing.flaw().token() : "io";
        if (open && cutBy == null) {
            cutBy = reason;
            hub.meters().refusedConnection(reason);
        }
        context.close();
    }

    @Override
    public void partial(boolean hasBegun) {
        begun = hasBegun;
        begunAt = System.nanoTime();
    }

    @Override
    public void ping() {
        heardAt = System.nanoTime();
        if (channel.isWritable()) {
            channel.writeAndFlush(Unpooled.wrappedBuffer(LINE_END));
        }
    }

    @Override
    public boolean pong() {
        heardAt = System.nanoTime();
        boolean expected = pinged;
        pinged = false;
        return expected;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public List<PeerSettings> peers() {
        return identity.proofs().stream().map(Proof::peer).toList();
    }

    @Override
    public Optional<PeerSettings> peerFor(Domain domain) {
        return identity.peerFor(domain, hub.peers());
    }

    @Override
    public Link linkFor(Domain domain) {
        return new Link(domain, Link.Authentication.CERTIFICATE, identity.tls());
    }

    @Override
    public List<String> certificateNames() {
        return identity.names();
    }

    /** The other end. */
    InetSocketAddress remote() {
        return remote;
    }

    @Override
    public boolean isInbound() {
        return inbound;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public String toString() {
        return "link " + id + (inbound ? " from " : " to ") + identity.label();
    }

    /**
     * Two threads may tell at once: the event loop looks itself, so that what it does last is
     * right.
     */
    private void read() {
        Runnable look = () -> channel.config().setAutoRead(!inbox.isPaused());
        if (!channel.eventLoop().isShuttingDown()) {
            channel.eventLoop().execute(look);
        }
    }

    /** Deadlines and keep-alives, a few times in the shortest of them. */
    private void watch() {
        long now = System.nanoTime();
        TransportLimits.Times times = hub.limits().times();
        exchange.forgetOld();
        if (begun && older(now, begunAt, times.message()) && channel.config().isAutoRead()) {
            cut("slow-message");
        } else if (older(now, heardAt, times.idle()) && exchange.openTransactions() == 0) {
            cut("idle");
        } else if (older(now, Math.max(heardAt, spokeAt), times.keepAlive())) {
            spokeAt = now;
            pinged = true;
            channel.writeAndFlush(Unpooled.wrappedBuffer(LINE_END, LINE_END));
        }
    }

    private void cut(String reason) {
        cutBy = reason;
        hub.meters().refusedConnection(reason);
        channel.close();
    }

    private long tickMillis() {
        TransportLimits.Times times = hub.limits().times();
        Duration shortest =
                times.message().compareTo(times.keepAlive()) < 0
                        ? times.message()
                        : times.keepAlive();
        shortest = shortest.compareTo(times.idle()) < 0 ? shortest : times.idle();
        return Math.clamp(shortest.toMillis() / 4, 10, 1000);
    }

    private static boolean older(long now, long then, Duration limit) {
        return now - then > limit.toNanos();
    }
}
