package org.sallyport.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * The canned opening of a server-to-server stream: waits for this, says that. When all is said,
 * another handler takes its place. Knows only how the load generators speak.
 */
final class Greeting extends ByteToMessageDecoder {
    private static final String STREAMS = "http://etherx.jabber.org/streams";
    private static final String TLS = "xmlns='urn:ietf:params:xml:ns:xmpp-tls'";
    private static final String SASL = "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'";
    private static final String HEADER_END = "xml:lang='en'>";
    private static final String FEATURES_END = "</stream:features>";

    /** What to wait for, what to say then, and whether TLS begins after it. */
    private record Step(String awaited, String reply, boolean thenTls) {}

    private final Deque<Step> steps = new ArrayDeque<>();
    private final String opening;
    private final String afterTls;
    private final Supplier<SslHandler> tls;
    private final ChannelHandler successor;

    private Greeting(
            String opening, String afterTls, Supplier<SslHandler> tls, ChannelHandler successor) {
        this.opening = opening;
        this.afterTls = afterTls;
        this.tls = tls;
        this.successor = successor;
    }

    /** For a stream that the other side opens. */
    static Greeting answering(
            String own, String peer, Supplier<SslHandler> tls, ChannelHandler successor) {
        Greeting greeting = new Greeting("", "", tls, successor);
        String starttls =
                "<stream:features><starttls " + TLS + "><required/></starttls>" + FEATURES_END;
        String external =
                "<stream:features><mechanisms "
                        + SASL
                        + "><mechanism>EXTERNAL</mechanism></mechanisms>"
                        + FEATURES_END;
        greeting.on(HEADER_END, header(own, peer, 1) + starttls, false);
        greeting.on("<starttls", "<proceed " + TLS + "/>", true);
        greeting.on(HEADER_END, header(own, peer, 2) + external, false);
        greeting.on("</auth>", "<success " + SASL + "/>", false);
        greeting.on(HEADER_END, header(own, peer, 3) + "<stream:features/>", false);
        return greeting;
    }

    /** For a stream that this side opens. */
    static Greeting asking(
            String own, String peer, Supplier<SslHandler> tls, ChannelHandler successor) {
        String header = header(own, peer, 0);
        Greeting greeting = new Greeting(header, header, tls, successor);
        greeting.on(FEATURES_END, "<starttls " + TLS + "/>", false);
        greeting.on("<proceed", "", true);
        greeting.on(FEATURES_END, "<auth " + SASL + " mechanism='EXTERNAL'>=</auth>", false);
        greeting.on("<success", header, false);
        greeting.on(FEATURES_END, "", false);
        return greeting;
    }

    private void on(String awaited, String reply, boolean thenTls) {
        steps.add(new Step(awaited, reply, thenTls));
    }

    private static String header(String own, String peer, int number) {
        String id = number == 0 ? "" : " id='" + Long.toHexString(System.nanoTime()) + number + "'";
        return "<?xml version='1.0'?><stream:stream xmlns:stream='"
                + STREAMS
                + "' xmlns='jabber:server'"
                + id
                + " from='"
                + own
                + "' to='"
                + peer
                + "' version='1.0'>";
    }

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
        say(context, opening);
        super.channelActive(context);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        Step step = steps.getFirst();
        int at = Octets.find(in, in.readerIndex(), in.writerIndex(), Octets.of(step.awaited));
        int end = at < 0 ? -1 : in.indexOf(at, in.writerIndex(), (byte) '>');
        if (end < 0) {
            return;
        }
        in.readerIndex(end + 1);
        steps.removeFirst();
        say(context, step.reply);
        if (step.thenTls) {
            SslHandler handler = tls.get();
            context.pipeline().addFirst(handler);
            handler.handshakeFuture().addListener(_ -> say(context, afterTls));
        }
        if (steps.isEmpty()) {
            context.pipeline().replace(this, "traffic", successor);
        }
    }

    private static void say(ChannelHandlerContext context, String words) {
        if (!words.isEmpty()) {
            ChannelFuture _ = context.writeAndFlush(Unpooled.wrappedBuffer(Octets.of(words)));
        }
    }
}
