package org.sallyport.core.plugin;

/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012) of one 64-bit number: a keyed function that costs a
 * few nanoseconds.
 */
final class SipHash {
    private final long key0;
    private final long key1;

    SipHash(long key0, long key1) {
        this.key0 = key0;
        this.key1 = key1;
    }

    long of(long message) {
        long[] state = {
            key0 ^ 0x736f6d6570736575L,
            key1 ^ 0x646f72616e646f6dL,
            key0 ^ 0x6c7967656e657261L,
            key1 ^ 0x7465646279746573L
        };
        absorb(state, message);
        // The last block holds the length, eight octets, in its highest octet.
        absorb(state, 8L << 56);
        state[2] ^= 0xff;
        for (int i = 0; i < 4; i++) {
            round(state);
        }
        return state[0] ^ state[1] ^ state[2] ^ state[3];
    }

    private static void absorb(long[] state, long block) {
        state[3] ^= block;
        round(state);
        round(state);
        state[0] ^= block;
    }

    private static void round(long[] v) {
        v[0] += v[1];
        v[1] = Long.rotateLeft(v[1], 13) ^ v[0];
        v[0] = Long.rotateLeft(v[0], 32);
        v[2] += v[3];
        v[3] = Long.rotateLeft(v[3], 16) ^ v[2];
        v[0] += v[3];
        v[3] = Long.rotateLeft(v[3], 21) ^ v[0];
        v[2] += v[1];
        v[1] = Long.rotateLeft(v[1], 17) ^ v[2];
        v[2] = Long.rotateLeft(v[2], 32);
    }
}
