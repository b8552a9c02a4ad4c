package org.sallyport.simulator.xmpp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * What streams of both directions have in common. Everything runs on the event loop of the
 * connection.
 */
abstract sealed class XmppStream extends ChannelInboundHandlerAdapter
        permits InboundStream, OutboundStream {
    /** As Prosody: little before authentication, plenty after. */
    static final int UNTRUSTED_LIMIT = 10_000;

    static final int TRUSTED_LIMIT = 512 * 1024;
    private static final int NEGOTIATION_SECONDS = 30;
    private static final String CLOSING_TAG = "</stream:stream>";
    private static final int CLOSE_SECONDS = 5;
    private static final int HANDSHAKE_MILLISECONDS = 10_000;

    final StreamEndpoint endpoint;
    final boolean directTls;
    volatile String peer = "";
    volatile PeerIdentity identity = PeerIdentity.UNKNOWN;
    volatile String mechanism = "";
    volatile boolean managed;
    volatile boolean ready;
    volatile @Nullable Channel channel;
    private volatile StreamFacts.Ending ending = StreamFacts.Ending.NONE;
    private volatile @Nullable String ourError;
    private volatile @Nullable String theirError;
    private volatile @Nullable SSLEngine engine;
    private StreamFramer framer = new StreamFramer(UNTRUSTED_LIMIT);
    private @Nullable XmlParser parser;
    private boolean weClosed;
    private boolean theyClosed;

    /** Framing is lost or the connection cut: what still comes is not read any more. */
    private boolean deaf;

    XmppStream(StreamEndpoint endpoint, boolean directTls) {
        this.endpoint = endpoint;
        this.directTls = directTls;
    }

    /** The other side's stream header, after each (re)start. */
    abstract void opened(XmlElement header);

    /** One first-level element, never before the header. */
    abstract void element(byte[] octets) throws XmlViolation;

    /** Whether white space is forbidden now because TLS or SASL is being negotiated. */
    abstract boolean negotiating();

    /** TLS is up. */
    abstract void secured();

    /** The connection is gone; called once. */
    abstract void ended();

    final StreamFacts facts() {
        SSLEngine tls = engine;
        SSLSession session = tls == null ? null : tls.getSession();
        return new StreamFacts(
                this instanceof OutboundStream,
                peer,
                directTls,
                session == null || !secure() ? "" : session.getProtocol(),
                session == null || !secure() ? "" : session.getCipherSuite(),
                session == null ? "" : ServerNames.of(session),
                identity,
                mechanism,
                managed,
                ready && ending == StreamFacts.Ending.NONE,
                ending,
                Optional.ofNullable(ourError),
                Optional.ofNullable(theirError));
    }

    @Override
    public final void channelActive(ChannelHandlerContext context) {
        channel = context.channel();
        Future<?> _ =
                context.executor().schedule(this::giveUp, NEGOTIATION_SECONDS, TimeUnit.SECONDS);
        if (directTls) {
            startTls(false);
        } else {
            connected();
        }
    }

    private void giveUp() {
        if (!ready) {
            hangUp();
        }
    }

    private void hangUp() {
        ChannelFuture _ = channel().close();
    }

    /** The plain connection is up. */
    void connected() {}

    @Override
    public final void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf octets = (ByteBuf) message;
        try {
            if (deaf) {
                listenForClose(octets);
                return;
            }
            if (theyClosed) {
                violation(Violation.Rule.AFTER_CLOSE, "octets after the closing tag");
                return;
            }
            framer.append(octets);
        } finally {
            ReferenceCountUtil.release(message);
        }
        try {
            StreamFramer.Frame frame = framer.next();
            while (frame != null) {
                take(frame);
                frame = deaf || theyClosed ? null : framer.next();
            }
        } catch (XmlViolation e) {
            deaf = true;
            violation(e.rule(), e.detail());
            fail(e.condition(), null);
        }
    }

    private void listenForClose(ByteBuf octets) {
        if (weClosed && octets.toString(StandardCharsets.UTF_8).strip().endsWith(CLOSING_TAG)) {
            theyClosed = true;
            ending = StreamFacts.Ending.CLEAN;
            close();
        }
    }

    private void take(StreamFramer.Frame frame) throws XmlViolation {
        switch (frame.kind()) {
            case HEADER -> {
                parser = XmlParser.ofHeader(frame.octets());
                opened(parser.header());
            }
            case ELEMENT -> {
                // After our own closing tag the peer may finish what it was sending, but it is no
                // longer handled.
                if (!weClosed) {
                    element(frame.octets());
                }
            }
            case SPACE -> {
                if (negotiating()) {
                    violation(Violation.Rule.SPACE_IN_NEGOTIATION, "white space while negotiating");
                }
            }
            case CLOSE -> theyClose(frame.octets());
        }
    }

    private void theyClose(byte[] octets) throws XmlViolation {
        if (parser == null || !parser.closes(octets)) {
            throw new XmlViolation(
                    Violation.Rule.NOT_WELL_FORMED, "not-well-formed", "wrong closing tag");
        }
        theyClosed = true;
        ending = StreamFacts.Ending.CLEAN;
        if (!framer.isDrained()) {
            violation(Violation.Rule.AFTER_CLOSE, "octets along with the closing tag");
        }
        close();
    }

    /** The default namespace the other side's header declares. */
    final String contentNamespace() {
        return parser == null ? "" : parser.contentNamespace();
    }

    /** Reads one element in the namespaces of the header. */
    final XmlElement parse(byte[] octets) throws XmlViolation {
        XmlParser reader = parser;
        if (reader == null) {
            throw new IllegalStateException("an element before the header");
        }
        return reader.element(octets);
    }

    /** Forgets what was parsed; the next thing to arrive is a header. */
    final void restart(int limit) {
        framer = new StreamFramer(limit);
        parser = null;
    }

    final void limit(int octets) {
        framer.limit(octets);
    }

    final void write(String xml) {
        ChannelFuture _ = write(Unpooled.wrappedBuffer(xml.getBytes(StandardCharsets.UTF_8)));
    }

    final ChannelFuture write(ByteBuf octets) {
        return channel().writeAndFlush(octets);
    }

    final void violation(Violation.Rule rule, String detail) {
        endpoint.violated(new Violation(rule, peer, detail));
    }

    /** Sends a stream error, closes the stream. */
    final void fail(String condition, @Nullable String text) {
        if (weClosed) {
            return;
        }
        ourError = condition;
        if (parser == null && this instanceof InboundStream inbound) {
            inbound.answerHeader();
        }
        String words =
                text == null
                        ? ""
                        : "<text xmlns='"
                                + Namespaces.STREAM_ERRORS
                                + "'>"
                                + XmlElement.escape(text)
                                + "</text>";
        write(
                "<stream:error><"
                        + condition
                        + " xmlns='"
                        + Namespaces.STREAM_ERRORS
                        + "'/>"
                        + words
                        + "</stream:error>");
        close();
    }

    /** Sends our closing tag, then waits for theirs for a while. Repeating it does nothing. */
    final void close() {
        Channel connection = channel;
        if (connection == null) {
            return;
        }
        if (!weClosed) {
            weClosed = true;
            write(CLOSING_TAG);
            Future<?> _ =
                    connection.eventLoop().schedule(this::hangUp, CLOSE_SECONDS, TimeUnit.SECONDS);
        }
        if (theyClosed) {
            connection
                    .writeAndFlush(Unpooled.EMPTY_BUFFER)
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Cuts the connection with a reset, without a word. */
    final void cut() {
        deaf = true;
        Channel connection = channel;
        if (connection != null && connection.isActive()) {
            connection.config().setOption(ChannelOption.SO_LINGER, 0);
            // Not through the TLS handler, which would say goodbye.
            connection.unsafe().close(connection.voidPromise());
        }
    }

    /** Notes the condition inside a stream error or SASL failure of the other side. */
    final void theyFailed(XmlElement error) {
        theirError =
                error.children().isEmpty()
                        ? "undefined-condition"
                        : error.children().getFirst().name();
    }

    final @Nullable String theirError() {
        return theirError;
    }

    /**
     * Puts TLS onto the connection; octets already read beyond this point mean somebody injected
     * plain text.
     */
    final void startTls(boolean proceeding) {
        if (!framer.isDrained()) {
            violation(Violation.Rule.DATA_AFTER_STARTTLS, "octets between starttls and TLS");
            cut();
            return;
        }
        SSLEngine tls = endpoint.engine(this instanceof OutboundStream, peer, directTls);
        SslHandler handler = new SslHandler(tls, proceeding);
        handler.setHandshakeTimeoutMillis(HANDSHAKE_MILLISECONDS);
        restart(UNTRUSTED_LIMIT);
        channel().pipeline().addFirst(handler);
        if (proceeding) {
            write("<proceed xmlns='" + Namespaces.TLS + "'/>");
        }
        handler.handshakeFuture()
                .addListener(done -> {
                    if (done.isSuccess()) {
                        engine = tls;
                        secured();
                    } else {
                        theirError = "tls-handshake-failed";
                    }
                });
    }

    final boolean secure() {
        return engine != null;
    }

    /** Judges the certificate the peer showed on this connection. */
    final PeerIdentity judge(String domain) {
        SSLEngine tls = engine;
        identity =
                tls == null
                        ? PeerIdentity.MISSING
                        : PeerIdentity.judge(tls.getSession(), endpoint.trust(), domain);
        return identity;
    }

    final Channel channel() {
        Channel connection = channel;
        if (connection == null) {
            throw new IllegalStateException("not connected");
        }
        return connection;
    }

    @Override
    public final void channelInactive(ChannelHandlerContext context) {
        if (ending == StreamFacts.Ending.NONE) {
            ending = StreamFacts.Ending.DROPPED;
        }
        endpoint.forget(this);
        ended();
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        ChannelFuture _ = context.close();
    }
}
