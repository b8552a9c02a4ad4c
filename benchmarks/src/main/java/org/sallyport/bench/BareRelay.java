package org.sallyport.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
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
import java.io.File;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/**
 * The speed of light: terminates the same mutual TLS as the gateway, finds the text in each stanza
 * and each MESSAGE by a scan over the octets, writes it into a prepared MESSAGE or stanza, answers
 * 200. It checks nothing, keeps no order, loses what it cannot write, and speaks only with the load
 * generators.
 */
final class BareRelay {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int CONNECT_SECONDS = 30;

    private final RelayTables tables = new RelayTables();
    private final EventLoopGroup loops;
    private final Tls xmpp;
    private final Tls sip;

    /** Both roles with one certificate. */
    private record Tls(SslContext server, SslContext client) {
        static Tls read(Path folder, String name) throws SSLException {
            File chain = folder.resolve(name + ".crt").toFile();
            File key = folder.resolve(name + ".key").toFile();
            File trust = folder.resolve("ca.crt").toFile();
            return new Tls(
                    SslContextBuilder.forServer(chain, key)
                            .trustManager(trust)
                            .clientAuth(ClientAuth.REQUIRE)
                            .build(),
                    SslContextBuilder.forClient()
                            .keyManager(chain, key)
                            .trustManager(trust)
                            .endpointIdentificationAlgorithm(null)
                            .build());
        }
    }

    private BareRelay(Path folder, int threads) throws SSLException {
        this.loops = new MultiThreadIoEventLoopGroup(threads, NioIoHandler.newFactory());
        this.xmpp = Tls.read(folder, "xmpp");
        this.sip = Tls.read(folder, "sip");
    }

    /**
     * Runs until it is killed. Prints {@code listening XMPP-PORT SIP-PORT} when both sides stand.
     *
     * @param arguments folder with the certificates, port of the XMPP load, port of the SIP load,
     *     threads
     */
    public static void main(String[] arguments) throws SSLException, InterruptedException {
        BareRelay relay = new BareRelay(Path.of(arguments[0]), Integer.parseInt(arguments[3]));
        Channel xmpp = relay.listen(relay::xmppAccepted);
        Channel sip = relay.listen(relay::sipAccepted);
        relay.connect(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        System.out.println("listening " + port(xmpp) + " " + port(sip));
        xmpp.closeFuture().sync();
    }

    private static int port(Channel channel) {
        return ((java.net.InetSocketAddress) channel.localAddress()).getPort();
    }

    /** Nothing may go wrong in here. */
    static void end(Throwable cause) {
        System.err.println("relay fails: " + cause);
        Runtime.getRuntime().halt(1);
    }

    private Channel listen(Consumer<Channel> setup) {
        return new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(initializer(setup))
                .bind(LOOPBACK, 0)
                .syncUninterruptibly()
                .channel();
    }

    private static ChannelInitializer<Channel> initializer(Consumer<Channel> setup) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                setup.accept(channel);
            }
        };
    }

    private void xmppAccepted(Channel channel) {
        channel.pipeline()
                .addLast(
                        Greeting.answering(
                                Names.MASK,
                                Names.XMPP_DOMAIN,
                                () -> xmpp.server.newHandler(channel.alloc()),
                                new StanzaRelay(tables)));
    }

    private void sipAccepted(Channel channel) {
        channel.pipeline().addLast(sip.server.newHandler(channel.alloc()), messageRelay());
    }

    private MessageRelay messageRelay() {
        return new MessageRelay(tables, "SIP/2.0/TLS " + Names.GATEWAY_SIP_NAME + ":5061");
    }

    private void connect(int xmppPort, int sipPort) throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(2);
        open(
                xmppPort,
                channel ->
                        channel.pipeline()
                                .addLast(
                                        Greeting.asking(
                                                Names.MASK,
                                                Names.XMPP_DOMAIN,
                                                () ->
                                                        xmpp.client.newHandler(
                                                                channel.alloc(),
                                                                Names.XMPP_DOMAIN,
                                                                xmppPort),
                                                new Opened(() -> {
                                                    tables.xmpp(channel);
                                                    ready.countDown();
                                                }))));
        open(
                sipPort,
                channel -> {
                    SslHandler handler =
                            sip.client.newHandler(channel.alloc(), Names.EDGE_NAME, sipPort);
                    handler.handshakeFuture()
                            .addListener(_ -> {
                                tables.sip(channel);
                                ready.countDown();
                            });
                    channel.pipeline().addLast(handler, messageRelay());
                });
        if (!ready.await(CONNECT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("cannot reach the load generators");
        }
    }

    private void open(int port, Consumer<Channel> setup) {
        new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(initializer(setup))
                .connect(LOOPBACK, port)
                .syncUninterruptibly();
    }

    /**
     * Says when the stream stands; what still comes in is passed over by the end of the pipeline.
     */
    private static final class Opened extends io.netty.channel.ChannelInboundHandlerAdapter {
        private final Runnable listener;

        Opened(Runnable listener) {
            this.listener = listener;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            listener.run();
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            io.netty.util.ReferenceCountUtil.release(message);
        }
    }
}
