package org.sallyport.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * From a MESSAGE to a stanza, answered 200 at once; invitations are accepted with a canned answer
 * and give the head of the MESSAGEs of the other direction. Responses are passed over.
 */
final class MessageRelay extends ByteToMessageDecoder {
    private static final byte[] HEAD_END = Octets.of("\r\n\r\n");
    private static final byte[] LENGTH = Octets.of("Content-Length: ");
    private static final byte[] FROM = Octets.of("\r\nFrom: <sip:s");
    private static final byte[] MESSAGE = Octets.of("MESSAGE ");
    private static final byte[] INVITE = Octets.of("INVITE ");
    private static final byte[] OK = Octets.of("SIP/2.0 200 OK\r\n");
    private static final byte[] OK_END = Octets.of("Content-Length: 0\r\n\r\n");
    private static final byte[] STANZA_END = Octets.of("</body></message>");

    private final RelayTables tables;
    private final String via;
    private @Nullable ByteBuf stanzas;
    private @Nullable ByteBuf answers;

    /** Via is how this side names itself. */
    MessageRelay(RelayTables tables, String via) {
        this.tables = tables;
        this.via = via;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int start = in.readerIndex();
        int headEnd = Octets.find(in, start, in.writerIndex(), HEAD_END);
        if (headEnd < 0) {
            return;
        }
        int text = headEnd + HEAD_END.length;
        int length = Octets.number(in, Octets.find(in, start, text, LENGTH) + LENGTH.length);
        if (in.writerIndex() - text < length) {
            return;
        }
        in.readerIndex(text + length);
        if (Octets.startsWith(in, start, MESSAGE)) {
            int conversation = conversation(in, start, text);
            ByteBuf target = stanzas(context);
            target.writeBytes(prepared(conversation))
                    .writeBytes(in, text, length)
                    .writeBytes(STANZA_END);
            answer(answers(context), in, start, headEnd + 2, "");
        } else if (Octets.startsWith(in, start, INVITE)) {
            invited(in, start, text);
            answer(
                    answers(context),
                    in,
                    start,
                    headEnd + 2,
                    ";tag=relay\r\nContact: <sip:relay@127.0.0.1;transport=tls>");
        }
    }

    private byte[] prepared(int conversation) {
        byte[] stanza = tables.stanzas.get(conversation);
        if (stanza == null) {
            throw new IllegalStateException("no session");
        }
        return stanza;
    }

    private static int conversation(ByteBuf in, int start, int end) {
        return Octets.number(in, Octets.find(in, start, end, FROM) + FROM.length);
    }

    private ByteBuf stanzas(ChannelHandlerContext context) {
        ByteBuf buffer = stanzas == null ? context.alloc().buffer(1 << 14) : stanzas;
        stanzas = buffer;
        return buffer;
    }

    private ByteBuf answers(ChannelHandlerContext context) {
        ByteBuf buffer = answers == null ? context.alloc().buffer(1 << 14) : answers;
        answers = buffer;
        return buffer;
    }

    /** Copies the lines that an answer repeats: those that begin with V, F, T, or Ca or CS. */
    private static void answer(ByteBuf out, ByteBuf in, int start, int end, String behindTo) {
        out.writeBytes(OK);
        int line = in.indexOf(start, end, (byte) '\n') + 1;
        while (line < end) {
            int next = in.indexOf(line, end, (byte) '\n') + 1;
            byte first = in.getByte(line);
            byte second = in.getByte(line + 1);
            if (first == 'T') {
                out.writeBytes(in, line, next - line - 2)
                        .writeBytes(Octets.of(behindTo))
                        .writeBytes(Octets.of("\r\n"));
            } else if (first == 'V'
                    || first == 'F'
                    || (first == 'C' && (second == 'a' || second == 'S'))) {
                out.writeBytes(in, line, next - line);
            }
            line = next;
        }
        out.writeBytes(OK_END);
    }

    /** Prepares both directions; not on the hot path. */
    private void invited(ByteBuf in, int start, int end) {
        int conversation = conversation(in, start, end);
        String head = in.toString(start, end - start, StandardCharsets.ISO_8859_1);
        String from = line(head, "From: ");
        String to = line(head, "To: ");
        String callId = line(head, "Call-ID: ");
        String user = String.format(Locale.ROOT, "s%06d", conversation);
        tables.messages.set(
                conversation,
                Octets.of(
                        "MESSAGE sip:"
                                + user
                                + "@"
                                + Names.SIP_DOMAIN
                                + " SIP/2.0\r\nVia: "
                                + via
                                + ";branch=z9hG4bKrelay\r\nMax-Forwards: 70\r\nFrom: "
                                + to
                                + ";tag=relay\r\nTo: "
                                + from
                                + "\r\nCall-ID: "
                                + callId
                                + "\r\nCSeq: "));
        tables.stanzas.set(
                conversation,
                Octets.of(
                        "<message from='"
                                + user
                                + "@"
                                + Names.MASK
                                + "' to='x"
                                + user.substring(1)
                                + "@"
                                + Names.XMPP_DOMAIN
                                + "' type='chat'><body>"));
    }

    private static String line(String head, String name) {
        int at = head.indexOf("\r\n" + name) + 2 + name.length();
        return head.substring(at, head.indexOf("\r\n", at));
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws Exception {
        if (answers != null) {
            ChannelFuture _ = context.writeAndFlush(answers, context.voidPromise());
            answers = null;
        }
        if (stanzas != null) {
            tables.toXmpp(stanzas);
            stanzas = null;
        }
        super.channelReadComplete(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        BareRelay.end(cause);
    }
}
