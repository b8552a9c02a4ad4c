package org.sallyport.adaptor.sip.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.sallyport.adaptor.sip.transport.SendFailure.Reason;
import org.sallyport.api.config.PeerPolicy.TlsVersion;
import org.sallyport.api.config.PeerSettings;
import org.sallyport.api.network.PeerVerifier.PeerRole;
import org.sallyport.api.network.TlsIdentity;

/** Opens one connection to one place: connect, TLS, verdict on the certificate. Thread-safe. */
@SuppressWarnings(
        "FutureReturnValueIgnored") // what becomes of a channel is heard from its close future
final class OutboundCall {
    private final Hub hub;
    private final EventLoopGroup group;
    private final TlsIdentity identity;
    private final LinkJudge judge;
    private final Nest nest;

    /** Where connections belong that we opened. */
    interface Nest {
        /** TCP stands; nothing is proven yet. */
        void connected(Channel channel);

        /** The peer proved who it is. */
        Connection proven(Channel channel, Identity known, SipFramer framer, Assembly assembly);
    }

    OutboundCall(Hub hub, EventLoopGroup group, TlsIdentity identity, LinkJudge judge, Nest nest) {
        this.hub = hub;
        this.group = group;
        this.identity = identity;
        this.judge = judge;
        this.nest = nest;
    }

    /** How an attempt failed. */
    record Attempt(long number, String step, Reason reason, String explanation) {}

    /**
     * Connects, shakes hands and has the certificate judged. Blocks.
     *
     * @return why it failed, or null if the hop has its connection
     */
    @Nullable Attempt attempt(NextHop hop, Dialer.Place place, long number) {
        Assembly assembly = new Assembly();
        SipFramer framer = new SipFramer(hub.limits().sizes(), assembly);
        CompletableFuture<SSLSession> handshake = new CompletableFuture<>();
        ChannelFuture connecting = connect(hop.key(), place, framer, handshake);
        Channel channel = connecting.awaitUninterruptibly().channel();
        if (!connecting.isSuccess()) {
            return unconnected(number, place, connecting.cause());
        }
        nest.connected(channel);
        try {
            SSLSession session =
                    handshake.get(
                            hub.limits().times().handshake().toMillis() + 1000,
                            TimeUnit.MILLISECONDS);
            return judgeOutbound(hop, channel, session, framer, assembly, number);
        } catch (ExecutionException e) {
            Connections.shut(channel);
            return untrusted(number, place, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException | InterruptedException e) {
            Connections.shut(channel);
            return new Attempt(
                    number, "tls", Reason.TLS, "TLS with " + place.host() + " took too long");
        }
    }

    private static Attempt unconnected(long number, Dialer.Place place, Throwable cause) {
        String what = cause.getClass().getSimpleName();
        String explanation = place.address().getPort() + ": " + what + " at " + place.host();
        return new Attempt(number, "connect", Reason.CONNECT, explanation);
    }

    private static Attempt untrusted(long number, Dialer.Place place, Throwable cause) {
        String explanation = "TLS with " + place.host() + " failed: " + cause.getMessage();
        return new Attempt(number, "tls", Reason.TLS, explanation);
    }

    private ChannelFuture connect(
            NextHop.Key key,
            Dialer.Place place,
            SipFramer framer,
            CompletableFuture<SSLSession> handshake) {
        return new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(hub.limits().times().connect().toMillis()))
                .handler(
                        new ChannelInitializer<SocketChannel>() {
                            @Override
                            protected void initChannel(SocketChannel channel) {
                                int port = place.address().getPort();
                                Handshake.install(
                                                channel,
                                                identity.client(
                                                        place.host(),
                                                        port,
                                                        key.speakingFor(),
                                                        oldestTls(hub, key.peer())),
                                                framer,
                                                hub)
                                        .whenComplete((session, failure) -> {
                                            if (session == null) {
                                                handshake.completeExceptionally(failure);
                                            } else {
                                                handshake.complete(session);
                                            }
                                        });
                            }
                        })
                .connect(place.address());
    }

    private @Nullable Attempt judgeOutbound(
            NextHop hop,
            Channel channel,
            SSLSession session,
            SipFramer framer,
            Assembly assembly,
            long number) {
        switch (judge.judge(session, PeerRole.SERVER)) {
            case LinkJudge.Verdict.Stranger stranger -> {
                Connections.shut(channel);
                return new Attempt(
                        number, "certificate", Reason.CERTIFICATE, stranger.explanation());
            }
            case LinkJudge.Verdict.Known(Identity known) -> {
                if (!known.proves(hop.key().peer())) {
                    Connections.shut(channel);
                    return new Attempt(
                            number,
                            "certificate",
                            Reason.CERTIFICATE,
                            "the certificate is good but speaks for another peer: "
                                    + known.names());
                }
                hub.step(
                        Identity.label(hop.key().peer()),
                        number,
                        "certificate",
                        true,
                        known.tls() + " " + known.names());
                Connection connection = nest.proven(channel, known, framer, assembly);
                hop.opened(connection);
                return null;
            }
        }
    }

    /** The oldest TLS version that the peer's policy accepts. */
    static TlsVersion oldestTls(Hub hub, PeerSettings peer) {
        var policy = hub.context().network().policies().get(peer.policy());
        return policy == null ? TlsVersion.TLS_1_3 : policy.tls().min();
    }
}
