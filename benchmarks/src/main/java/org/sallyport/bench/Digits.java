package org.sallyport.bench;

import io.netty.buffer.ByteBuf;

/** Writes decimal numbers without making a string. */
final class Digits {
    private Digits() {}

    static void write(ByteBuf out, int value) {
        int divisor = 1;
        while (value / divisor >= 10) {
            divisor *= 10;
        }
        for (int rest = value; divisor > 0; divisor /= 10) {
            out.writeByte('0' + rest / divisor);
            rest %= divisor;
        }
    }
}
