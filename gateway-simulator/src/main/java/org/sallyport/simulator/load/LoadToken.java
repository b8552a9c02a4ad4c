package org.sallyport.simulator.load;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The mark a generated text carries: {@value #LENGTH} ASCII characters, always, so that it can be
 * written into a prepared buffer.
 *
 * @param conversation which conversation, 0 to 999,999
 * @param sequence the number of the text within its conversation, 0 to 99,999,999
 * @param sentNanos {@link System#nanoTime()} when it was sent; means nothing in another process
 */
public record LoadToken(int conversation, int sequence, long sentNanos) {
    /** How many characters a token has. */
    public static final int LENGTH = 40;

    private static final byte[] MARK = "load-".getBytes(StandardCharsets.US_ASCII);
    private static final int CONVERSATION_DIGITS = 6;
    private static final int SEQUENCE_DIGITS = 8;
    private static final int NANOS_DIGITS = 19;
    private static final int CONVERSATION_AT = MARK.length;
    private static final int SEQUENCE_AT = CONVERSATION_AT + CONVERSATION_DIGITS + 1;
    private static final int NANOS_AT = SEQUENCE_AT + SEQUENCE_DIGITS + 1;

    /** Writes the token into a prepared buffer. */
    public void writeTo(byte[] target, int offset) {
        System.arraycopy(MARK, 0, target, offset, MARK.length);
        digits(target, offset + CONVERSATION_AT, CONVERSATION_DIGITS, conversation);
        target[offset + SEQUENCE_AT - 1] = '-';
        digits(target, offset + SEQUENCE_AT, SEQUENCE_DIGITS, sequence);
        target[offset + NANOS_AT - 1] = '-';
        digits(target, offset + NANOS_AT, NANOS_DIGITS, sentNanos);
    }

    /** The token as text. */
    public String text() {
        byte[] octets = new byte[LENGTH];
        writeTo(octets, 0);
        return new String(octets, StandardCharsets.US_ASCII);
    }

    /** The first token in these octets, or null. */
    public static @Nullable LoadToken find(byte[] octets, int from, int to) {
        for (int at = from; at + LENGTH <= to; at++) {
            LoadToken token = octets[at] == MARK[0] && isMark(octets, at) ? read(octets, at) : null;
            if (token != null) {
                return token;
            }
        }
        return null;
    }

    /** The first token in this text, or null. */
    public static @Nullable LoadToken find(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return find(octets, 0, octets.length);
    }

    private static boolean isMark(byte[] octets, int at) {
        for (int i = 1; i < MARK.length; i++) {
            if (octets[at + i] != MARK[i]) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable LoadToken read(byte[] octets, int at) {
        long conversation = number(octets, at + CONVERSATION_AT, CONVERSATION_DIGITS);
        long sequence = number(octets, at + SEQUENCE_AT, SEQUENCE_DIGITS);
        long nanos = number(octets, at + NANOS_AT, NANOS_DIGITS);
        return conversation < 0 || sequence < 0 || nanos < 0
                ? null
                : new LoadToken((int) conversation, (int) sequence, nanos);
    }

    private static void digits(byte[] target, int at, int count, long value) {
        long rest = value;
        for (int i = at + count - 1; i >= at; i--) {
            target[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private static long number(byte[] octets, int at, int count) {
        long value = 0;
        for (int i = at; i < at + count; i++) {
            int digit = octets[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
