package org.sallyport.simulator.load;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAccumulator;

/**
 * Counts latencies in buckets no wider than 1/64 of their value. Thread-safe; takes no lock and no
 * memory per value.
 */
public final class LatencyHistogram {
    private static final int PRECISION_BITS = 6;
    private static final int PER_OCTAVE = 1 << PRECISION_BITS;

    private final AtomicLongArray buckets = new AtomicLongArray((64 - PRECISION_BITS) * PER_OCTAVE);
    private final LongAccumulator maximum = new LongAccumulator(Math::max, 0);

    /** Counts one latency; what is negative counts as nothing. */
    public void record(long nanos) {
        long value = Math.max(0, nanos);
        buckets.incrementAndGet(bucket(value));
        maximum.accumulate(value);
    }

    /** How many latencies were counted. */
    public long count() {
        long count = 0;
        for (int i = 0; i < buckets.length(); i++) {
            count += buckets.get(i);
        }
        return count;
    }

    /**
     * The latency that this share of all values does not exceed; zero if nothing was counted.
     *
     * @param share from 0 to 1, for example 0.99
     */
    public Duration percentile(double share) {
        long wanted = Math.max(1, (long) Math.ceil(share * count()));
        long seen = 0;
        for (int i = 0; i < buckets.length(); i++) {
            seen += buckets.get(i);
            if (seen >= wanted) {
                return Duration.ofNanos(Math.min(upperEnd(i), maximum.get()));
            }
        }
        return Duration.ZERO;
    }

    /** The longest latency counted, exactly; zero if there was none. */
    public Duration maximum() {
        return Duration.ofNanos(maximum.get());
    }

    /** A copy that no longer changes. What is counted meanwhile may be in it or not. */
    public LatencyHistogram snapshot() {
        return since(new LatencyHistogram());
    }

    /**
     * What was counted after an earlier {@link #snapshot} of this histogram. The maximum of the
     * result is no longer exact but the end of the highest bucket.
     */
    public LatencyHistogram since(LatencyHistogram earlier) {
        LatencyHistogram later = new LatencyHistogram();
        long highest = 0;
        for (int i = 0; i < buckets.length(); i++) {
            long count = buckets.get(i) - earlier.buckets.get(i);
            later.buckets.set(i, count);
            highest = count > 0 ? upperEnd(i) : highest;
        }
        later.maximum.accumulate(Math.min(highest, maximum.get()));
        return later;
    }

    /** Values below 64 have their own bucket; above, each power of two is cut into 64. */
    private static int bucket(long value) {
        if (value < PER_OCTAVE) {
            return (int) value;
        }
        int shift = 63 - Long.numberOfLeadingZeros(value) - PRECISION_BITS;
        return (shift + 1) * PER_OCTAVE + (int) ((value >>> shift) - PER_OCTAVE);
    }

    private static long upperEnd(int bucket) {
        if (bucket < PER_OCTAVE) {
            return bucket;
        }
        int shift = bucket / PER_OCTAVE - 1;
        long start = (long) (bucket % PER_OCTAVE + PER_OCTAVE) << shift;
        return start + (1L << shift) - 1;
    }
}
