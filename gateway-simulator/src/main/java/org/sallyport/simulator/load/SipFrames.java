package org.sallyport.simulator.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderException;
import io.netty.util.ByteProcessor;
import java.util.List;

/**
 * Cuts a stream into whole SIP messages as octets, with as little work as can be; each octet is
 * looked at once.
 */
final class SipFrames extends ByteToMessageDecoder {
    /** One message and the length of its head with the empty line. */
    @SuppressWarnings(
            "ArrayRecordComponent") // nobody compares frames, and a copy would cost what this saves
    record Frame(byte[] octets, int head) {
        boolean startsWith(String text) {
            for (int index = 0; index < text.length(); index++) {
                if (octets[index] != text.charAt(index)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String toString() {
            return "Frame[" + octets.length + " octets]";
        }
    }

    private static final int LONGEST = 1 << 18;
    private static final String LENGTH = "content-length";

    private int scanned;
    private int line;
    private int body = -1;

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (scanned == 0 && skipsLineEnds(in)) {
            return;
        }
        int start = in.readerIndex();
        while (true) {
            int at =
                    in.forEachByte(
                            start + scanned, in.readableBytes() - scanned, ByteProcessor.FIND_LF);
            if (at < 0) {
                scanned = in.readableBytes();
                if (scanned > LONGEST) {
                    throw new DecoderException("head too long");
                }
                return;
            }
            int end = at - start + 1;
            scanned = end;
            if (end - line == 2) {
                break;
            }
            lineRead(in, start + line, at);
            line = end;
        }
        finish(in, out);
    }

    private void finish(ByteBuf in, List<Object> out) {
        if (body < 0 || body > LONGEST) {
            throw new DecoderException("no usable content length");
        }
        int head = scanned;
        if (in.readableBytes() < head + body) {
            // The empty line is found again next time; everything before it is not looked at again.
            scanned = line;
            return;
        }
        byte[] octets = new byte[head + body];
        in.readBytes(octets);
        scanned = 0;
        line = 0;
        body = -1;
        out.add(new Frame(octets, head));
    }

    /** Passes over keep-alives, which may be cut anywhere. */
    private static boolean skipsLineEnds(ByteBuf in) {
        int before = in.readableBytes();
        while (in.isReadable()) {
            byte octet = in.getByte(in.readerIndex());
            if (octet != '\r' && octet != '\n') {
                break;
            }
            in.skipBytes(1);
        }
        return in.readableBytes() < before;
    }

    private void lineRead(ByteBuf in, int from, int end) {
        int at;
        if ((in.getByte(from) | 0x20) == 'l' && in.getByte(from + 1) == ':') {
            at = from + 2;
        } else if (isLength(in, from, end)) {
            at = from + LENGTH.length() + 1;
        } else {
            return;
        }
        int value = 0;
        for (int index = at; index < end; index++) {
            int digit = in.getByte(index) - '0';
            if (digit >= 0 && digit <= 9) {
                value = value * 10 + digit;
            }
        }
        body = value;
    }

    private static boolean isLength(ByteBuf in, int from, int end) {
        if (end - from <= LENGTH.length() || in.getByte(from + LENGTH.length()) != ':') {
            return false;
        }
        for (int index = 0; index < LENGTH.length(); index++) {
            if ((in.getByte(from + index) | 0x20) != LENGTH.charAt(index)
                    && LENGTH.charAt(index) != '-') {
                return false;
            }
        }
        return true;
    }
}
