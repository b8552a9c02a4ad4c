package org.sallyport.core.config;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds what somebody may have meant. */
final class Nearest {
    private static final int LONGEST = 60;

    private Nearest() {}

    /**
     * A remedy: the nearest of {@code known}, else all of them if they are few, else {@code
     * otherwise}.
     */
    static String remedy(String written, Collection<String> known, String otherwise) {
        String nearest = to(written, known);
        if (nearest != null) {
            return "did you mean " + nearest + "?";
        }
        return known.isEmpty() || known.size() > 20
                ? otherwise
                : "known here: " + String.join(", ", known.stream().sorted().toList());
    }

    /** The one of {@code known} that differs least, if it differs little. */
    static @Nullable String to(String written, Collection<String> known) {
        if (written.length() > LONGEST) {
            return null;
        }
        String wanted = written.toLowerCase(Locale.ROOT).replace('_', '-');
        String best = null;
        int least = Math.max(1, Math.min(3, wanted.length() / 3)) + 1;
        for (String candidate : known.stream().sorted().toList()) {
            if (candidate.length() > LONGEST
                    || Math.abs(candidate.length() - wanted.length()) >= least) {
                continue;
            }
            int distance = distance(wanted, candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return best;
    }

    /**
     * Edits between two words: insert, delete, replace, swap of neighbours (optimal string
     * alignment).
     */
    static int distance(String a, String b) {
        int[] twoAgo = new int[b.length() + 1];
        int[] before = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] now = new int[b.length() + 1];
            now[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(replace, Math.min(before[j], now[j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    now[j] = Math.min(now[j], twoAgo[j - 2] + 1);
                }
            }
            twoAgo = before;
            before = now;
        }
        return before[b.length()];
    }
}
