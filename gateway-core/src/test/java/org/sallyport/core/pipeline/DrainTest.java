package org.sallyport.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sallyport.core.pipeline.Bench.soon;
import static org.sallyport.core.pipeline.Bench.until;
import static org.sallyport.core.pipeline.PipelineTest.code;
import static org.sallyport.testkit.SamplePackets.oneOfEachKind;
import static org.sallyport.testkit.SamplePackets.text;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.filter.Verdict;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.packet.DeliveryFailure;
import org.sallyport.api.packet.Packet;

class DrainTest {
    private final Bench bench = new Bench();
    private final Gatehouse gate = new Gatehouse();

    @AfterEach
    void close() {
        gate.open();
        bench.close();
        assertThat(bench.pipeline().totals().lost()).isZero();
        assertThat(bench.pipeline().totals().inFlight()).isZero();
    }

    @Test
    void takesNothingNewButTellsOfLosses() throws Exception {
        bench.open();
        bench.pipeline().stopTaking();
        assertThat(code(bench.says(text("hello")))).isEqualTo(ErrorCode.SHUTTING_DOWN);
        Packet loss =
                oneOfEachKind().stream()
                        .filter(DeliveryFailure.class::isInstance)
                        .findFirst()
                        .orElseThrow();
        assertThat(soon(bench.says(loss))).isEqualTo(Outcome.taken());
        assertThat(bench.pipeline().drain(Bench.LIMIT)).isTrue();
        assertThat(code(bench.says(loss.withEnvelope(text("x").envelope()))))
                .isEqualTo(ErrorCode.SHUTTING_DOWN);
    }

    @Test
    void waitsForWhatIsUnderWay() throws Exception {
        bench.sip.behaviour = (_, _) -> gate.passAndTake();
        bench.open();
        CompletableFuture<Outcome> underWay = bench.says(text("hello"));
        CompletableFuture<Outcome> waiting = bench.says(text("waiting"));
        gate.awaitVisitor();
        CountDownLatch draining = new CountDownLatch(1);
        CompletableFuture<Boolean> quiet =
                CompletableFuture.supplyAsync(() -> {
                    draining.countDown();
                    return bench.pipeline().drain(Bench.LIMIT);
                });
        PipelineTest.await(draining);
        assertThat(quiet).isNotDone();
        gate.open();
        assertThat(soon(quiet)).isTrue();
        assertThat(underWay).isCompletedWithValue(Outcome.taken());
        assertThat(waiting).isCompletedWithValue(Outcome.taken());
    }

    @Test
    void tellsEverySenderWhenTheLimitIsOver() throws Exception {
        bench.sip.behaviour =
                (_, _) -> {
                    gate.pass();
                    return Outcome.taken();
                };
        bench.open();
        CompletableFuture<Outcome> underWay = bench.says(text("hello"));
        CompletableFuture<Outcome> waiting = bench.says(text("waiting"));
        gate.awaitVisitor();
        assertThat(bench.pipeline().drain(Duration.ofMillis(20))).isFalse();
        assertThat(underWay).isCompletedWithValue(Failures.CUT);
        assertThat(waiting).isCompletedWithValue(Failures.SHUTTING_DOWN);
        assertThat(bench.pipeline().totals()).isEqualTo(new Totals(2, 0, 0, 2, 0, 0));
        assertThat(bench.sip.delivered).isEmpty();
    }

    @Test
    void deliversNothingThatWasCutWhileTheChainJudgedIt() throws Exception {
        bench.filter(
                        "slow",
                        (packet, _) -> {
                            gate.pass();
                            return new Verdict.Pass(packet);
                        })
                .open();
        CompletableFuture<Outcome> judged = bench.says(text("hello"));
        gate.awaitVisitor();
        assertThat(bench.pipeline().drain(Duration.ofMillis(20))).isFalse();
        assertThat(judged).isCompletedWithValue(Failures.SHUTTING_DOWN);
        gate.open();
        until(() -> bench.pipeline().busyLanes() == 0);
        assertThat(bench.sip.delivered).isEmpty();
    }
}
