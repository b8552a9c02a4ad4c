package org.sallyport.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From a stanza to a MESSAGE: finds the text by its tags and copies it behind a prepared head. */
final class StanzaRelay extends ByteToMessageDecoder {
    private static final byte[] END = Octets.of("</message>");
    private static final byte[] TO = Octets.of("to='s");
    private static final byte[] BODY = Octets.of("<body>");
    private static final byte[] BODY_END = Octets.of("</body>");
    private static final byte[] CSEQ =
            Octets.of(" MESSAGE\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Length: ");
    private static final byte[] LINE_END = Octets.of("\r\n\r\n");

    private final RelayTables tables;
    private @Nullable ByteBuf pending;
    private int numbers = 1;

    StanzaRelay(RelayTables tables) {
        this.tables = tables;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int start = in.readerIndex();
        int end = Octets.find(in, start, in.writerIndex(), END);
        if (end < 0) {
            return;
        }
        in.readerIndex(end + END.length);
        int conversation = Octets.number(in, Octets.find(in, start, end, TO) + TO.length);
        int text = Octets.find(in, start, end, BODY) + BODY.length;
        int textEnd = Octets.find(in, text, end, BODY_END);
        byte[] head = tables.messages.get(conversation);
        if (head == null) {
            throw new IllegalStateException("no session");
        }
        ByteBuf target = pending == null ? context.alloc().buffer(1 << 14) : pending;
        pending = target;
        target.writeBytes(head);
        Digits.write(target, numbers++);
        target.writeBytes(CSEQ);
        Digits.write(target, textEnd - text);
        target.writeBytes(LINE_END).writeBytes(in, text, textEnd - text);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws Exception {
        if (pending != null) {
            tables.toSip(pending);
            pending = null;
        }
        super.channelReadComplete(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        BareRelay.end(cause);
    }
}
