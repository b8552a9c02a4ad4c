package org.sallyport.adaptor.xmpp.jid;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.sallyport.api.address.Domain;

/** Domain names in A-labels for DNS, SNI and certificates, and back (RFC 5890, RFC 3492). */
public final class ALabels {
    private static final String PREFIX = "xn--";
    private static final int BASE = 36;
    private static final int MAX_LABEL = 63;

    private ALabels() {}

    /**
     * The domain in A-labels. The JDK's own conversion follows IDNA 2003, which would turn ß into
     * ss.
     */
    public static String of(Domain domain) {
        return eachLabel(domain.value(), label -> isAscii(label) ? label : PREFIX + encode(label));
    }

    /**
     * The domain in U-labels; A-labels that stand for nothing are refused with
     * IllegalArgumentException.
     */
    static String toUnicode(String domain) {
        return eachLabel(
                domain,
                label -> {
                    if (!label.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
                        return label;
                    }
                    String decoded = decode(label.substring(PREFIX.length()));
                    if (isAscii(decoded)
                            || !encode(decoded)
                                    .equalsIgnoreCase(label.substring(PREFIX.length()))) {
                        throw new IllegalArgumentException("an A-label stands for nothing");
                    }
                    return decoded;
                });
    }

    /** Refuses a label that no host name has (RFC 5891 §4.2.3). */
    static void check(String label) {
        if (label.startsWith("-") || label.endsWith("-") || label.startsWith("--", 2)) {
            throw new IllegalArgumentException(
                    "a label of the domain begins or ends with a hyphen");
        }
        int length = isAscii(label) ? label.length() : PREFIX.length() + encode(label).length();
        if (length > MAX_LABEL) {
            throw new IllegalArgumentException("a label of the domain is longer than 63 octets");
        }
    }

    private static String eachLabel(String domain, UnaryOperator<String> change) {
        if (domain.length() > Domain.MAX_OCTETS) {
            throw new IllegalArgumentException("the domain is too long");
        }
        List<String> labels = Arrays.stream(domain.split("\\.", -1)).map(change).toList();
        return String.join(".", labels);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static String encode(String label) {
        int[] points = label.codePoints().toArray();
        StringBuilder out = new StringBuilder();
        Arrays.stream(points).filter(c -> c < 0x80).forEach(out::appendCodePoint);
        int basic = out.length();
        int handled = basic;
        if (basic > 0) {
            out.append('-');
        }
        int delta = 0;
        int bias = 72;
        int n = 0x80;
        while (handled < points.length) {
            int least = n;
            int next = Arrays.stream(points).filter(c -> c >= least).min().orElseThrow();
            delta = Math.addExact(delta, Math.multiplyExact(next - n, handled + 1));
            n = next;
            for (int c : points) {
                if (c < n) {
                    delta++;
                } else if (c == n) {
                    digits(delta, bias, out);
                    bias = adapt(delta, handled + 1, handled == basic);
                    delta = 0;
                    handled++;
                }
            }
            delta++;
            n++;
        }
        return out.toString();
    }

    private static void digits(int delta, int bias, StringBuilder out) {
        int rest = delta;
        for (int k = BASE; ; k += BASE) {
            int threshold = threshold(k, bias);
            if (rest < threshold) {
                out.append(digit(rest));
                return;
            }
            out.append(digit(threshold + (rest - threshold) % (BASE - threshold)));
            rest = (rest - threshold) / (BASE - threshold);
        }
    }

    private static String decode(String text) {
        int dash = text.lastIndexOf('-');
        StringBuilder out = new StringBuilder(dash > 0 ? text.substring(0, dash) : "");
        int position = dash > 0 ? dash + 1 : 0;
        int n = 0x80;
        int i = 0;
        int bias = 72;
        int count = out.length();
        try {
            while (position < text.length()) {
                int before = i;
                int weight = 1;
                for (int k = BASE; ; k += BASE) {
                    int digit = Character.digit(text.charAt(position++), BASE);
                    // Punycode counts a-z as 0-25 and 0-9 as 26-35.
                    int value = digit < 0 ? BASE : digit >= 10 ? digit - 10 : digit + 26;
                    i = Math.addExact(i, Math.multiplyExact(value, weight));
                    int threshold = threshold(k, bias);
                    if (value < threshold) {
                        break;
                    }
                    weight = Math.multiplyExact(weight, BASE - threshold);
                }
                count++;
                bias = adapt(i - before, count, before == 0);
                n = Math.addExact(n, i / count);
                i %= count;
                out.insert(out.offsetByCodePoints(0, i), Character.toString(n));
                i++;
            }
        } catch (ArithmeticException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("an A-label is broken");
        }
        return out.toString();
    }

    private static int threshold(int k, int bias) {
        return Math.clamp(k - bias, 1, 26);
    }

    private static char digit(int value) {
        return (char) (value < 26 ? 'a' + value : '0' + value - 26);
    }

    private static int adapt(int delta, int points, boolean first) {
        int rest = first ? delta / 700 : delta / 2;
        rest += rest / points;
        int k = 0;
        while (rest > 455) {
            rest /= 35;
            k += BASE;
        }
        return k + 36 * rest / (rest + 38);
    }
}
