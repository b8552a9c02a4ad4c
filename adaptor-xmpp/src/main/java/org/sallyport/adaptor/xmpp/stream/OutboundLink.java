package org.sallyport.adaptor.xmpp.stream;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.sallyport.api.address.Domain;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.outcome.Outcome;

/**
 * Everything that goes from one of our domains to one peer domain, in order: a bounded queue and at
 * most one stream, opened when there is something to write (RFC 6120 §10.1). Thread-safe; its state
 * lives on one event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // how a connection ends is heard when it is gone
final class OutboundLink implements StreamOwner {
    private static final int CONNECT_MILLIS = 10_000;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final StreamServices services;
    private final EventLoop loop;
    private final Targets targets;
    private final Domain local;
    private final Domain domain;
    private final PeerTable.Peer peer;
    private final Deque<Outgoing> queue = new ArrayDeque<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final Deque<Place> places = new ArrayDeque<>();
    private volatile @Nullable OutboundStream stream;
    private Outcome.Failed lastFailure =
            Outcome.notTaken(ErrorCode.PEER_UNREACHABLE, "no connection was tried yet");
    private Duration pause = Duration.ZERO;
    private Instant notBefore = Instant.MIN;
    private volatile boolean connecting;
    private boolean closed;

    /** One address of a target. */
    private record Place(Targets.Target target, InetAddress address) {}

    OutboundLink(
            StreamServices services,
            EventLoop loop,
            Domain local,
            Domain domain,
            PeerTable.Peer peer) {
        this.services = services;
        this.loop = loop;
        this.local = local;
        this.domain = domain;
        this.peer = peer;
        this.targets =
                new Targets(
                        services.context().network().names(),
                        services.context().identifiers().random(),
                        services.config().directTlsPorts());
    }

    /** Queues a stanza; it ends with an outcome in any case. */
    void send(Outgoing outgoing) {
        if (outgoing.size() > services.config().limits().maxStanza().toInt()) {
            outgoing.end(
                    Outcome.notTaken(
                            ErrorCode.TOO_LARGE, "the message is larger than limits.max-stanza"));
        } else if (queued.incrementAndGet() > services.config().limits().queue()) {
            queued.decrementAndGet();
            outgoing.end(
                    Outcome.notTaken(ErrorCode.OVERLOADED, "too many messages wait for this peer"));
        } else {
            try {
                loop.execute(() -> {
                    queue.add(outgoing);
                    work();
                });
            } catch (RejectedExecutionException e) {
                outgoing.end(Outcome.notTaken(ErrorCode.SHUTTING_DOWN, "this gateway is stopping"));
            }
        }
    }

    /**
     * Cuts the connection if a stanza that ran out of time is still on its way to the socket: the
     * peer does not read.
     */
    void stalled(Outgoing outgoing) {
        loop.execute(() -> {
            if (!outgoing.isFlushed() && stream != null) {
                stream.cut("the peer does not read");
            }
        });
    }

    private void work() {
        if (closed) {
            fail(Outcome.notTaken(ErrorCode.SHUTTING_DOWN, "this gateway is stopping"));
        } else if (stream != null && stream.isOpen()) {
            flush(stream);
        } else if (stream == null && !connecting && !queue.isEmpty()) {
            connect();
        }
    }

    private void flush(OutboundStream open) {
        Instant now = services.context().time().clock().instant();
        OutboundTraffic traffic = open.traffic();
        while (!queue.isEmpty() && traffic.hasRoom()) {
            Outgoing next = queue.remove();
            queued.decrementAndGet();
            if (next.size() > open.peerLimit()) {
                next.giveUp();
                next.end(
                        Outcome.notTaken(
                                ErrorCode.TOO_LARGE, "the message is larger than the peer takes"));
            } else {
                traffic.write(next, now);
            }
        }
        traffic.written();
    }

    private void connect() {
        Instant now = services.context().time().clock().instant();
        if (now.isBefore(notBefore)) {
            fail(lastFailure);
            return;
        }
        if (!services.connections().enter(services.config().limits().connections())) {
            fail(
                    Outcome.notTaken(
                            ErrorCode.OVERLOADED,
                            "this gateway has no room for another connection"));
            return;
        }
        connecting = true;
        services.context()
                .time()
                .workers()
                .execute(() -> {
                    List<Place> found = new ArrayList<>();
                    try {
                        for (Targets.Target target : targets.of(domain, peer.settings())) {
                            for (InetAddress address :
                                    services.context().network().names().addresses(target.host())) {
                                found.add(new Place(target, address));
                            }
                        }
                    } finally {
                        loop.execute(() -> found(found));
                    }
                });
    }

    private void found(List<Place> found) {
        if (found.isEmpty()) {
            handshake().refused("dns", "no address was found for the peer");
            gaveUp(Outcome.notTaken(ErrorCode.PEER_NOT_FOUND, "no address was found for the peer"));
            return;
        }
        places.addAll(found);
        lastFailure = Outcome.notTaken(ErrorCode.PEER_UNREACHABLE, "no connection came about");
        next();
    }

    private Handshake handshake() {
        Handshake handshake = new Handshake(services.context(), "out");
        handshake.peer(domain);
        return handshake;
    }

    private void next() {
        Place place = places.poll();
        if (place == null || closed) {
            places.clear();
            gaveUp(lastFailure);
            return;
        }
        Handshake handshake = handshake();
        ChannelFuture connection =
                new Bootstrap()
                        .group(loop)
                        .channel(NioSocketChannel.class)
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(ChannelOption.SO_KEEPALIVE, true)
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                        .option(
                                ChannelOption.WRITE_BUFFER_WATER_MARK,
                                new WriteBufferWaterMark(32_768, 65_536))
                        .handler(new ChannelInboundHandlerAdapter())
                        .connect(new InetSocketAddress(place.address(), place.target().port()));
        connection.addListener(done -> {
            String where = place.target().host() + ":" + place.target().port();
            if (done.isSuccess()) {
                handshake.passed("connect", where);
                negotiate(connection.channel(), place.target(), handshake);
            } else {
                handshake.refused("connect", where + ", " + Protocol.reason(done.cause()));
                next();
            }
        });
    }

    private void negotiate(Channel channel, Targets.Target target, Handshake handshake) {
        stream =
                new OutboundStream(
                        services, new Route(local, domain, peer, target), channel, handshake, this);
        if (closed) {
            stream.finish();
        }
    }

    private void gaveUp(Outcome.Failed failure) {
        connecting = false;
        services.connections().leave();
        services.connections().failed(domain);
        lastFailure = failure;
        pause = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
        if (pause.compareTo(LONGEST_PAUSE) > 0) {
            pause = LONGEST_PAUSE;
        }
        notBefore = services.context().time().clock().instant().plus(pause);
        fail(failure);
    }

    private void fail(Outcome.Failed failure) {
        for (Outgoing waiting = queue.poll(); waiting != null; waiting = queue.poll()) {
            queued.decrementAndGet();
            waiting.giveUp();
            waiting.end(failure);
        }
    }

    @Override
    public void ready(OutboundStream open) {
        connecting = false;
        places.clear();
        pause = Duration.ZERO;
        work();
    }

    @Override
    public void refused(ErrorCode code, String why) {
        stream = null;
        lastFailure = Outcome.notTaken(code, why);
        next();
    }

    @Override
    public void ended(OutboundStream ended, String why) {
        services.connections().leave();
        stream = null;
        work();
    }

    @Override
    public void writable(OutboundStream open) {
        work();
    }

    /** Whether nothing is open and nothing waits. */
    boolean isIdle() {
        return queued.get() == 0 && stream == null && !connecting;
    }

    /** Ends the stream in good order; what was not written fails. */
    void close() {
        loop.execute(() -> {
            closed = true;
            work();
            if (stream != null) {
                stream.finish();
            }
        });
    }

    void cut() {
        loop.execute(() -> {
            if (stream != null) {
                stream.cut("this gateway stops");
            }
        });
    }
}
