package org.sallyport.adaptor.sip.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Stands before TLS and looks at the headers of its records (RFC 5246 §6.2.1): once a TLS 1.2
 * session stands, a record of its handshake protocol is a second handshake, which costs us more
 * than the peer and would bring a certificate that nobody judged (CLASSES 14). TLS itself does not
 * tell: to it that is an ordinary thing. TLS 1.3 has no second handshake, and does not show such
 * records.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what a close brings shows as the end of the channel
final class RecordGuard extends ChannelInboundHandlerAdapter {
    private static final int HEADER = 5;
    private static final int HANDSHAKE = 22;

    private final TransportMeters meters;
    private final byte[] header = new byte[HEADER];
    private int seen;
    private int left;
    private boolean standing;
    private boolean needless;

    RecordGuard(TransportMeters meters) {
        this.meters = meters;
    }

    /** The first handshake is over. On the event loop. */
    void established(String protocol) {
        standing = true;
        needless = !protocol.equals("TLSv1.2");
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!needless && message instanceof ByteBuf octets && beginsAnew(octets)) {
            meters.refusedConnection("renegotiation");
            octets.release();
            context.close();
            return;
        }
        context.fireChannelRead(message);
    }

    private boolean beginsAnew(ByteBuf octets) {
        int position = octets.readerIndex();
        int end = octets.writerIndex();
        while (position < end) {
            if (left > 0) {
                int skipped = Math.min(left, end - position);
                left -= skipped;
                position += skipped;
            } else {
                header[seen++] = octets.getByte(position++);
                if (seen == HEADER) {
                    seen = 0;
                    left = (header[3] & 0xff) << 8 | (header[4] & 0xff);
                    if (standing && header[0] == HANDSHAKE) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
