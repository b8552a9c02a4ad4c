package org.sallyport.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sallyport.testkit.SamplePackets.BOB;
import static org.sallyport.testkit.SamplePackets.text;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
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

    private final LongAdder told = new LongAdder();
    private final LongAdder delivered = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final CountDownLatch all = new CountDownLatch(READERS * EACH);
    private final AtomicLong looks = new AtomicLong();
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<Totals> wrong = new ArrayList<>();

    /** Every way to end at once, and somebody who looks at the books all the time. */
    @Test
    void balancesAtEveryInstant() throws Exception {
        Bench bench = new Bench().forgetful();
        PipelineLimits.Bounds bounds = new PipelineLimits.Bounds(5, 50, 150);
        Duration step = Duration.ofHours(1);
        Duration grace = Duration.ofSeconds(2);
        bench.limits(new PipelineLimits(step, 8, bounds, 8, Duration.ofSeconds(30), grace));
        bench.filter("mixed", AccountingTest::mixed);
        bench.sip.behaviour = (packet, _) -> mixed(packet);
        bench.open();
        Thread auditor = Thread.ofPlatform().start(() -> audit(bench));
        List<Thread> readers = new ArrayList<>();
        for (int reader = 0; reader < READERS; reader++) {
            readers.add(Thread.ofPlatform().start(() -> read(bench)));
        }
        for (Thread reader : readers) {
            assertThat(reader.join(Bench.LIMIT)).isTrue();
        }
        PipelineTest.await(all);
        over.set(true);
        assertThat(auditor.join(Bench.LIMIT)).isTrue();
        assertThat(wrong).isEmpty();
        assertThat(looks.get()).isGreaterThan(10);
        assertThat(told.sum()).isEqualTo(READERS * EACH);
        assertThat(bench.pipeline().totals())
                .isEqualTo(totals(delivered.sum(), failed.sum(), dropped.sum()));
        assertThat(List.of(delivered.sum(), failed.sum(), dropped.sum())).allMatch(sum -> sum > 0);
        bench.close();
    }

    private static Totals totals(long delivered, long failed, long dropped) {
        return new Totals(READERS * EACH, 0, delivered, failed, dropped, 0);
    }

    private void audit(Bench bench) {
        while (!over.get()) {
            Totals totals = bench.pipeline().totals();
            looks.incrementAndGet();
            if (totals.lost() != 0 || totals.inFlight() < 0) {
                wrong.add(totals);
            }
        }
    }

    private void read(Bench bench) {
        for (int i = 0; i < EACH; i++) {
            int number = ThreadLocalRandom.current().nextInt(40);
            Address user = Address.parse("u" + number + "@xmpp.example");
            InstantMessage packet = text(user, BOB, Integer.toString(i));
            Instant deadline = bench.clock.instant().plusSeconds(60);
            bench.pipeline()
                    .sink(Bench.XMPP)
                    .submit(packet, Bench.link(user.domain()), deadline, this::count);
        }
    }

    private void count(Outcome outcome) {
        told.increment();
        switch (outcome) {
            case Outcome.Delivered _ -> delivered.increment();
            case Outcome.Failed _ -> failed.increment();
            case Outcome.Dropped _ -> dropped.increment();
        }
        all.countDown();
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
