package org.sallyport.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one phase took.
 *
 * @param complete complete transactions
 * @param seconds from the first text to the last answer
 * @param cpuSeconds CPU time of the subject
 * @param allocated octets that the subject allocated
 * @param live octets in its heap after a whole collection at the end
 * @param latency one way, of the slower direction
 */
record Sample(
        long complete,
        double seconds,
        double cpuSeconds,
        long allocated,
        long live,
        Latency latency) {
    private static final double MICROS = 1e6;

    /** In microseconds. */
    record Latency(double median, double percentile99) {}

    /** Complete transactions a second. */
    double rate() {
        return complete / seconds;
    }

    /** CPU microseconds of the subject for each. */
    double cpuMicros() {
        return cpuSeconds * MICROS / Math.max(1, complete);
    }

    /** Octets allocated for each. */
    double octets() {
        return (double) allocated / Math.max(1, complete);
    }

    /** The median over samples; of an even number the mean of the two in the middle. */
    static double median(List<Sample> samples, ToDoubleFunction<Sample> figure) {
        double[] values = samples.stream().mapToDouble(figure).sorted().toArray();
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] middle =
                Arrays.copyOfRange(values, (values.length - 1) / 2, values.length / 2 + 1);
        return Arrays.stream(middle).average().orElse(Double.NaN);
    }
}
