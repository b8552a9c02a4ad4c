package org.sallyport.bench;

import org.sallyport.bench.Figures.Kind;

/**
 * The gateway beside the speed of light.
 *
 * @param rateShare its rate both ways as a share of the relay's
 * @param cpuTimes how many times the relay's CPU time it takes for each text
 * @param addedMedian median latency in microseconds less the relay's at the same rate
 * @param addedPercentile99 the same of the 99th percentiles
 */
record Comparison(double rateShare, double cpuTimes, double addedMedian, double addedPercentile99) {
    static Comparison of(Figures gateway, Figures relay) {
        return new Comparison(
                gateway.median(Kind.BOTH, Sample::rate) / relay.median(Kind.BOTH, Sample::rate),
                gateway.median(Kind.BOTH, Sample::cpuMicros)
                        / relay.median(Kind.BOTH, Sample::cpuMicros),
                gateway.median(Kind.HALF, sample -> sample.latency().median())
                        - relay.median(Kind.HALF, sample -> sample.latency().median()),
                gateway.median(Kind.HALF, sample -> sample.latency().percentile99())
                        - relay.median(Kind.HALF, sample -> sample.latency().percentile99()));
    }
}
