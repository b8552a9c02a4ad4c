package org.sallyport.simulator.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.sallyport.simulator.sip.SipTls;
import org.sallyport.simulator.sip.TlsIdentity;
import org.sallyport.simulator.sip.TlsRules;

/**
 * An Edge with many users that sends and answers as much as it can, over a few mutual TLS
 * connections.
 *
 * <p>Life: make one, {@link #connect}, {@link #openSessions} (or let the gateway invite), any
 * number of {@code send…} one after the other, {@link #close}. Each conversation stays on one
 * connection, so its order is kept. It takes every invitation and every text; nothing is parsed on
 * the way in but the token. Protocol faults of the gateway are not looked for: that is the work of
 * {@link org.sallyport.simulator.edge.SimulatedEdge}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what cannot be written is lost with the connection
public final class SipLoad implements AutoCloseable {
    private static final int LARGEST_BATCH = 64;
    private static final long PAUSE_NANOS = 200_000;
    private static final int CONNECT_SECONDS = 30;

    private final LoadPlan plan;
    private final LoadScore outgoing;
    private final SipTls tls;
    private final EventLoopGroup group;
    private final List<Channel> channels = new CopyOnWriteArrayList<>();
    private final SipSessions sessions;
    private final SipLoadHandler.Tally tally;
    private final InetSocketAddress address;
    private final int[] sequences;
    private final LongAdder stalls = new LongAdder();

    /**
     * Starts listening on a free port of 127.0.0.1.
     *
     * @param settings the users are those of {@link LoadPlan#sipDomain()}
     * @param outgoing counts what this sends; the XMPP side tells it what arrived
     * @param incoming counts what arrives here; the XMPP side tells it what it sent
     */
    public SipLoad(Settings settings, LoadPlan plan, LoadScore outgoing, LoadScore incoming) {
        this.plan = plan;
        this.outgoing = outgoing;
        this.tls = SipTls.of(settings.identity(), settings.tls());
        this.sequences = new int[plan.conversations()];
        this.group =
                new MultiThreadIoEventLoopGroup(
                        settings.threads(),
                        new DefaultThreadFactory("sip-load", true),
                        NioIoHandler.newFactory());
        this.tally = new SipLoadHandler.Tally(outgoing, incoming);
        Channel listener =
                new ServerBootstrap()
                        .group(group)
                        .channel(NioServerSocketChannel.class)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        join(channel, tls.serverHandler(channel.alloc()));
                                    }
                                })
                        .bind("127.0.0.1", 0)
                        .syncUninterruptibly()
                        .channel();
        this.address = (InetSocketAddress) listener.localAddress();
        String via = "SIP/2.0/TLS 127.0.0.1:" + address.getPort();
        this.sessions = new SipSessions(plan, new SipLoadMessages(plan, settings.fqdn(), via));
    }

    /** Who this Edge is, and how many threads serve its connections. */
    public record Settings(TlsIdentity identity, TlsRules tls, String fqdn, int threads) {}

    private void join(Channel channel, SslHandler handler) {
        channel.pipeline().addLast(handler, new SipFrames(), new SipLoadHandler(sessions, tally));
    }

    /** Where the gateway connects. */
    public InetSocketAddress address() {
        return address;
    }

    /**
     * Opens this many connections to the gateway and waits until TLS stands on all.
     *
     * @throws IllegalStateException if one does not stand within 30 seconds
     */
    public void connect(InetSocketAddress gateway, String serverName, int count) {
        for (int index = 0; index < count; index++) {
            Channel channel =
                    new Bootstrap()
                            .group(group)
                            .channel(NioSocketChannel.class)
                            .option(ChannelOption.TCP_NODELAY, true)
                            .handler(
                                    new ChannelInitializer<>() {
                                        @Override
                                        protected void initChannel(Channel opened) {
                                            join(
                                                    opened,
                                                    tls.clientHandler(
                                                            opened.alloc(),
                                                            serverName,
                                                            gateway.getPort()));
                                        }
                                    })
                            .connect(gateway)
                            .syncUninterruptibly()
                            .channel();
            var handshake = channel.pipeline().get(SslHandler.class).handshakeFuture();
            if (!handshake.awaitUninterruptibly(CONNECT_SECONDS, TimeUnit.SECONDS)
                    || !handshake.isSuccess()) {
                throw new IllegalStateException("TLS with the gateway did not come about");
            }
            channels.add(channel);
        }
    }

    /**
     * Invites from every SIP user of the plan and waits for the answers.
     *
     * @return how many sessions stand; {@link #refusals} tells about the others
     */
    public int openSessions(Duration limit) throws InterruptedException {
        if (!sessions.invite(channels).await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException(
                    "invitations without a final answer: "
                            + (plan.conversations() - sessions.count()));
        }
        return sessions.count();
    }

    /** How many conversations have a session now. */
    public int sessions() {
        return sessions.count();
    }

    /**
     * Sends at a steady rate, round all conversations, whatever comes back. Returns when the time
     * is over.
     */
    public void sendAtRate(int perSecond, Duration length) {
        long start = System.nanoTime();
        long end = start + length.toNanos();
        long done = 0;
        int next = 0;
        for (long now = start; now < end; now = System.nanoTime()) {
            long due = Math.min((now - start) * perSecond / 1_000_000_000L - done, LARGEST_BATCH);
            if (due <= 0) {
                LockSupport.parkNanos(PAUSE_NANOS);
                continue;
            }
            next = batch(next, (int) due);
            done += due;
        }
    }

    /**
     * Sends this many texts, never more than {@code window} of them open at a time; needs a
     * receiver that tells the outgoing score of each arrival. Returns when the last one is written
     * or the limit is over.
     *
     * @return how many were written
     */
    public long sendWindowed(int window, long texts, Duration limit) throws InterruptedException {
        Semaphore free = new Semaphore(window);
        outgoing.onSettled(free::release);
        long deadline = System.nanoTime() + limit.toNanos();
        long done = 0;
        int next = 0;
        while (done < texts
                && free.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            int more = 1;
            while (more < LARGEST_BATCH && done + more < texts && free.tryAcquire()) {
                more++;
            }
            next = batch(next, more);
            done += more;
        }
        return done;
    }

    /** How often the sender had to wait because a connection took no more octets. */
    public long stalls() {
        return stalls.sum();
    }

    /**
     * How long the gateway took to answer MESSAGEs with 2xx; its count is the number of those
     * answers.
     */
    public LatencyHistogram answers() {
        return tally.answers();
    }

    /** Refused INVITEs and MESSAGEs by status. */
    public Map<Integer, Long> refusals() {
        Map<Integer, Long> all = new TreeMap<>();
        sessions.refusals().forEach((status, count) -> all.merge(status, count.sum(), Long::sum));
        tally.refusals().forEach((status, count) -> all.merge(status, count.sum(), Long::sum));
        return all;
    }

    private int batch(int first, int count) {
        int connections = Math.max(1, channels.size());
        List<List<ByteBuf>> buffers = new ArrayList<>();
        List<List<LoadToken>> tokens = new ArrayList<>();
        for (int index = 0; index < connections; index++) {
            buffers.add(new ArrayList<>());
            tokens.add(new ArrayList<>());
        }
        for (int index = 0; index < count; index++) {
            int conversation = (first + index) % plan.conversations();
            LoadToken token =
                    new LoadToken(conversation, sequences[conversation]++, System.nanoTime());
            outgoing.sent();
            SipTemplate template = sessions.template(conversation);
            if (template == null || channels.isEmpty()) {
                outgoing.failed(token);
            } else {
                tokens.get(conversation % connections).add(token);
                buffers.get(conversation % connections)
                        .add(Unpooled.wrappedBuffer(template.filled(token)));
            }
        }
        for (int index = 0; index < connections; index++) {
            if (!buffers.get(index).isEmpty()) {
                write(channels.get(index), tokens.get(index), buffers.get(index));
            }
        }
        return (first + count) % plan.conversations();
    }

    private void write(Channel channel, List<LoadToken> tokens, List<ByteBuf> buffers) {
        while (!channel.isWritable() && channel.isActive()) {
            stalls.increment();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        channel.writeAndFlush(
                        Unpooled.wrappedBuffer(buffers.size(), buffers.toArray(ByteBuf[]::new)))
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        tokens.forEach(outgoing::failed);
                    }
                });
    }

    /** Closes all connections. Repeatable. */
    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
