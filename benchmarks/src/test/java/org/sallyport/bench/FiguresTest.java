package org.sallyport.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sallyport.bench.Figures.Kind;

class FiguresTest {
    private static Sample sample(long complete, double cpuSeconds) {
        return new Sample(
                complete, 2, cpuSeconds, complete * 100, 7, new Sample.Latency(cpuSeconds, 9));
    }

    @Test
    void figuresAreForEachCompleteText() {
        Sample sample = sample(1000, 0.5);
        assertThat(sample.rate()).isEqualTo(500);
        assertThat(sample.cpuMicros()).isEqualTo(500);
        assertThat(sample.octets()).isEqualTo(100);
    }

    @Test
    void medianIsTheMiddleOrTheMeanOfTwo() {
        List<Sample> odd = List.of(sample(30, 1), sample(10, 1), sample(20, 1));
        assertThat(Sample.median(odd, Sample::rate)).isEqualTo(10);
        List<Sample> even = List.of(sample(30, 1), sample(10, 1), sample(20, 1), sample(80, 1));
        assertThat(Sample.median(even, Sample::rate)).isEqualTo(12.5);
        assertThat(Sample.median(List.of(), Sample::rate)).isNaN();
    }

    @Test
    void comparesTheGatewayWithTheRelay() {
        Figures gateway = new Figures("gateway");
        Figures relay = new Figures("relay");
        gateway.add(Kind.BOTH, sample(100, 0.4));
        relay.add(Kind.BOTH, sample(1000, 0.5));
        gateway.add(Kind.HALF, sample(50, 0.3));
        relay.add(Kind.HALF, sample(50, 0.1));
        Comparison comparison = Comparison.of(gateway, relay);
        assertThat(comparison.rateShare()).isEqualTo(0.1, within(1e-9));
        assertThat(comparison.cpuTimes()).isEqualTo(8, within(1e-9));
        assertThat(comparison.addedMedian()).isEqualTo(0.2, within(1e-9));
        assertThat(comparison.addedPercentile99()).isZero();
    }

    @Test
    void readsTheClockOfAProcessWhateverItsName() {
        String stat = "42 (ja) va 1) S 1 42 42 0 -1 4194304 1 2 3 4 150 50 0 0 20 0 30 0 99 0 0";
        assertThat(ProcessClock.seconds(stat)).isEqualTo(2);
    }

    @Test
    void quotesTextForJson() {
        assertThat(JsonReport.text("a\"b\\c\n")).isEqualTo("\"a\\\"b\\\\c\\u000a\"");
    }
}
