package org.sallyport.adaptor.sip.address;

import java.util.Locale;
import org.sallyport.adaptor.sip.address.BadSipAddressException.Reason;

/**
 * The bootstring of one domain label (RFC 3492 with the parameters of §5). {@code java.net.IDN}
 * follows IDNA2003, which turns the sharp s into two letters and thereby names another domain.
 */
final class Punycode {
    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int INITIAL_BIAS = 72;
    private static final int INITIAL_N = 0x80;
    private static final int MAX_LABEL = 63;
    private static final String PREFIX = "xn--";

    private Punycode() {}

    /** The A-label of a U-label; plain labels stay. */
    static String toAscii(String label) throws BadSipAddressException {
        boolean plain = label.chars().allMatch(c -> c < INITIAL_N);
        String ascii = plain ? label : PREFIX + encode(label.codePoints().toArray());
        if (ascii.length() > MAX_LABEL) {
            throw new BadSipAddressException(Reason.TOO_LONG);
        }
        return ascii;
    }

    /**
     * The U-label of an A-label; labels without the prefix stay. An A-label that is not the one of
     * its U-label is refused.
     */
    static String toUnicode(String label) throws BadSipAddressException {
        String lower = label.toLowerCase(Locale.ROOT);
        if (!lower.startsWith(PREFIX)) {
            return lower;
        }
        String unicode = decode(lower.substring(PREFIX.length()));
        if (!toAscii(unicode).equals(lower)) {
            throw new BadSipAddressException(Reason.INVALID_URI);
        }
        return unicode;
    }

    private static String encode(int[] input) {
        StringBuilder output = new StringBuilder();
        for (int c : input) {
            if (c < INITIAL_N) {
                output.appendCodePoint(c);
            }
        }
        int basic = output.length();
        if (basic > 0) {
            output.append('-');
        }
        int n = INITIAL_N;
        int delta = 0;
        int bias = INITIAL_BIAS;
        int handled = basic;
        while (handled < input.length) {
            int next = smallestFrom(input, n);
            delta += (next - n) * (handled + 1);
            n = next;
            for (int c : input) {
                if (c < n) {
                    delta++;
                } else if (c == n) {
                    appendVariable(output, delta, bias);
                    bias = adapt(delta, handled + 1, handled == basic);
                    delta = 0;
                    handled++;
                }
            }
            delta++;
            n++;
        }
        return output.toString();
    }

    private static int smallestFrom(int[] input, int n) {
        int smallest = Integer.MAX_VALUE;
        for (int c : input) {
            if (c >= n && c < smallest) {
                smallest = c;
            }
        }
        return smallest;
    }

    private static void appendVariable(StringBuilder output, int delta, int bias) {
        int q = delta;
        for (int k = BASE; ; k += BASE) {
            int t = threshold(k, bias);
            if (q < t) {
                output.append(digit(q));
                return;
            }
            output.append(digit(t + (q - t) % (BASE - t)));
            q = (q - t) / (BASE - t);
        }
    }

    private static String decode(String input) throws BadSipAddressException {
        StringBuilder output = new StringBuilder();
        int last = input.lastIndexOf('-');
        if (last > 0) {
            output.append(input, 0, last);
        }
        int position = last > 0 ? last + 1 : 0;
        int length = output.length();
        long n = INITIAL_N;
        long i = 0;
        int bias = INITIAL_BIAS;
        while (position < input.length()) {
            long old = i;
            long weight = 1;
            for (int k = BASE; ; k += BASE) {
                int digit = position < input.length() ? value(input.charAt(position++)) : -1;
                i += digit * weight;
                if (digit < 0 || i > Integer.MAX_VALUE) {
                    throw new BadSipAddressException(Reason.INVALID_URI);
                }
                int t = threshold(k, bias);
                if (digit < t) {
                    break;
                }
                weight = Math.min(weight * (BASE - t), Integer.MAX_VALUE);
            }
            length++;
            bias = adapt((int) (i - old), length, old == 0);
            n += i / length;
            i %= length;
            if (n > Character.MAX_CODE_POINT
                    || (n >= Character.MIN_SURROGATE && n <= Character.MAX_SURROGATE)) {
                throw new BadSipAddressException(Reason.INVALID_URI);
            }
            output.insert(output.offsetByCodePoints(0, (int) i), Character.toString((int) n));
            i++;
        }
        return output.toString();
    }

    private static int threshold(int k, int bias) {
        return Math.clamp((long) k - bias, T_MIN, T_MAX);
    }

    private static int adapt(int delta, int points, boolean first) {
        int d = first ? delta / DAMP : delta / 2;
        d += d / points;
        int k = 0;
        while (d > (BASE - T_MIN) * T_MAX / 2) {
            d /= BASE - T_MIN;
            k += BASE;
        }
        return k + (BASE - T_MIN + 1) * d / (d + SKEW);
    }

    private static char digit(int d) {
        return (char) (d < 26 ? 'a' + d : '0' + d - 26);
    }

    private static int value(char c) {
        if (c >= 'a' && c <= 'z') {
            return c - 'a';
        }
        return c >= '0' && c <= '9' ? c - '0' + 26 : -1;
    }
}
