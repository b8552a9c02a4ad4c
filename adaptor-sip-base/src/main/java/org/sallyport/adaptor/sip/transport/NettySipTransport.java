package org.sallyport.adaptor.sip.transport;

import gov.nist.javax.sip.message.SIPRequest;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sip.InvalidArgumentException;
import javax.sip.address.SipURI;
import javax.sip.header.FromHeader;
import org.jspecify.annotations.Nullable;
import org.sallyport.adaptor.sip.transport.SendFailure.Reason;
import org.sallyport.api.adaptor.PeerStatus;
import org.sallyport.api.address.Domain;
import org.sallyport.api.config.Connect;
import org.sallyport.api.config.HostPort;
import org.sallyport.api.config.PeerSettings;
import org.sallyport.api.config.ServedDomain;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.GatewayException;
import org.sallyport.api.network.TlsIdentity;
import org.sallyport.api.plugin.PluginContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The transport over Netty and the JAIN transaction layer. */
@SuppressWarnings(
        "FutureReturnValueIgnored") // a channel that is refused is closed, whatever comes of it
final class NettySipTransport implements SipTransport {
    private static final Logger LOG = LoggerFactory.getLogger(NettySipTransport.class);

    private static final int MOST_HOPS = 1000;

    private final TransportSettings settings;
    private final PluginContext context;
    private final TlsIdentity identity;
    private final TransportMeters meters;
    private final Map<NextHop.Key, NextHop> hops = new ConcurrentHashMap<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable Running running;

    /**
     * @throws GatewayException with {@code BAD_CONFIGURATION} for certificates or policies that
     *     cannot be used
     */
    NettySipTransport(TransportSettings settings, PluginContext context) {
        this.settings = settings;
        this.context = context;
        for (PeerSettings peer : settings.peers()) {
            if (!context.network().policies().containsKey(peer.policy())) {
                throw new GatewayException(
                        ErrorCode.BAD_CONFIGURATION,
                        "peer "
                                + peer.domain()
                                + " names the policy "
                                + peer.policy()
                                + ", which does not exist");
            }
        }
        this.identity = context.network().identity(settings.certificates());
        this.meters = new TransportMeters(context.metrics());
    }

    /** What exists between start and close. */
    private record Running(
            EventLoopGroup group, Channel listener, Hub hub, Connections connections, int port) {}

    @Override
    public void start(SipMessages handler) {
        EventLoopGroup group =
                new MultiThreadIoEventLoopGroup(
                        0,
                        new DefaultThreadFactory("sip-" + settings.adaptor(), true),
                        NioIoHandler.newFactory());
        Acceptor acceptor = new Acceptor();
        HostPort listen = settings.listen();
        ChannelFuture bound =
                Connections.listener(group, acceptor::accept)
                        .bind(new InetSocketAddress(listen.host(), listen.port()))
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            group.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw new GatewayException(
                    ErrorCode.BAD_CONFIGURATION,
                    "cannot listen on " + listen + ": " + bound.cause().getClass().getSimpleName());
        }
        int port = ((InetSocketAddress) bound.channel().localAddress()).getPort();
        JainStack stack =
                JainStack.start(
                        "127.0.0.1",
                        port,
                        settings.limits().times().serverTransaction().plusSeconds(60));
        Hub hub = new Hub(settings, context, stack, meters, handler);
        Connections connections = new Connections(hub, group, identity);
        running = new Running(group, bound.channel(), hub, connections, port);
        acceptor.ready(connections);
        LOG.info("SIP listener up: adaptor={} listen={}", settings.adaptor(), listening());
    }

    @Override
    public HostPort listening() {
        return new HostPort(settings.listen().host(), current().port());
    }

    @Override
    public Domain hostFor(Domain served) {
        return settings.served().stream()
                .filter(entry -> entry.domain().equals(served))
                .findFirst()
                .flatMap(ServedDomain::name)
                .orElseGet(() -> new Domain("sip." + served.value()));
    }

    @Override
    public SentRequest send(OutboundRequest outbound, ResponseHandler answers) {
        Running now = current();
        ClientRequest request = new ClientRequest(outbound, answers, now.hub());
        if (closed.get()) {
            request.fail(Reason.CLOSED, "the gateway is stopping");
            return request;
        }
        try {
            Domain sender = prepare(now, outbound);
            hop(now, outbound, sender).send(request);
        } catch (ParseException | InvalidArgumentException | IllegalArgumentException e) {
            request.fail(
                    Reason.INVALID,
                    "the request has no sender in a served domain, or cannot be encoded");
        }
        return request;
    }

    @Override
    public void sendStateless(OutboundRequest outbound) {
        Running now = current();
        try {
            Domain sender = prepare(now, outbound);
            hop(now, outbound, sender).send(new StatelessRequest(outbound, meters));
        } catch (ParseException | InvalidArgumentException | IllegalArgumentException e) {
            meters.failedRequest(Reason.INVALID.token());
        }
    }

    @Override
    public void connect(PeerSettings peer) {
        Running now = current();
        Domain sender =
                settings.served().isEmpty()
                        ? Identity.label(peer)
                        : settings.served().getFirst().domain();
        hop(now, new NextHop.Key(peer, Optional.empty(), sender)).connect();
    }

    @Override
    public List<PeerStatus> peers() {
        Running now = running;
        return settings.peers().stream().map(peer -> status(now, peer)).toList();
    }

    @Override
    public void close(Duration limit) {
        Running now = running;
        if (now == null || !closed.compareAndSet(false, true)) {
            return;
        }
        now.listener().close().awaitUninterruptibly(limit.toMillis());
        now.connections().stopAccepting();
        now.connections().closeAll(limit);
        hops.values().forEach(hop -> hop.failed(Reason.CLOSED, "the gateway is stopping"));
        now.group()
                .shutdownGracefully(0, Math.max(1, limit.toMillis()), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(limit.toMillis() + 1000);
        now.hub().stack().shutDown();
        LOG.info("SIP listener down: adaptor={}", settings.adaptor());
    }

    private Running current() {
        Running now = running;
        if (now == null) {
            throw new IllegalStateException("the transport was not started");
        }
        return now;
    }

    /** Puts our Via on it; returns the domain that it speaks for. */
    private Domain prepare(Running now, OutboundRequest outbound)
            throws ParseException, InvalidArgumentException {
        SIPRequest request = (SIPRequest) outbound.request();
        FromHeader from = request.getFrom();
        Domain sender =
                from.getAddress().getURI() instanceof SipURI uri
                        ? HostNames.domain(uri.getHost()).orElseThrow(IllegalArgumentException::new)
                        : null;
        if (sender == null) {
            throw new IllegalArgumentException("From is no SIP address");
        }
        ClientRequest.address(
                request, HostNames.wire(hostFor(sender)), now.port(), now.hub().branch());
        return sender;
    }

    /** Hosts of routes come from peers: beyond a bound they are not told apart any more. */
    private NextHop hop(Running now, OutboundRequest outbound, Domain sender) {
        NextHop.Key key = key(outbound, sender);
        boolean full = hops.size() >= MOST_HOPS && !hops.containsKey(key);
        return hop(now, full ? new NextHop.Key(outbound.peer(), Optional.empty(), sender) : key);
    }

    private NextHop hop(Running now, NextHop.Key key) {
        return hops.computeIfAbsent(key, same -> new NextHop(same, now.connections(), now.hub()));
    }

    /**
     * A route's host counts only if it is the peer's: a route set must not lead us to strangers.
     */
    private static NextHop.Key key(OutboundRequest outbound, Domain sender) {
        Optional<HostPort> hop =
                outbound.routes().stream()
                        .findFirst()
                        .flatMap(RouteEntries::hop)
                        .filter(place -> belongs(place, outbound.peer()));
        return new NextHop.Key(outbound.peer(), hop, sender);
    }

    private static boolean belongs(HostPort place, PeerSettings peer) {
        Optional<Domain> host = HostNames.domain(place.host());
        boolean named =
                host.isPresent()
                        && (peer.names().contains(host.get())
                                || peer.domain().matches(host.get())
                                || peer.domain().suffix().filter(host.get()::isWithin).isPresent());
        return named
                || peer.connect().stream()
                        .map(Connect::address)
                        .flatMap(Optional::stream)
                        .anyMatch(fixed -> fixed.host().equalsIgnoreCase(place.host()));
    }

    private static PeerStatus status(@Nullable Running now, PeerSettings peer) {
        if (now == null) {
            return new PeerStatus(peer.domain(), PeerStatus.State.IDLE, "taken", List.of());
        }
        List<Connection> links = now.connections().of(peer);
        PeerStatus.State idle =
                now.connections().lastFailure(peer) == null
                        ? PeerStatus.State.IDLE
                        : PeerStatus.State.FAILED;
        return new PeerStatus(
                peer.domain(),
                links.isEmpty() ? idle : PeerStatus.State.CONNECTED,
                "taken",
                links.stream().map(Connection::facts).toList());
    }

    /** The listener is bound before the rest exists, for the rest wants its port. */
    private static final class Acceptor {
        private volatile @Nullable Connections connections;

        void ready(Connections made) {
            connections = made;
        }

        void accept(io.netty.channel.socket.SocketChannel channel) {
            Connections made = connections;
            if (made == null) {
                channel.close(); // in the first milliseconds of a start: the peer tries again
            } else {
                made.accept(channel);
            }
        }
    }
}
