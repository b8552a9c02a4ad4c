package org.sallyport.simulator.xmpp;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.X509ExtendedTrustManager;
import org.sallyport.simulator.cert.CertificateAuthority;
import org.sallyport.simulator.cert.IssuedCertificate;

/**
 * Opens and accepts the streams of one domain on loopback and keeps the book of violations.
 * Thread-safe.
 *
 * <p>Listens at once on two free ports of 127.0.0.1, one for STARTTLS, one for direct TLS.
 */
public final class StreamEndpoint implements AutoCloseable {
    private static final int REMEMBERED = 10_000;
    private static final int CONNECT_MILLISECONDS = 5_000;

    private final StreamSettings settings;
    private final StreamListener listener;
    private final DomainBehaviour behaviour = new DomainBehaviour();
    private final X509ExtendedTrustManager trust;
    private final EventLoopGroup loops;
    private final Map<Security, Channel> listening = new EnumMap<>(Security.class);
    private final Map<Security, Integer> ports = new EnumMap<>(Security.class);
    private final Set<XmppStream> living = ConcurrentHashMap.newKeySet();
    private final Deque<XmppStream> remembered = new ArrayDeque<>();
    private final Deque<Violation> violations = new ArrayDeque<>();
    private volatile SSLContext tls;
    private volatile boolean reading = true;
    private volatile boolean closed;

    /** Starts listening. @throws IllegalStateException if no port could be had */
    public StreamEndpoint(StreamSettings settings, StreamListener listener) {
        this.settings = settings;
        this.listener = listener;
        this.trust =
                CertificateAuthority.trustManager(
                        settings.trusted().toArray(CertificateAuthority[]::new));
        this.tls = settings.identity().sslContext(new TrustEveryone());
        this.loops =
                new MultiThreadIoEventLoopGroup(
                        settings.threads(),
                        new DefaultThreadFactory("simulated-xmpp-" + settings.domain(), true),
                        NioIoHandler.newFactory());
        for (Security security : Security.values()) {
            ports.put(security, 0);
        }
        accept();
    }

    /** Where peers may connect. Stays the same while connections are refused. */
    public InetSocketAddress address(Security security) {
        synchronized (listening) {
            Integer port = ports.get(security);
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), port == null ? 0 : port);
        }
    }

    /** Opens a stream to that domain at that address; see {@link OutboundStream#readiness()}. */
    public OutboundStream open(String peer, InetSocketAddress address, Security security) {
        OutboundStream stream = new OutboundStream(this, peer, security == Security.DIRECT_TLS);
        remember(stream);
        ChannelFuture connecting =
                new Bootstrap()
                        .group(loops)
                        .channel(NioSocketChannel.class)
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLISECONDS)
                        .option(ChannelOption.TCP_NODELAY, true)
                        .handler(stream)
                        .connect(address);
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                forget(stream);
                stream.unreachable();
            } else if (closed) {
                stream.cut();
            }
        });
        return stream;
    }

    /** Listens again after {@link #refuse()}, on the same ports. */
    public void accept() {
        synchronized (listening) {
            for (Security security : Security.values()) {
                if (!listening.containsKey(security)) {
                    listening.put(security, listen(security));
                }
            }
        }
    }

    private Channel listen(Security security) {
        ChannelInitializer<Channel> initializer =
                new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        InboundStream stream =
                                new InboundStream(
                                        StreamEndpoint.this, security == Security.DIRECT_TLS);
                        remember(stream);
                        connection.config().setAutoRead(reading);
                        connection.pipeline().addLast(stream);
                    }
                };
        ChannelFuture bound =
                new ServerBootstrap()
                        .group(loops)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(initializer)
                        .bind(address(security))
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IllegalStateException("cannot listen", bound.cause());
        }
        ports.put(security, ((InetSocketAddress) bound.channel().localAddress()).getPort());
        return bound.channel();
    }

    /** Stops listening, so that connections are refused. Living streams stay. */
    public void refuse() {
        synchronized (listening) {
            listening.values().forEach(channel -> channel.close().awaitUninterruptibly());
            listening.clear();
        }
    }

    /** Resets every connection without a word. */
    public void cutAll() {
        each(XmppStream::cut);
    }

    /** Closes every stream in the orderly way. */
    public void closeAll() {
        each(XmppStream::close);
    }

    /**
     * Ends every stream with this stream error, for example {@code system-shutdown} as a server
     * that is stopped.
     */
    public void failAll(String condition) {
        each(stream -> stream.fail(condition, null));
    }

    private void each(Consumer<XmppStream> action) {
        for (XmppStream stream : living) {
            Channel connection = stream.channel;
            if (connection != null) {
                connection.eventLoop().execute(() -> action.accept(stream));
            }
        }
    }

    /** Reads, or stops reading, what peers send on the streams they opened: a slow peer. */
    public void reads(boolean on) {
        reading = on;
        for (XmppStream stream : living) {
            Channel connection = stream.channel;
            if (connection != null && stream instanceof InboundStream) {
                connection.config().setAutoRead(on);
            }
        }
    }

    /** Shows this certificate on later connections. */
    public void present(IssuedCertificate other) {
        tls = other.sslContext(new TrustEveryone());
    }

    /** What peers did wrong, oldest first; the latest 10,000. */
    public List<Violation> violations() {
        synchronized (violations) {
            return List.copyOf(violations);
        }
    }

    /** All streams since the start, oldest first; the latest 10,000. */
    public List<StreamFacts> streams() {
        List<XmppStream> all;
        synchronized (remembered) {
            all = new ArrayList<>(remembered);
        }
        return all.stream().map(XmppStream::facts).toList();
    }

    /** Switches: SASL, pings, cutting. */
    public DomainBehaviour behaviour() {
        return behaviour;
    }

    /** Runs something on an event loop; with one loop, between two stanzas. */
    void execute(Runnable task) {
        loops.execute(task);
    }

    String domain() {
        return settings.domain();
    }

    StreamSettings settings() {
        return settings;
    }

    StreamListener listener() {
        return listener;
    }

    X509ExtendedTrustManager trust() {
        return trust;
    }

    void violated(Violation violation) {
        synchronized (violations) {
            if (violations.size() == REMEMBERED) {
                violations.removeFirst();
            }
            violations.addLast(violation);
        }
    }

    void forget(XmppStream stream) {
        living.remove(stream);
    }

    private void remember(XmppStream stream) {
        living.add(stream);
        synchronized (remembered) {
            if (remembered.size() == REMEMBERED) {
                remembered.removeFirst();
            }
            remembered.addLast(stream);
        }
    }

    SSLEngine engine(boolean client, String peer, boolean directTls) {
        SSLEngine engine = tls.createSSLEngine();
        engine.setUseClientMode(client);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(settings.tlsVersions().toArray(String[]::new));
        if (client) {
            parameters.setServerNames(List.of(new SNIHostName(peer)));
            if (directTls) {
                parameters.setApplicationProtocols(new String[] {"xmpp-server"});
            }
        } else {
            parameters.setWantClientAuth(true);
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** Stops at once: connections are reset. Repeatable. */
    @Override
    public void close() {
        closed = true;
        refuse();
        cutAll();
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
