package org.sallyport.simulator.sip;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Last handler of a connection: turns pipeline events into {@link SipEvents}. */
@SuppressWarnings("FutureReturnValueIgnored") // what cannot be written is lost with the connection
final class SipHandler extends ChannelInboundHandlerAdapter {
    private final SipConnection connection;
    private final CompletableFuture<SipConnection> opened;
    private final SipEvents events;
    private boolean secured;

    SipHandler(
            SipConnection connection, CompletableFuture<SipConnection> opened, SipEvents events) {
        this.connection = connection;
        this.opened = opened;
        this.events = events;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                secure(context);
            } else {
                fail(context, handshake.cause());
            }
        }
    }

    private void secure(ChannelHandlerContext context) {
        SslHandler tls = context.pipeline().get(SslHandler.class);
        SSLSession session = tls.engine().getSession();
        try {
            connection.secured(
                    PeerTrust.names((X509Certificate) session.getPeerCertificates()[0]),
                    session.getProtocol());
        } catch (SSLPeerUnverifiedException e) {
            fail(context, e);
            return;
        }
        secured = true;
        events.opened(connection);
        opened.complete(connection);
    }

    // MS-SIP §8.1 point 1: an untrusted peer is cut off by a TCP reset.
    private void fail(ChannelHandlerContext context, Throwable cause) {
        SipConnection.reset(context.channel());
        opened.completeExceptionally(cause);
        events.handshakeFailed(cause.getClass().getSimpleName());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        switch (message) {
            case SipMessage sip -> events.message(connection, sip);
            case Crlf kind -> {
                if (kind == Crlf.PING) {
                    context.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {'\r', '\n'}));
                }
                events.keepAlive(connection, kind);
            }
            default -> throw new IllegalStateException("unexpected " + message.getClass());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        opened.completeExceptionally(new IllegalStateException("closed before TLS stood"));
        if (secured) {
            secured = false;
            events.closed(connection);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof SipFault fault) {
            events.fault(connection, fault.fault());
        }
        context.close();
    }
}
