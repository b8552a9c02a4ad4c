package org.sallyport.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sallyport.testkit.SamplePackets.BOB;
import static org.sallyport.testkit.SamplePackets.text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sallyport.api.address.Address;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.filter.Verdict;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.outcome.RuleId;
import org.sallyport.api.packet.InstantMessage;
import org.sallyport.api.packet.Packet;

class AccountingTest {
    private static final int READERS = 8;
    private static final int EACH = 5_000;

    /** Every way to end at once, and somebody who looks at the books all the time. */
    @Test
    void balancesAtEveryInstant() throws Exception {
        Bench bench = new Bench().forgetful();
        LongAdder told = new LongAdder();
        LongAdder delivered = new LongAdder();
        LongAdder failed = new LongAdder();
        LongAdder dropped = new LongAdder();
        CountDownLatch all = new CountDownLatch(READERS * EACH);
        bench.limits(
                new PipelineLimits(
                        Duration.ofHours(1),
                        8,
                        new PipelineLimits.Bounds(5, 50, 150),
                        8,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(2)));
        bench.filter("mixed", AccountingTest::mixed);
        bench.sip.behaviour = (packet, _) -> mixed(packet);
        bench.open();
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong looks = new AtomicLong();
        List<Totals> wrong = new ArrayList<>();
        Thread auditor =
                Thread.ofPlatform()
                        .start(() -> {
                            while (!over.get()) {
                                Totals totals = bench.pipeline().totals();
                                looks.incrementAndGet();
                                if (totals.lost() != 0 || totals.inFlight() < 0) {
                                    wrong.add(totals);
                                }
                            }
                        });
        List<Thread> readers =
                IntStream.range(0, READERS)
                        .mapToObj(reader ->
                                Thread.ofPlatform()
                                        .start(() -> {
                                            for (int i = 0; i < EACH; i++) {
                                                Address user =
                                                        Address.parse(
                                                                "u"
                                                                        + ThreadLocalRandom
                                                                                .current()
                                                                                .nextInt(40)
                                                                        + "@xmpp.example");
                                                bench.pipeline()
                                                        .sink(Bench.XMPP)
                                                        .submit(
                                                                text(
                                                                        user,
                                                                        BOB,
                                                                        Integer.toString(i)),
                                                                Bench.link(user.domain()),
                                                                bench.clock
                                                                        .instant()
                                                                        .plusSeconds(60),
                                                                outcome -> {
                                                                    told.increment();
                                                                    switch (outcome) {
                                                                        case Outcome.Delivered _ ->
                                                                                delivered
                                                                                        .increment();
                                                                        case Outcome.Failed _ ->
                                                                                failed.increment();
                                                                        case Outcome.Dropped _ ->
                                                                                dropped.increment();
                                                                    }
                                                                    all.countDown();
                                                                });
                                            }
                                        }))
                        .toList();
        for (Thread reader : readers) {
            assertThat(reader.join(Bench.LIMIT)).isTrue();
        }
        PipelineTest.await(all);
        over.set(true);
        assertThat(auditor.join(Bench.LIMIT)).isTrue();
        assertThat(wrong).isEmpty();
        assertThat(looks.get()).isGreaterThan(10);
        assertThat(told.sum()).isEqualTo(READERS * EACH);
        Totals end = bench.pipeline().totals();
        assertThat(end)
                .isEqualTo(
                        new Totals(
                                READERS * EACH,
                                0,
                                delivered.sum(),
                                failed.sum(),
                                dropped.sum(),
                                0));
        assertThat(delivered.sum()).isPositive();
        assertThat(failed.sum()).isPositive();
        assertThat(dropped.sum()).isPositive();
        bench.close();
    }

    private static Verdict mixed(Packet packet, org.sallyport.api.filter.FilterContext context) {
        return switch (number(packet) % 7) {
            case 1 -> new Verdict.Reject(ErrorCode.POLICY_DENIED, RuleId.of("mixed.no"));
            case 2 -> new Verdict.Drop(RuleId.of("mixed.quiet"));
            case 3 -> throw new IllegalStateException("a fake one");
            default -> new Verdict.Pass(packet);
        };
    }

    private static Outcome mixed(Packet packet) {
        return switch (number(packet) % 5) {
            case 1 -> Outcome.unknown(ErrorCode.PEER_TIMEOUT, "a fake one");
            case 2 -> throw new IllegalStateException("a fake one");
            default -> Outcome.taken();
        };
    }

    private static int number(Packet packet) {
        return Integer.parseInt(((InstantMessage) packet).body().value());
    }

    @Test
    void noticesALoss() {
        assertThat(new Totals(5, 1, 2, 1, 1, 1).lost()).isEqualTo(1);
        assertThat(new Totals(5, 1, 2, 1, 1, 2).lost()).isZero();
    }
}
