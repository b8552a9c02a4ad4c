package org.sallyport.simulator.sip;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * SIP over mutual TLS in both directions: listens on loopback and connects out, with one
 * certificate. Events come from the connection's thread; close it to free threads and sockets.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what cannot be written is lost with the connection
public final class SipTransport implements AutoCloseable {
    private final EventLoopGroup group;
    private final SipTls tls;
    private final SipLimits limits;
    private final SipEvents events;

    /** Makes a transport with the given number of threads; nothing is opened yet. */
    public SipTransport(
            TlsIdentity identity, TlsRules rules, SipLimits limits, int threads, SipEvents events) {
        this.limits = limits;
        this.events = events;
        this.tls = SipTls.of(identity, rules);
        this.group =
                new MultiThreadIoEventLoopGroup(
                        threads,
                        new DefaultThreadFactory("simulated-sip", true),
                        NioIoHandler.newFactory());
    }

    /** Listens on a free port of 127.0.0.1 and says which. */
    public InetSocketAddress listen() {
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(group)
                        .channel(NioServerSocketChannel.class)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(pipeline(null));
        Channel channel = bootstrap.bind("127.0.0.1", 0).syncUninterruptibly().channel();
        return (InetSocketAddress) channel.localAddress();
    }

    /**
     * Opens a connection; the future ends when TLS stands, or fails with what went wrong.
     *
     * @param serverName name for SNI; the peer's certificate is not compared with it here
     */
    public CompletableFuture<SipConnection> connect(InetSocketAddress peer, String serverName) {
        CompletableFuture<SipConnection> opened = new CompletableFuture<>();
        new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 10_000)
                .handler(pipeline(new Outgoing(serverName, peer.getPort(), opened)))
                .connect(peer)
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        opened.completeExceptionally(connected.cause());
                    }
                });
        return opened;
    }

    private ChannelInitializer<Channel> pipeline(@Nullable Outgoing outgoing) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                SslHandler handler =
                        outgoing == null
                                ? tls.serverHandler(channel.alloc())
                                : tls.clientHandler(
                                        channel.alloc(), outgoing.serverName(), outgoing.port());
                SipConnection connection = new SipConnection(channel, outgoing == null);
                CompletableFuture<SipConnection> opened =
                        outgoing == null ? new CompletableFuture<>() : outgoing.opened();
                SipDecoder decoder = new SipDecoder(limits, connection.unansweredPings());
                channel.pipeline()
                        .addLast(handler, decoder, new SipHandler(connection, opened, events));
            }
        };
    }

    private record Outgoing(String serverName, int port, CompletableFuture<SipConnection> opened) {}

    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
