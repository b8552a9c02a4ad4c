package org.sallyport.simulator.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;

/**
 * Writes a 200 to a request by copying those of its lines that a response repeats (RFC 3261
 * §8.2.6).
 */
final class SipOk {
    private static final byte[] START = "SIP/2.0 200 OK\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END =
            "Server: RTC/7.0\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private SipOk() {}

    static ByteBuf to(SipFrames.Frame request, ByteBufAllocator allocator) {
        byte[] octets = request.octets();
        ByteBuf out = allocator.buffer(request.head() + END.length);
        out.writeBytes(START);
        int from = 0;
        for (int at = 0; at < request.head() - 2; at++) {
            if (octets[at] == '\n') {
                if (from > 0 && repeated(octets, from)) {
                    out.writeBytes(octets, from, at + 1 - from);
                }
                from = at + 1;
            }
        }
        return out.writeBytes(END);
    }

    /** Via, From, To, Call-ID and CSeq, in full or compact. */
    private static boolean repeated(byte[] octets, int at) {
        int first = octets[at] | 0x20;
        int second = octets[at + 1] | 0x20;
        if (octets[at + 1] == ':') {
            return first == 'v' || first == 'f' || first == 't' || first == 'i';
        }
        return switch (first) {
            case 'v' -> second == 'i' && octets[at + 3] == ':';
            case 'f' -> second == 'r' && octets[at + 4] == ':';
            case 't' -> second == 'o' && octets[at + 2] == ':';
            case 'c' ->
                    (second == 'a' && octets[at + 7] == ':')
                            || (second == 's' && octets[at + 4] == ':');
            default -> false;
        };
    }
}
