package org.sallyport.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sallyport.testkit.SamplePackets.ALICE;
import static org.sallyport.testkit.SamplePackets.text;

import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.packet.InstantMessage;

class HandoverTest {
    private final Bench bench = new Bench();
    private final Gatehouse gate = new Gatehouse();
    private final CountDownLatch ended = new CountDownLatch(2);

    /**
     * Who gives up a thread may be late: it has gone on to another packet, which must not get a
     * second thread.
     */
    @Test
    void aWorkerThatWentOnIsNotReplaced() {
        bench.sip.behaviour =
                (packet, _) ->
                        ((InstantMessage) packet).body().value().equals("second")
                                ? gate.passAndTake()
                                : Outcome.taken();
        Machinery machinery = Machinery.of(bench.parts());
        Transit first = transit("first");
        Transit second = transit("second");
        for (Transit transit : new Transit[] {first, second}) {
            machinery.books().enter(transit);
            assertThat(machinery.lanes().offer(transit, new Transit[1]))
                    .isEqualTo(Lane.Offer.TAKEN);
        }
        gate.awaitVisitor();
        Lane lane = Objects.requireNonNull(second.lane);
        LaneWorker worker = Objects.requireNonNull(lane.workerOf(second));
        assertThat(lane.workerOf(first)).isNull();
        assertThat(lane.replace(worker, first)).isFalse();
        assertThat(lane.workerOf(second)).isSameAs(worker);
        assertThat(lane.replace(worker, second)).isTrue();
        assertThat(lane.replace(worker, second)).isFalse();
        gate.open();
        PipelineTest.await(ended);
        assertThat(machinery.books().totals().inFlight()).isZero();
    }

    /**
     * A reader may hold a lane that retires before it can queue its packet there: two lanes of a
     * pair would break order.
     */
    @Test
    void aRetiredLaneTakesNothing() {
        Machinery machinery = Machinery.of(bench.parts());
        Transit first = transit("first");
        Transit second = transit("another");
        machinery.books().enter(first);
        machinery.books().enter(second);
        assertThat(machinery.lanes().offer(first, new Transit[1])).isEqualTo(Lane.Offer.TAKEN);
        Bench.until(() -> machinery.lanes().size() == 0);
        Lane retired = Objects.requireNonNull(first.lane);
        assertThat(retired.offer(second, new Transit[1])).isEqualTo(Lane.Offer.RETIRED);
        assertThat(second.state()).isEqualTo(Transit.NEW);
        assertThat(machinery.lanes().offer(second, new Transit[1])).isEqualTo(Lane.Offer.TAKEN);
        PipelineTest.await(ended);
        assertThat(second.lane).isNotSameAs(retired);
    }

    private Transit transit(String words) {
        Source source = new Source(Bench.XMPP, Bench.link(ALICE.domain()), Source.Entry.READ);
        Transit.Times times =
                new Transit.Times(bench.clock.instant(), 0, bench.clock.instant().plusSeconds(60));
        return new Transit(text(words), source, times, _ -> ended.countDown());
    }
}
