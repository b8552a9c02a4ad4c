package org.sallyport.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sallyport.core.pipeline.Bench.soon;
import static org.sallyport.core.pipeline.Bench.until;
import static org.sallyport.testkit.SamplePackets.text;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.filter.Verdict;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.packet.InstantMessage;

class DeliveryTest {
    private final Bench bench = new Bench();
    private final Gatehouse gate = new Gatehouse();
    private final Gatehouse successor = new Gatehouse();

    @AfterEach
    void close() {
        gate.open();
        successor.open();
        bench.close();
        assertThat(bench.pipeline().totals().lost()).isZero();
        assertThat(bench.pipeline().totals().inFlight()).isZero();
    }

    @Test
    void turnsAnExceptionIntoAnUnknownOutcome() throws Exception {
        bench.sip.behaviour =
                (packet, _) -> {
                    throw new LinkageError(((InstantMessage) packet).body().value());
                };
        bench.open();
        Outcome outcome = soon(bench.says(text("words of a user")));
        assertThat(outcome).isEqualTo(Failures.DELIVERY_BROKE);
        assertThat(((Outcome.Failed) outcome).certainty()).isEqualTo(Outcome.Certainty.UNKNOWN);
        assertThat(bench.metrics.count("delivery.errors", Map.of("adaptor", "sip"))).isEqualTo(1);
    }

    @Test
    @SuppressWarnings({"NullAway", "DataFlowIssue"})
    void turnsNoOutcomeIntoAnUnknownOne() throws Exception {
        bench.sip.behaviour = (_, _) -> null;
        bench.open();
        assertThat(soon(bench.says(text("hello")))).isEqualTo(Failures.DELIVERY_BROKE);
    }

    @Test
    void neverDeliversAfterTheDeadlineWhatTheChainHeldUp() throws Exception {
        bench.filter(
                        "slow",
                        (packet, _) -> {
                            gate.pass();
                            return new Verdict.Pass(packet);
                        })
                .open();
        CompletableFuture<Outcome> late =
                bench.says(text("hello"), bench.clock.instant().plusMillis(500));
        gate.awaitVisitor();
        bench.clock.advance(Duration.ofMillis(500));
        assertThat(soon(late)).isEqualTo(Failures.EXPIRED);
        gate.open();
        until(() -> bench.pipeline().busyLanes() == 0);
        assertThat(bench.sip.delivered).isEmpty();
    }

    @Test
    void settlesADeliveryThatOutlastsItsDeadlineAndIgnoresWhatItSaysLater() throws Exception {
        Gatehouse stubborn = new Gatehouse();
        AtomicBoolean first = new AtomicBoolean(true);
        bench.sip.behaviour =
                (_, _) -> {
                    if (first.getAndSet(false)) {
                        gate.pass();
                        Thread.interrupted();
                        stubborn.pass();
                    }
                    return Outcome.taken();
                };
        bench.open();
        CompletableFuture<Outcome> stuck =
                bench.says(text("stuck"), bench.clock.instant().plusSeconds(25));
        CompletableFuture<Outcome> next =
                bench.says(text("next"), bench.clock.instant().plusSeconds(120));
        gate.awaitVisitor();
        bench.clock.advance(Duration.ofSeconds(25));
        assertThat(next).isNotDone();
        assertThat(stuck).isNotDone();
        bench.clock.advance(PipelineLimits.defaults().deliveryGrace());
        assertThat(soon(stuck)).isEqualTo(Failures.OUTLASTED);
        assertThat(soon(next)).isEqualTo(Outcome.taken());
        stubborn.awaitVisitor().open();
        until(() -> bench.metrics.count("late.outcomes", Map.of("adaptor", "sip")) == 1);
        assertThat(soon(stuck)).isEqualTo(Failures.OUTLASTED);
        assertThat(bench.pipeline().totals()).isEqualTo(new Totals(2, 0, 1, 1, 0, 0));
        assertThat(bench.metrics.count("delivery.stuck")).isEqualTo(1);
    }

    @Test
    void lendsTheGraceToAnOutcomeThatComesAtTheLastMoment() throws Exception {
        bench.sip.behaviour =
                (_, _) -> {
                    gate.pass();
                    return Outcome.unknown(ErrorCode.PEER_TIMEOUT, "a fake one");
                };
        bench.open();
        CompletableFuture<Outcome> slow =
                bench.says(text("slow"), bench.clock.instant().plusSeconds(25));
        gate.awaitVisitor();
        bench.clock.advance(Duration.ofSeconds(26));
        gate.open();
        assertThat(soon(slow)).isEqualTo(Outcome.unknown(ErrorCode.PEER_TIMEOUT, "a fake one"));
    }

    /**
     * The thread that hung comes back while its successor is at work: it must leave the rest to it.
     */
    @Test
    void keepsOrderWhenAThreadThatHungComesBack() throws Exception {
        Gatehouse hanging = new Gatehouse();
        List<String> began = new CopyOnWriteArrayList<>();
        bench.sip.behaviour =
                (packet, _) -> {
                    String words = ((InstantMessage) packet).body().value();
                    began.add(words);
                    if (words.equals("stuck")) {
                        gate.pass();
                        Thread.interrupted();
                        hanging.pass();
                    }
                    return words.equals("second") ? successor.passAndTake() : Outcome.taken();
                };
        bench.open();
        CompletableFuture<Outcome> stuck =
                bench.says(text("stuck"), bench.clock.instant().plusSeconds(25));
        CompletableFuture<Outcome> second =
                bench.says(text("second"), bench.clock.instant().plusSeconds(120));
        CompletableFuture<Outcome> third =
                bench.says(text("third"), bench.clock.instant().plusSeconds(120));
        gate.awaitVisitor();
        bench.clock.advance(Duration.ofSeconds(25).plus(bench.limits.deliveryGrace()));
        assertThat(soon(stuck)).isEqualTo(Failures.OUTLASTED);
        successor.awaitVisitor();
        hanging.awaitVisitor().open();
        until(() -> bench.metrics.count("late.outcomes", Map.of("adaptor", "sip")) == 1);
        // What the thread does next it does at once, if it does it at all.
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        assertThat(began).containsExactly("stuck", "second");
        successor.open();
        assertThat(List.of(soon(second), soon(third))).containsOnly(Outcome.taken());
        assertThat(began).containsExactly("stuck", "second", "third");
    }
}
