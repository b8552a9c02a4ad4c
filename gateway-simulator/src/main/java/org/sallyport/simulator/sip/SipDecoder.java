package org.sallyport.simulator.sip;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Cuts a TLS stream into {@link SipMessage}s and {@link Crlf} keep-alives, by Content-Length only.
 * Every octet of the head is looked at once, however the stream is chopped; a stream that is not
 * SIP ends with a {@link SipFault}. What a message must contain is judged by {@link SipRules}, not
 * here.
 */
public final class SipDecoder extends ByteToMessageDecoder {
    private final SipLimits limits;
    private final AtomicInteger unanswered;
    private int scanned;
    private int line;
    private boolean dead;
    private int bodyLength = -1;
    private String head = "";

    public SipDecoder(SipLimits limits) {
        this(limits, new AtomicInteger());
    }

    /** With the number of own pings that have no pong yet; counted down here. */
    SipDecoder(SipLimits limits, AtomicInteger unanswered) {
        this.limits = limits;
        this.unanswered = unanswered;
    }

    /**
     * Reads one whole message that somebody else has framed; throws {@link SipFault} when it is
     * none.
     */
    public static SipMessage message(byte[] octets, int headLength) {
        String head = new String(octets, 0, headLength, StandardCharsets.ISO_8859_1);
        return message(head, Arrays.copyOfRange(octets, headLength, octets.length));
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (dead) {
            in.skipBytes(in.readableBytes());
            return;
        }
        try {
            if (bodyLength < 0 && !readHead(in, out)) {
                return;
            }
            if (in.readableBytes() < bodyLength) {
                return;
            }
            byte[] body = new byte[bodyLength];
            in.readBytes(body);
            bodyLength = -1;
            out.add(message(head, body));
        } catch (SipFault fault) {
            dead = true;
            in.skipBytes(in.readableBytes());
            throw fault;
        }
    }

    private boolean readHead(ByteBuf in, List<Object> out) {
        if (scanned == 0 && in.readableBytes() > 0 && in.getByte(in.readerIndex()) == '\r') {
            keepAlive(in, out);
            return false;
        }
        int length = headLength(in);
        if (length < 0) {
            return false;
        }
        head = in.readCharSequence(length, StandardCharsets.ISO_8859_1).toString();
        scanned = 0;
        line = 0;
        bodyLength = contentLength(head);
        return true;
    }

    // A lone CRLF that nobody waits for stays in the buffer until the next octet tells whether it
    // is half a ping.
    private void keepAlive(ByteBuf in, List<Object> out) {
        int start = in.readerIndex();
        int readable = in.readableBytes();
        if (readable >= 2 && in.getByte(start + 1) != '\n') {
            throw new SipFault("bare-cr");
        }
        boolean alone = readable == 2 && unanswered.get() > 0;
        if (readable < 3 && !alone) {
            return;
        }
        if (alone || in.getByte(start + 2) != '\r') {
            unanswered.updateAndGet(count -> Math.max(0, count - 1));
            in.skipBytes(2);
            out.add(Crlf.PONG);
        } else if (readable >= 4) {
            if (in.getByte(start + 3) != '\n') {
                throw new SipFault("bare-cr");
            }
            in.skipBytes(4);
            out.add(Crlf.PING);
        }
    }

    private int headLength(ByteBuf in) {
        int start = in.readerIndex();
        int readable = in.readableBytes();
        while (scanned < readable) {
            byte octet = in.getByte(start + scanned);
            boolean afterCr = scanned > 0 && in.getByte(start + scanned - 1) == '\r';
            if (octet == '\n' && !afterCr) {
                throw new SipFault("bare-lf");
            }
            if (octet != '\n' && afterCr) {
                throw new SipFault("bare-cr");
            }
            if (octet == 0
                    || (octet > 0
                            && octet < ' '
                            && octet != '\r'
                            && octet != '\n'
                            && octet != '\t')) {
                throw new SipFault("control-character");
            }
            scanned++;
            if (scanned > limits.head()) {
                throw new SipFault("head-too-long");
            }
            if (octet == '\n') {
                if (scanned - line == 2) {
                    return scanned;
                }
                line = scanned;
            }
        }
        return -1;
    }

    private int contentLength(String octets) {
        int found = -1;
        int lines = 0;
        int start = octets.indexOf("\r\n") + 2;
        while (start < octets.length() - 2) {
            if (++lines > limits.headers()) {
                throw new SipFault("too-many-headers");
            }
            int end = octets.indexOf("\r\n", start);
            int colon = octets.indexOf(':', start);
            if (colon > 0
                    && colon < end
                    && new SipHeader(octets.substring(start, colon).trim(), "")
                            .is("Content-Length")) {
                if (found >= 0) {
                    throw new SipFault("content-length-twice");
                }
                found = length(octets.substring(colon + 1, end).trim());
            }
            start = end + 2;
        }
        if (found < 0) {
            throw new SipFault("content-length-missing");
        }
        return found;
    }

    private int length(String digits) {
        if (digits.isEmpty()
                || digits.length() > 9
                || !digits.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            throw new SipFault("content-length-malformed");
        }
        int length = Integer.parseInt(digits);
        if (length > limits.body()) {
            throw new SipFault("body-too-long");
        }
        return length;
    }

    private static SipMessage message(String octets, byte[] body) {
        List<SipHeader> headers = new ArrayList<>();
        int end = octets.indexOf("\r\n");
        String startLine = octets.substring(0, end);
        int start = end + 2;
        while (start < octets.length() - 2) {
            end = octets.indexOf("\r\n", start);
            String text = octets.substring(start, end);
            if (text.charAt(0) == ' ' || text.charAt(0) == '\t') {
                if (headers.isEmpty()) {
                    throw new SipFault("fold-without-header");
                }
                SipHeader folded = headers.removeLast();
                headers.add(new SipHeader(folded.name(), folded.value() + " " + text.trim()));
            } else {
                headers.add(header(text));
            }
            start = end + 2;
        }
        if (!SipRules.isStartLine(startLine)) {
            throw new SipFault("start-line");
        }
        return new SipMessage(startLine, headers, body);
    }

    private static SipHeader header(String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? "" : text.substring(0, colon).stripTrailing();
        if (!SipRules.isToken(name)) {
            throw new SipFault("header-name");
        }
        return new SipHeader(name, text.substring(colon + 1).trim());
    }
}
