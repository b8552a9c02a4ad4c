package org.sallyport.simulator.load;

import java.time.Duration;

/**
 * The figures of one direction.
 *
 * @param counts what became of the texts
 * @param faults what should be zero
 * @param median half of the texts that arrived took no longer
 * @param percentile99 99 of 100 took no longer
 * @param maximum the longest
 */
public record LoadReport(
        Counts counts, Faults faults, Duration median, Duration percentile99, Duration maximum) {

    /** Texts sent, arrived, and refused to the sender. */
    public record Counts(long sent, long arrived, long failed) {
        /** Neither arrived nor refused: lost, or still under way. */
        public long open() {
            return sent - arrived - failed;
        }
    }

    /** Arrived twice, arrived after a later one, belonging to nobody, both arrived and refused. */
    public record Faults(long duplicates, long outOfOrder, long strays, long arrivedAndFailed) {
        /** Whether all of them are zero. */
        public boolean isNone() {
            return duplicates + outOfOrder + strays + arrivedAndFailed == 0;
        }
    }
}
