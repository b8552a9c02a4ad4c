package org.sallyport.bench;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the log of a collector tells.
 *
 * @param allocated octets allocated up to its last line
 * @param live octets that were left then
 * @param pauses how many lines told of a heap
 */
record CollectorLog(long allocated, long live, int pauses) {
    /** For example {@code Pause Young (Normal) (G1 Evacuation Pause) 306M->20M(512M) 5.413ms}. */
    private static final Pattern HEAP = Pattern.compile("\\b(\\d+)([BKMG])->(\\d+)([BKMG])\\(");

    /** What one pause found that the pause before had not left was allocated between them. */
    static CollectorLog parse(List<String> lines) {
        long allocated = 0;
        long left = 0;
        int pauses = 0;
        for (String line : lines) {
            Matcher heap = HEAP.matcher(line);
            if (heap.find()) {
                long before = octets(heap.group(1), heap.group(2));
                // Concurrent work frees memory without a line that tells of it.
                allocated += Math.max(0, before - left);
                left = octets(heap.group(3), heap.group(4));
                pauses++;
            }
        }
        return new CollectorLog(allocated, left, pauses);
    }

    private static long octets(String number, String unit) {
        int shift = 10 * "BKMG".indexOf(unit);
        return Long.parseLong(number) << shift;
    }
}
