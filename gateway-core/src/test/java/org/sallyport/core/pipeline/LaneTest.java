package org.sallyport.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sallyport.core.pipeline.Bench.soon;
import static org.sallyport.core.pipeline.Bench.until;
import static org.sallyport.testkit.SamplePackets.ALICE;
import static org.sallyport.testkit.SamplePackets.BOB;
import static org.sallyport.testkit.SamplePackets.envelope;
import static org.sallyport.testkit.SamplePackets.text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.address.Address;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.packet.Composing;
import org.sallyport.api.packet.InstantMessage;
import org.sallyport.api.packet.Packet;
import org.sallyport.api.packet.PresenceUpdate;
import org.sallyport.api.packet.SubscriptionAnswer;

class LaneTest {
    private static final int LANES = 16;
    private static final int EACH = 2_000;

    private final Bench bench = new Bench();
    private final Gatehouse gate = new Gatehouse();

    @AfterEach
    void close() {
        gate.open();
        bench.close();
        assertThat(bench.pipeline().totals().lost()).isZero();
    }

    private static Packet presence(Address from) {
        return new PresenceUpdate(
                envelope(from, BOB),
                PresenceUpdate.Availability.AVAILABLE,
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty());
    }

    private static Packet composing() {
        return new Composing(envelope(ALICE, BOB), Composing.State.COMPOSING);
    }

    /**
     * Lanes go idle and busy again all the time here: each packet may meet a lane that is about to
     * retire.
     */
    @Test
    void keepsOrderWithinALaneWhileLanesComeAndGo() throws Exception {
        bench.forgetful().limits(unbounded());
        Map<String, List<Integer>> arrived = new ConcurrentHashMap<>();
        Map<String, AtomicInteger> inside = new ConcurrentHashMap<>();
        AtomicInteger overlaps = new AtomicInteger();
        bench.sip.behaviour =
                (packet, _) -> {
                    AtomicInteger busy =
                            inside.computeIfAbsent(packet.from().local(), _ -> new AtomicInteger());
                    if (busy.incrementAndGet() != 1) {
                        overlaps.incrementAndGet();
                    }
                    arrived.computeIfAbsent(
                                    packet.from().local(),
                                    _ -> Collections.synchronizedList(new ArrayList<>()))
                            .add(Integer.valueOf(((InstantMessage) packet).body().value()));
                    busy.decrementAndGet();
                    return Outcome.taken();
                };
        bench.open();
        CountDownLatch done = new CountDownLatch(LANES * EACH);
        List<Thread> readers =
                IntStream.range(0, LANES)
                        .mapToObj(lane -> Thread.ofPlatform().start(() -> read(lane, done)))
                        .toList();
        for (Thread reader : readers) {
            assertThat(reader.join(Bench.LIMIT)).isTrue();
        }
        PipelineTest.await(done);
        assertThat(overlaps).hasValue(0);
        assertThat(arrived).hasSize(LANES);
        arrived.values()
                .forEach(numbers ->
                        assertThat(numbers).isEqualTo(IntStream.range(0, EACH).boxed().toList()));
    }

    private void read(int lane, CountDownLatch done) {
        PacketSinkOf sink = new PacketSinkOf(bench, Address.parse("user" + lane + "@xmpp.example"));
        for (int i = 0; i < EACH; i++) {
            sink.says(Integer.toString(i), done);
            if (ThreadLocalRandom.current().nextInt(4) == 0) {
                LockSupport.parkNanos(1_000);
            }
        }
    }

    /** One user at the XMPP side. */
    private record PacketSinkOf(Bench bench, Address user) {
        void says(String words, CountDownLatch done) {
            bench.pipeline()
                    .sink(Bench.XMPP)
                    .submit(
                            text(user, BOB, words),
                            Bench.link(user.domain()),
                            bench.clock.instant().plusSeconds(60),
                            _ -> done.countDown());
        }
    }

    private static PipelineLimits unbounded() {
        PipelineLimits defaults = PipelineLimits.defaults();
        return new PipelineLimits(
                defaults.filterStep(),
                8,
                new PipelineLimits.Bounds(100_000, 1_000_000, 1_000_000),
                8,
                defaults.originatedDeadline(),
                defaults.deliveryGrace());
    }

    @Test
    void hasNothingForIdleLanes() throws Exception {
        bench.open();
        for (int i = 0; i < 50; i++) {
            soon(bench.says(text(Address.parse("u" + i + "@xmpp.example"), BOB, "hello")));
        }
        until(() -> bench.pipeline().busyLanes() == 0);
    }

    @Test
    void runsLanesSideBySide() throws Exception {
        bench.sip.behaviour =
                (packet, _) ->
                        packet instanceof InstantMessage && packet.from().equals(ALICE)
                                ? gate.passAndTake()
                                : Outcome.taken();
        bench.open();
        CompletableFuture<Outcome> blocked = bench.says(text("hello"));
        gate.awaitVisitor();
        assertThat(soon(bench.says(text(Address.parse("carol@xmpp.example"), BOB, "hello"))))
                .isEqualTo(Outcome.taken());
        assertThat(soon(bench.says(presence(ALICE)))).isEqualTo(Outcome.taken());
        assertThat(blocked).isNotDone();
    }

    @Test
    void usesOneLaneForAllDevicesOfAPair() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        bench.sip.behaviour =
                (packet, _) -> {
                    order.add(((InstantMessage) packet).body().value());
                    return order.size() == 1 ? gate.passAndTake() : Outcome.taken();
                };
        bench.open();
        bench.mentions(text(ALICE.withDevice("phone"), BOB, "1"));
        gate.awaitVisitor();
        CompletableFuture<Outcome> second =
                bench.says(text(ALICE.withDevice("desk"), BOB.withDevice("x"), "2"));
        assertThat(bench.pipeline().busyLanes()).isEqualTo(1);
        assertThat(order).containsExactly("1");
        gate.open();
        soon(second);
        assertThat(order).containsExactly("1", "2");
    }

    @Test
    void refusesAtOnceWhatALaneHasNoRoomFor() throws Exception {
        bench.sip.behaviour = (_, _) -> gate.passAndTake();
        bench.open();
        List<CompletableFuture<Outcome>> taken =
                new ArrayList<>(List.of(bench.says(text("at work"))));
        gate.awaitVisitor();
        for (int i = 0; i < 100; i++) {
            taken.add(bench.says(text("waiting")));
        }
        CompletableFuture<Outcome> refused = bench.says(text("one too many"));
        assertThat(refused).isCompleted();
        assertThat(PipelineTest.code(refused)).isEqualTo(ErrorCode.OVERLOADED);
        assertThat(soon(bench.says(text(BOB, ALICE, "the other way")))).isEqualTo(Outcome.taken());
        gate.open();
        for (CompletableFuture<Outcome> outcome : taken) {
            assertThat(soon(outcome)).isEqualTo(Outcome.taken());
        }
    }

    @Test
    void keepsOnlyTheNewestPresenceOfEachDevice() throws Exception {
        bench.sip.behaviour = (_, _) -> gate.passAndTake();
        bench.open();
        CompletableFuture<Outcome> atWork = bench.says(presence(ALICE.withDevice("a")));
        gate.awaitVisitor();
        CompletableFuture<Outcome> oldA = bench.says(presence(ALICE.withDevice("a")));
        CompletableFuture<Outcome> onlyB = bench.says(presence(ALICE.withDevice("b")));
        CompletableFuture<Outcome> grant =
                bench.says(
                        new SubscriptionAnswer(
                                envelope(ALICE, BOB), SubscriptionAnswer.Decision.GRANTED));
        CompletableFuture<Outcome> newA = bench.says(presence(ALICE.withDevice("a")));
        assertThat(oldA).isCompletedWithValue(Failures.SUPERSEDED);
        gate.open();
        assertThat(List.of(soon(atWork), soon(onlyB), soon(grant), soon(newA)))
                .containsOnly(Outcome.taken());
        assertThat(bench.sip.delivered).hasSize(4);
        assertThat(bench.sip.delivered.getLast().from().device()).hasValue("a");
        assertThat(bench.metrics.count("outcome.dropped", Map.of("rule", "lane.superseded")))
                .isEqualTo(1);
        assertThat(bench.pipeline().totals()).isEqualTo(new Totals(5, 0, 4, 0, 1, 0));
    }

    @Test
    void dropsSignsOfTypingThatWouldWaitTooLong() throws Exception {
        bench.sip.behaviour = (_, _) -> gate.passAndTake();
        bench.open();
        bench.mentions(text("at work"));
        gate.awaitVisitor();
        CompletableFuture<Outcome> waiting = bench.says(composing());
        assertThat(waiting).isNotDone();
        bench.advance(PipelineLimits.COMPOSING_USE);
        assertThat(soon(waiting)).isEqualTo(Failures.STALE);
        for (int i = 0; i < PipelineLimits.COMPOSING_BACKLOG; i++) {
            bench.mentions(text("backlog"));
        }
        CompletableFuture<Outcome> hopeless = bench.says(composing());
        assertThat(hopeless).isCompletedWithValue(Failures.STALE);
    }

    @Test
    void tellsTheSenderInTimeWhenALaneIsStuck() throws Exception {
        bench.sip.behaviour = (_, _) -> gate.passAndTake();
        bench.open();
        CompletableFuture<Outcome> atWork =
                bench.says(text("slow"), bench.clock.instant().plusSeconds(120));
        gate.awaitVisitor();
        CompletableFuture<Outcome> waiting =
                bench.says(text("hello"), bench.clock.instant().plusSeconds(25));
        bench.advance(Duration.ofSeconds(25));
        assertThat(soon(waiting)).isEqualTo(Failures.EXPIRED);
        gate.open();
        assertThat(soon(atWork)).isEqualTo(Outcome.taken());
        until(() -> bench.pipeline().busyLanes() == 0);
        assertThat(bench.sip.delivered).hasSize(1);
    }

    @Test
    void makesRoomWhenWhatWaitedExpires() throws Exception {
        bench.sip.behaviour = (_, _) -> gate.passAndTake();
        bench.open();
        bench.mentions(text("at work"), bench.clock.instant().plusSeconds(300));
        gate.awaitVisitor();
        List<CompletableFuture<Outcome>> waiting = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            waiting.add(bench.says(text("waiting"), bench.clock.instant().plusSeconds(20)));
        }
        bench.advance(Duration.ofSeconds(20));
        for (CompletableFuture<Outcome> outcome : waiting) {
            assertThat(soon(outcome)).isEqualTo(Failures.EXPIRED);
        }
        until(() ->
                !bench.says(text("room again"), bench.clock.instant().plusSeconds(300)).isDone());
    }
}
