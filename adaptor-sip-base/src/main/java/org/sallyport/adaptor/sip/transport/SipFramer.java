package org.sallyport.adaptor.sip.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the octets of one connection into messages and answers keep-alives (RFC 5626 §3.5.1). Closed
 * until the peer was authenticated: before that it only keeps what has arrived. Bounded: no octet
 * of a message beyond the limits is kept.
 */
final class SipFramer extends ByteToMessageDecoder {
    private static final byte[] NOTHING = new byte[0];

    private final TransportLimits.Sizes sizes;
    private final Pulse pulse;
    private boolean open;
    private boolean broken;
    private int scanned;
    private int lineEnds;
    private @Nullable RawHead head;

    SipFramer(TransportLimits.Sizes sizes, Pulse pulse) {
        this.sizes = sizes;
        this.pulse = pulse;
    }

    /** What the framer tells of the life of its connection; called on the event loop. */
    interface Pulse {
        /** A message began ({@code true}), or is complete. */
        void partial(boolean begun);

        /** The peer asks whether we are there. */
        void ping();

        /**
         * A single CRLF: returns whether it answers a keep-alive of ours; else it may be the first
         * half of a ping.
         */
        boolean pong();
    }

    /** Begins to cut, with what has arrived already. On the event loop. */
    void open(ChannelHandlerContext context) throws Exception {
        open = true;
        channelRead(context, Unpooled.EMPTY_BUFFER);
        channelReadComplete(context);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (!open) {
            return;
        }
        if (broken) {
            in.skipBytes(in.readableBytes());
            return;
        }
        try {
            cut(in, out);
        } catch (FramingException e) {
            broken = true; // what follows has no borders
            throw e;
        }
    }

    private void cut(ByteBuf in, List<Object> out) {
        if (head == null && !readHead(in)) {
            return;
        }
        RawHead current = head;
        if (current != null && in.readableBytes() >= current.contentLength()) {
            byte[] body =
                    current.contentLength() == 0 ? NOTHING : new byte[current.contentLength()];
            in.readBytes(body);
            head = null;
            pulse.partial(false);
            out.add(new Frame(current, body));
        }
    }

    /** What is left of a broken message is nobody's. */
    @Override
    protected void decodeLast(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.isReadable()) {
            decode(context, in, out);
        }
    }

    private boolean readHead(ByteBuf in) {
        if (scanned == 0 && !skipLineEnds(in)) {
            return false;
        }
        int length = headLength(in);
        if (length < 0) {
            return false;
        }
        byte[] octets = new byte[length];
        in.readBytes(octets);
        scanned = 0;
        RawHead cut = RawHead.cut(octets, sizes.headers());
        if (cut.contentLength() > sizes.message().bytes() - length) {
            throw new FramingException(Flaw.MESSAGE_TOO_LONG);
        }
        head = cut;
        return true;
    }

    /** Takes CRLF between messages; returns whether a message begins. */
    private boolean skipLineEnds(ByteBuf in) {
        while (in.isReadable()) {
            byte first = in.getByte(in.readerIndex());
            if (first != '\r' && first != '\n') {
                lineEnds = 0;
                pulse.partial(true);
                return true;
            }
            if (first == '\n'
                    || (in.readableBytes() > 1 && in.getByte(in.readerIndex() + 1) != '\n')) {
                throw new FramingException(Flaw.BARE_LINE_END);
            }
            if (in.readableBytes() == 1) {
                return false;
            }
            in.skipBytes(2);
            lineEnds++;
            if (lineEnds == 2) {
                lineEnds = 0;
                pulse.ping();
            } else if (!in.isReadable() && pulse.pong()) {
                lineEnds = 0;
            }
        }
        return false;
    }

    /**
     * The length of the head up to its empty line, or -1 while that has not arrived. Looks at line
     * feeds only; a carriage return that stands alone is found when the head is cut.
     */
    private int headLength(ByteBuf in) {
        int start = in.readerIndex();
        int available = in.readableBytes();
        int limit = start + (int) Math.min(available, sizes.head().bytes());
        int from = start + scanned;
        int feed = in.indexOf(from, limit, (byte) '\n');
        while (feed >= 0) {
            if (feed == start || in.getByte(feed - 1) != '\r') {
                throw new FramingException(Flaw.BARE_LINE_END);
            }
            if (feed >= start + 3 && in.getByte(feed - 2) == '\n') {
                return feed - start + 1;
            }
            feed = in.indexOf(feed + 1, limit, (byte) '\n');
        }
        if (available >= sizes.head().bytes()) {
            throw new FramingException(Flaw.HEAD_TOO_LONG);
        }
        scanned = limit - start;
        return -1;
    }
}
