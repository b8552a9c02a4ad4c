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
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.sallyport.simulator.cert.IssuedCertificate;

/**
 * SIP over mutual TLS in both directions: listens on loopback and connects out, with one certificate. Events come from the
 * connection's thread; close it to free threads and sockets.
 */
public final class SipTransport implements AutoCloseable {
    private static final long HANDSHAKE_LIMIT_SECONDS = 10;

    private final EventLoopGroup group;
    private final SslContext server;
    private final SslContext client;
    private final SipLimits limits;
    private final SipEvents events;

    /** Makes a transport with the given number of threads; nothing is opened yet. */
    public SipTransport(TlsIdentity identity, TlsRules rules, SipLimits limits, int threads, SipEvents events) {
        this.limits = limits;
        this.events = events;
        X509ExtendedKeyManager keys = new IssuedCertificate(identity.chain(), identity.key()).keyManager();
        PeerTrust trust = new PeerTrust(identity, rules);
        try {
            this.server = SslContextBuilder.forServer(keys)
                    .trustManager(trust)
                    .clientAuth(ClientAuth.REQUIRE)
                    .protocols(rules.protocols())
                    .build();
            this.client = SslContextBuilder.forClient()
                    .keyManager(keys)
                    .trustManager(trust)
                    .endpointIdentificationAlgorithm(null)
                    .protocols(rules.protocols())
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("TLS cannot be set up", e);
        }
        this.group = new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory("simulated-sip", true), NioIoHandler.newFactory());
    }

    /** Listens on a free port of 127.0.0.1 and says which. */
    public InetSocketAddress listen() {
        ServerBootstrap bootstrap = new ServerBootstrap()
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
                SslHandler tls = outgoing == null
                        ? server.newHandler(channel.alloc())
                        : client.newHandler(channel.alloc(), outgoing.serverName(), outgoing.port());
                tls.setHandshakeTimeout(HANDSHAKE_LIMIT_SECONDS, TimeUnit.SECONDS);
                SipConnection connection = new SipConnection(channel, outgoing == null);
                CompletableFuture<SipConnection> opened =
                        outgoing == null ? new CompletableFuture<>() : outgoing.opened();
                SipDecoder decoder = new SipDecoder(limits, connection.unansweredPings());
                channel.pipeline().addLast(tls, decoder, new SipHandler(connection, opened, events));
            }
        };
    }

    private record Outgoing(String serverName, int port, CompletableFuture<SipConnection> opened) {}

    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
