package org.sallyport.bench;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * Finds things in octets without making anything of them. Positions are absolute; -1 means not
 * there.
 */
final class Octets {
    private Octets() {}

    static byte[] of(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Where {@code wanted} begins, between {@code from} and {@code to}. */
    static int find(ByteBuf in, int from, int to, byte[] wanted) {
        int last = to - wanted.length;
        int at = from;
        while (at <= last) {
            at = in.indexOf(at, last + 1, wanted[0]);
            if (at < 0 || startsWith(in, at, wanted)) {
                return at;
            }
            at++;
        }
        return -1;
    }

    /** Whether {@code wanted} stands there; the caller knows that there are enough octets. */
    static boolean startsWith(ByteBuf in, int at, byte[] wanted) {
        for (int i = 0; i < wanted.length; i++) {
            if (in.getByte(at + i) != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    /** The decimal number that begins there. */
    static int number(ByteBuf in, int from) {
        int value = 0;
        int at = from;
        for (int digit = in.getByte(at) - '0';
                digit >= 0 && digit <= 9;
                digit = in.getByte(at) - '0') {
            value = value * 10 + digit;
            at++;
        }
        return value;
    }
}
