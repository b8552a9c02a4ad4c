package org.sallyport.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sallyport.testkit.SamplePackets.text;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sallyport.api.address.Address;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.packet.Packet;

/**
 * Both directions at once against peers that take a few packets at a time, and far more traffic
 * than there is room for.
 */
class SaturationTest {
    private static final int USERS = 100;
    private static final int EACH = 100;
    private static final int PACKETS = 2 * USERS * EACH;

    private final Bench bench = new Bench().forgetful();
    private final AtomicIntegerArray told = new AtomicIntegerArray(PACKETS);
    private final CountDownLatch all = new CountDownLatch(PACKETS);

    @Test
    void makesProgressAndTellsEverybodyExactlyOnce() throws Exception {
        Semaphore toXmpp = new Semaphore(4);
        Semaphore toSip = new Semaphore(4);
        bench.xmpp.behaviour = (_, _) -> slowly(toXmpp);
        bench.sip.behaviour = (_, _) -> slowly(toSip);
        PipelineLimits defaults = PipelineLimits.defaults();
        bench.limits(
                        new PipelineLimits(
                                java.time.Duration.ofHours(1),
                                8,
                                PipelineLimits.Bounds.of(10, 1_000),
                                8,
                                defaults.originatedDeadline(),
                                defaults.deliveryGrace()))
                .open();
        List<Thread> readers =
                Stream.of(true, false)
                        .map(outward -> Thread.ofPlatform().start(() -> flood(outward)))
                        .toList();
        for (Thread reader : readers) {
            assertThat(reader.join(Bench.LIMIT)).as("a reader never waits").isTrue();
        }
        PipelineTest.await(all);
        assertThat(IntStream.range(0, PACKETS).map(told::get).toArray()).containsOnly(1);
        Totals totals = bench.pipeline().totals();
        assertThat(totals.accepted()).isEqualTo(PACKETS);
        assertThat(totals.inFlight()).isZero();
        assertThat(totals.lost()).isZero();
        assertThat(totals.delivered()).isPositive();
        assertThat(totals.failed()).as("more came than there is room for").isPositive();
        assertThat(bench.metrics.count("outcome.failed"))
                .isEqualTo(
                        bench.metrics.count(
                                "outcome.failed", java.util.Map.of("code", overloaded())));
        Bench.until(() -> bench.pipeline().busyLanes() == 0);
        bench.close();
    }

    private static String overloaded() {
        return ErrorCode.OVERLOADED.token();
    }

    private void flood(boolean outward) {
        for (int i = 0; i < USERS * EACH; i++) {
            Address xmppUser = Address.parse("x" + i % USERS + "@xmpp.example");
            Address sipUser = Address.parse("s" + i % USERS + "@sfb.example");
            Packet packet =
                    outward ? text(xmppUser, sipUser, "hello") : text(sipUser, xmppUser, "hello");
            int number = outward ? i : USERS * EACH + i;
            bench.pipeline()
                    .sink(outward ? Bench.XMPP : Bench.SIP)
                    .submit(
                            packet,
                            Bench.link(packet.from().domain()),
                            bench.clock.instant().plusSeconds(60),
                            _ -> {
                                told.incrementAndGet(number);
                                all.countDown();
                            });
        }
    }

    private static Outcome slowly(Semaphore window) {
        try {
            if (!window.tryAcquire(Bench.LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                return Outcome.notTaken(ErrorCode.PEER_OVERLOADED, "a fake one");
            }
            java.util.concurrent.locks.LockSupport.parkNanos(100_000);
            window.release();
            return Outcome.taken();
        } catch (InterruptedException e) {
            return Outcome.unknown(ErrorCode.PEER_TIMEOUT, "a fake one");
        }
    }
}
