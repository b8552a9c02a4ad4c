package org.sallyport.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sallyport.api.address.Address;
import org.sallyport.api.address.Domain;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.event.EventListener;
import org.sallyport.api.event.GatewayEvent;
import org.sallyport.api.link.AdaptorName;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.packet.CorrelationId;
import org.sallyport.api.packet.PacketKind;
import org.sallyport.core.metrics.GatewayMetrics;

@Timeout(20)
class EventBusTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final GatewayMetrics metrics = new GatewayMetrics();
    private final EventBus bus = new EventBus(10, metrics.core());

    @AfterEach
    void close() {
        bus.close();
    }

    private static GatewayEvent act(int number) {
        return new GatewayEvent.AdministrativeAct(Instant.EPOCH, "operator", "act " + number);
    }

    private static GatewayEvent step(String peer, int number) {
        return new GatewayEvent.HandshakeStep(
                Instant.EPOCH,
                new AdaptorName("xmpp"),
                new Domain(peer),
                number,
                "tls",
                true,
                "fine");
    }

    private long counted(String name, String listener) {
        return metrics.registry()
                .counter("sallyport.events." + name + "{listener=" + listener + "}")
                .getCount();
    }

    @Test
    void eachListenerHearsEverythingInOrderOnOneThreadOfItsOwn() throws Exception {
        List<GatewayEvent> heard = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
        bus.listen("one", heard::add);
        bus.listen("two", _ -> threads.add(Thread.currentThread()));
        List<GatewayEvent> sent = IntStream.range(0, 8).mapToObj(EventBusTest::act).toList();
        sent.forEach(bus::publish);
        assertThat(bus.settle(SOON)).isTrue();
        assertThat(heard).isEqualTo(sent);
        assertThat(threads.stream().distinct()).hasSize(1).doesNotContain(Thread.currentThread());
    }

    @Test
    void aSlowListenerLosesCountedAndHoldsUpNobody() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        List<GatewayEvent> heard = Collections.synchronizedList(new ArrayList<>());
        bus.listen("slow", event -> await(gate));
        bus.listen("quick", heard::add);
        long end = System.nanoTime() + SOON.toNanos();
        for (int i = 0; i < 100; i++) {
            bus.publish(act(i));
            // The quick one keeps up if it is given the time; the slow one cannot.
            while (heard.size() < i + 1 && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
        }
        assertThat(heard).hasSize(100);
        assertThat(counted("lost", "quick")).isZero();
        assertThat(counted("lost", "slow")).isBetween(89L, 90L);
        assertThat(bus.keepsUp()).isTrue();
        gate.countDown();
    }

    @Test
    void whoMustHearAllStopsTrafficWhileBehind() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        bus.listen(
                "audit",
                new EventListener() {
                    @Override
                    public void on(GatewayEvent event) {
                        await(gate);
                    }

                    @Override
                    public boolean mustHearAll() {
                        return true;
                    }
                });
        assertThat(bus.keepsUp()).isTrue();
        for (int i = 0; i < 20; i++) {
            bus.publish(act(i));
        }
        assertThat(bus.keepsUp()).isFalse();
        gate.countDown();
        assertThat(bus.settle(SOON)).isTrue();
        long end = System.nanoTime() + SOON.toNanos();
        while (!bus.keepsUp() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(bus.keepsUp()).isTrue();
        assertThat(counted("lost", "audit")).isPositive();
    }

    @Test
    void aFailingListenerHearsTheNextEvent() throws Exception {
        List<GatewayEvent> heard = Collections.synchronizedList(new ArrayList<>());
        bus.listen(
                "broken",
                event -> {
                    heard.add(event);
                    throw new IllegalStateException("broken");
                });
        bus.publish(act(1));
        bus.publish(act(2));
        assertThat(bus.settle(SOON)).isTrue();
        assertThat(heard).hasSize(2);
        assertThat(counted("failed", "broken")).isEqualTo(2);
    }

    @Test
    void closingLetsListenersHearWhatWaitsAndClosesThem() {
        List<GatewayEvent> heard = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch closed = new CountDownLatch(1);
        bus.listen(
                "one",
                new EventListener() {
                    @Override
                    public void on(GatewayEvent event) {
                        heard.add(event);
                    }

                    @Override
                    public void close() {
                        closed.countDown();
                    }
                });
        bus.publish(act(1));
        bus.close();
        assertThat(heard).hasSize(1);
        assertThat(closed.getCount()).isZero();
    }

    @Test
    void remembersTheLastEventsOfEachPeerAndNotMore() {
        RecentEvents recent = new RecentEvents(3, 2);
        IntStream.range(0, 5).forEach(i -> recent.on(step("a.example", i)));
        assertThat(recent.of(new Domain("a.example")))
                .containsExactly(step("a.example", 2), step("a.example", 3), step("a.example", 4));
        recent.on(step("b.example", 1));
        recent.on(step("c.example", 1));
        assertThat(recent.of(new Domain("a.example"))).isEmpty();
        assertThat(recent.of(new Domain("c.example"))).hasSize(1);
    }

    @Test
    void remembersFailuresOfBothSidesAndNoSuccesses() {
        RecentEvents recent = new RecentEvents(5, 5);
        recent.on(ended(Outcome.taken()));
        GatewayEvent failed =
                ended(
                        new Outcome.Failed(
                                ErrorCode.PEER_TIMEOUT,
                                "no answer",
                                Outcome.Certainty.UNKNOWN,
                                Optional.empty()));
        recent.on(failed);
        assertThat(recent.of(new Domain("a.example"))).containsExactly(failed);
        assertThat(recent.of(new Domain("b.example"))).containsExactly(failed);
    }

    private static GatewayEvent ended(Outcome outcome) {
        return new GatewayEvent.PacketEnded(
                Instant.EPOCH,
                new CorrelationId("0123456789abcdef"),
                PacketKind.INSTANT_MESSAGE,
                Address.parse("x@a.example"),
                Address.parse("y@b.example"),
                new GatewayEvent.Way("xmpp", "sip", Duration.ofMillis(3)),
                outcome);
    }

    private static void await(CountDownLatch gate) {
        try {
            assertThat(gate.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
