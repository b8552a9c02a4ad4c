package org.sallyport.simulator.sip;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** One mutually authenticated TLS connection that carries SIP. Thread-safe. */
@SuppressWarnings("FutureReturnValueIgnored") // what cannot be written is lost with the connection
public final class SipConnection {
    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final long SWITCH_LIMIT_MILLIS = 5_000;

    private final long number = NUMBERS.incrementAndGet();
    private final Channel channel;
    private final boolean inbound;
    private final AtomicInteger unansweredPings = new AtomicInteger();
    private volatile List<String> peerNames = List.of();
    private volatile String protocol = "";

    SipConnection(Channel channel, boolean inbound) {
        this.channel = channel;
        this.inbound = inbound;
    }

    void secured(List<String> names, String negotiated) {
        peerNames = List.copyOf(names);
        protocol = negotiated;
    }

    AtomicInteger unansweredPings() {
        return unansweredPings;
    }

    /** A number that no other connection of this process has. */
    public long number() {
        return number;
    }

    /** Whether the peer opened it. */
    public boolean inbound() {
        return inbound;
    }

    /** The DNS names in the peer's certificate, in lower case. */
    public List<String> peerNames() {
        return peerNames;
    }

    /** Whether the peer's certificate carries this name, exactly. */
    public boolean peerIs(String name) {
        return peerNames.contains(name.toLowerCase(Locale.ROOT));
    }

    /** The TLS version, e.g. {@code TLSv1.2}. */
    public String protocol() {
        return protocol;
    }

    public boolean open() {
        return channel.isActive();
    }

    public InetSocketAddress local() {
        return (InetSocketAddress) channel.localAddress();
    }

    public InetSocketAddress remote() {
        return (InetSocketAddress) channel.remoteAddress();
    }

    /** Writes one message; what cannot be written is lost with the connection. */
    public void send(SipMessage message) {
        send(message.toBytes());
    }

    /** Writes octets as they are. */
    public void send(byte[] octets) {
        channel.writeAndFlush(Unpooled.wrappedBuffer(octets), channel.voidPromise());
    }

    /** Sends a keep-alive question, CRLFCRLF. */
    public void ping() {
        unansweredPings.incrementAndGet();
        send(new byte[] {'\r', '\n', '\r', '\n'});
    }

    /**
     * Stops or goes on reading, so that the peer meets a slow receiver. Holds when this returns.
     */
    public void reading(boolean wanted) {
        if (channel.eventLoop().inEventLoop()) {
            channel.config().setAutoRead(wanted);
        } else {
            // A read that is under way ends before this task.
            channel.eventLoop()
                    .submit(() -> channel.config().setAutoRead(wanted))
                    .awaitUninterruptibly(SWITCH_LIMIT_MILLIS);
        }
    }

    /** Ends the connection in good order. */
    public void close() {
        channel.close();
    }

    /** Ends the connection with a TCP reset, without a TLS farewell. */
    public void reset() {
        reset(channel);
    }

    static void reset(Channel channel) {
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        // Closing from the first context leaves the TLS handler out, and with it the farewell.
        if (channel.eventLoop().inEventLoop()) {
            closeAtHead(channel);
        } else {
            channel.eventLoop().execute(() -> closeAtHead(channel));
        }
    }

    private static void closeAtHead(Channel channel) {
        ChannelHandlerContext first = channel.pipeline().firstContext();
        if (first != null) {
            first.close();
        }
    }

    @Override
    public String toString() {
        return "SipConnection[" + number + "]";
    }
}
