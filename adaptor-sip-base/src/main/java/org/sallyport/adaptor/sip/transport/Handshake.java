package org.sallyport.adaptor.sip.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;

/**
 * Stands at the end of a pipeline until TLS is done: stops reading then, so that not one octet of
 * SIP is looked at before the certificate was judged, and gives the session away. Limits the time
 * for all that.
 */
@SuppressWarnings(
        "FutureReturnValueIgnored") // closes and deadlines: what goes wrong shows as the end of the
// channel
final class Handshake extends ChannelInboundHandlerAdapter {
    private final CompletableFuture<SSLSession> done;

    private Handshake(CompletableFuture<SSLSession> done) {
        this.done = done;
    }

    /** TLS was not established. Names the kind of failure, quotes nothing. */
    static final class Failed extends Exception {
        private static final long serialVersionUID = 1L;

        Failed(Throwable cause) {
            super(describe(cause), null, false, false);
        }

        private static String describe(Throwable cause) {
            String alert =
                    cause instanceof javax.net.ssl.SSLException && cause.getMessage() != null
                            ? ": " + cause.getMessage().replaceAll("[^A-Za-z0-9_ ().:-]", "")
                            : "";
            return cause.getClass().getSimpleName() + alert;
        }
    }

    /**
     * Puts TLS, the framer and a guard on a fresh channel. On the event loop.
     *
     * @return completes with the session, or with {@link Failed}
     */
    static CompletableFuture<SSLSession> install(
            Channel channel, SSLEngine engine, SipFramer framer, Hub hub) {
        CompletableFuture<SSLSession> done = new CompletableFuture<>();
        SslHandler tls = new SslHandler(engine, hub.workers());
        long limit = hub.limits().times().handshake().toMillis();
        tls.setHandshakeTimeoutMillis(limit);
        channel.pipeline()
                .addLast("records", new RecordGuard(hub.meters()))
                .addLast("tls", tls)
                .addLast("framer", framer)
                .addLast("guard", new Handshake(done));
        channel.eventLoop()
                .schedule(
                        () -> {
                            if (channel.pipeline().get(Handshake.class) != null) {
                                channel.close(); // neither TLS nor the verdict came in time
                            }
                        },
                        limit,
                        TimeUnit.MILLISECONDS);
        return done;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent completion) {
            if (completion.isSuccess()) {
                context.channel().config().setAutoRead(false);
                SslHandler tls = context.pipeline().get(SslHandler.class);
                context.pipeline()
                        .get(RecordGuard.class)
                        .established(tls.engine().getSession().getProtocol());
                done.complete(tls.engine().getSession());
            } else {
                done.completeExceptionally(new Failed(completion.cause()));
                context.close();
            }
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        done.completeExceptionally(new Failed(new java.nio.channels.ClosedChannelException()));
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        done.completeExceptionally(new Failed(cause.getCause() == null ? cause : cause.getCause()));
        context.close();
    }
}
