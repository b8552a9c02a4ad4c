package org.sallyport.adaptor.xmpp.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import org.sallyport.adaptor.xmpp.xml.FrameLimits;
import org.sallyport.adaptor.xmpp.xml.StreamCondition;
import org.sallyport.adaptor.xmpp.xml.StreamFault;
import org.sallyport.adaptor.xmpp.xml.StreamFramer;
import org.sallyport.adaptor.xmpp.xml.StreamHeader;
import org.sallyport.adaptor.xmpp.xml.XmlElement;
import org.sallyport.adaptor.xmpp.xml.XmlWriter;

/**
 * One connection: reads frames for a {@link StreamLogic}, writes elements, and closes in good
 * order. All methods are for the connection's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // how a connection ends is heard when it is gone
final class XmppChannel extends ChannelInboundHandlerAdapter {
    private static final String CLOSING_TAG = "</stream:stream>";
    private static final long ERROR_LINGER_SECONDS = 2;
    private static final long CLOSE_LIMIT_SECONDS = 5;
    private static final long MOST_WAITING = 1L << 20;

    private final Channel channel;
    private final FrameLimits limits;
    private final Executor tlsTasks;
    private final StreamLogic logic;
    private StreamFramer framer;
    private String trouble = "the peer closed the connection";
    private long lastRead = System.nanoTime();
    private boolean headerSent;
    private boolean closingTagSent;
    private boolean deaf;
    private boolean ended;
    private boolean flushPlanned;
    private int largest;

    XmppChannel(Channel channel, FrameLimits limits, Executor tlsTasks, StreamLogic logic) {
        this.channel = channel;
        this.limits = limits;
        this.tlsTasks = tlsTasks;
        this.logic = logic;
        this.framer = new StreamFramer(limits, logic);
    }

    EventLoop loop() {
        return channel.eventLoop();
    }

    /** For how long nothing came, in milliseconds; white space counts as something. */
    long silence() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastRead);
    }

    boolean isWritable() {
        return channel.isWritable();
    }

    boolean isOpen() {
        return channel.isActive() && !closingTagSent;
    }

    /** Where the other side is, for administrators. */
    String remote() {
        return channel.remoteAddress() instanceof InetSocketAddress address
                        && address.getAddress() != null
                ? address.getAddress().getHostAddress() + ":" + address.getPort()
                : "unknown";
    }

    /** The next octet belongs to a new stream: the one so far must have ended exactly here. */
    void expectNewStream() {
        framer.stop();
        headerSent = false;
    }

    /** Begins to read a new stream, after what asked for it was written. */
    void newStream() {
        framer = new StreamFramer(limits, logic);
    }

    /** The size limit from here on; for the running stream and those after it. */
    void maxOctets(int most) {
        framer.maxOctets(most);
    }

    /** Begins TLS; until it is up nothing may be written. */
    void startTls(SSLEngine engine, long handshakeMillis) {
        SslHandler tls = new SslHandler(engine, tlsTasks);
        tls.setHandshakeTimeoutMillis(handshakeMillis);
        tls.setCloseNotifyFlushTimeoutMillis(1_000);
        channel.pipeline().addFirst(tls);
        newStream();
    }

    /** Writes the start tag of our stream. */
    void header(String from, Optional<String> to, Optional<String> id) {
        StringBuilder out = new StringBuilder(256).append("<?xml version='1.0'?><stream:stream");
        XmlWriter writer = new XmlWriter(out);
        writer.attribute("xmlns", StreamHeader.SERVER);
        writer.attribute("xmlns:stream", StreamHeader.STREAMS);
        writer.attribute("xmlns:db", Protocol.DIALBACK);
        writer.attribute("from", from);
        to.ifPresent(domain -> writer.attribute("to", domain));
        id.ifPresent(value -> writer.attribute("id", value));
        writer.attribute("version", "1.0");
        writer.attribute("xml:lang", "en");
        headerSent = true;
        write(out.append('>').toString());
    }

    ChannelFuture write(XmlElement element) {
        return write(XmlWriter.write(element, StreamHeader.SERVER));
    }

    /**
     * Writes what the other side made us say. If it goes on asking without reading the answers, the
     * connection ends before they fill the memory.
     */
    ChannelFuture answer(XmlElement element) {
        if (!channel.isWritable() && channel.bytesBeforeWritable() > MOST_WAITING + largest) {
            sever("the peer does not read");
        }
        return write(element);
    }

    /**
     * Writes what {@link XmlWriter} made, unless our side has ended; what is written in one turn of
     * the event loop is sent together.
     */
    ChannelFuture write(String xml) {
        if (closingTagSent) {
            return channel.newFailedFuture(new ClosedChannelException());
        }
        ByteBuf octets = ByteBufUtil.writeUtf8(channel.alloc(), xml);
        largest = Math.max(largest, octets.readableBytes());
        ChannelFuture future = channel.write(octets);
        if (!flushPlanned) {
            flushPlanned = true;
            loop().execute(() -> {
                flushPlanned = false;
                channel.flush();
            });
        }
        return future;
    }

    /** Ends the stream with an error, and the connection soon after. */
    void error(StreamCondition condition, String text, String ourDomain) {
        if (closingTagSent) {
            return;
        }
        if (!headerSent) {
            header(ourDomain, Optional.empty(), Optional.empty());
        }
        write(Protocol.streamError(condition, text));
        closingTag(ERROR_LINGER_SECONDS);
        deaf = true;
    }

    /**
     * Writes the error and the end of our side, but goes on listening until the other side ends
     * too.
     */
    void leave(StreamCondition condition, String text) {
        if (!closingTagSent) {
            write(Protocol.streamError(condition, text));
            closingTag(CLOSE_LIMIT_SECONDS);
        }
    }

    /** Ends our side of the stream and waits some seconds for the other side to end it too. */
    void finish() {
        if (!closingTagSent) {
            if (headerSent) {
                closingTag(CLOSE_LIMIT_SECONDS);
            } else {
                cut();
            }
        }
    }

    private void closingTag(long seconds) {
        write(CLOSING_TAG);
        closingTagSent = true;
        loop().schedule(this::cut, seconds, TimeUnit.SECONDS);
    }

    /** Both sides have ended the stream. */
    void done() {
        finish();
        loop().execute(() -> {
            channel.flush();
            channel.close();
        });
    }

    /** Whether we have ended our side. */
    boolean isFinishing() {
        return closingTagSent;
    }

    /** Closes without more words. */
    void cut() {
        channel.close();
    }

    /** Closes with a reason for administrators. */
    void abandon(String why) {
        trouble = why;
        deaf = true;
        channel.close();
    }

    /**
     * Closes at once, past TLS: nothing that still waits is written any more. For a peer that does
     * not read.
     */
    void sever(String why) {
        trouble = why;
        deaf = true;
        ChannelHandlerContext tls = channel.pipeline().context(SslHandler.class);
        if (tls == null) {
            channel.close();
        } else {
            tls.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf buffer = (ByteBuf) message;
        try {
            lastRead = System.nanoTime();
            if (deaf) {
                return;
            }
            byte[] octets;
            int from = 0;
            int length = buffer.readableBytes();
            if (buffer.hasArray()) {
                octets = buffer.array();
                from = buffer.arrayOffset() + buffer.readerIndex();
            } else {
                octets = ByteBufUtil.getBytes(buffer);
            }
            framer.feed(octets, from, from + length);
        } catch (StreamFault fault) {
            deaf = true;
            trouble = fault.getMessage() == null ? trouble : fault.getMessage();
            logic.failed(fault);
        } finally {
            buffer.release();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (!(event instanceof SslHandshakeCompletionEvent done)) {
            context.fireUserEventTriggered(event);
        } else if (done.isSuccess()) {
            try {
                logic.secured(channel.pipeline().get(SslHandler.class).engine().getSession());
            } catch (StreamFault fault) {
                deaf = true;
                logic.failed(fault);
            }
        } else {
            abandon("TLS failed: " + Protocol.reason(done.cause()));
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable()) {
            logic.writable();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        @Nullable Throwable inner = cause instanceof DecoderException ? cause.getCause() : cause;
        abandon("the connection failed: " + Protocol.reason(inner == null ? cause : inner));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!ended) {
            ended = true;
            logic.gone(trouble);
        }
    }
}
