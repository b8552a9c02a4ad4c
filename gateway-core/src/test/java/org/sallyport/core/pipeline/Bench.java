package org.sallyport.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.sallyport.api.address.Domain;
import org.sallyport.api.address.DomainPattern;
import org.sallyport.api.event.GatewayEvent;
import org.sallyport.api.filter.PacketFilter;
import org.sallyport.api.link.AdaptorName;
import org.sallyport.api.link.Link;
import org.sallyport.api.name.AddressMapper;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.packet.CorrelationId;
import org.sallyport.api.packet.Packet;
import org.sallyport.testkit.FakeClock;
import org.sallyport.testkit.RecordingMetrics;

/** A packet path between an XMPP and a SIP side that a test plays, with clocks that stand still. */
final class Bench implements AutoCloseable {
    static final AdaptorName XMPP = new AdaptorName("xmpp");
    static final AdaptorName SIP = new AdaptorName("sip");
    static final Duration LIMIT = Duration.ofSeconds(20);

    final FakeClock clock = new FakeClock();
    final AtomicLong nanos = new AtomicLong();
    final List<GatewayEvent> events = new CopyOnWriteArrayList<>();
    final List<String> degraded = new CopyOnWriteArrayList<>();
    final RecordingMetrics metrics = new RecordingMetrics();
    final Peer xmpp = new Peer();
    final Peer sip = new Peer();
    final List<NamedMapper> mappers = new ArrayList<>();
    final List<NamedFilter> filters = new ArrayList<>();
    final List<Side> sides =
            new ArrayList<>(
                    List.of(side(XMPP, xmpp, "xmpp.example"), side(SIP, sip, "sfb.example")));
    PipelineLimits limits = PipelineLimits.defaults();
    OwnerLookup owners = OwnerLookup.single();
    String node = "n1";
    volatile boolean heard = true;
    volatile boolean remembering = true;
    private final AtomicInteger ids = new AtomicInteger();
    private @Nullable Pipeline pipeline;

    /** The other end of a side: says how deliveries end, and remembers what was delivered. */
    static final class Peer implements Delivery {
        final List<Packet> delivered = new CopyOnWriteArrayList<>();
        volatile boolean remembering = true;
        volatile Delivery behaviour = (_, _) -> Outcome.taken();

        @Override
        public Outcome deliver(Packet packet, Instant deadline) {
            Outcome outcome = behaviour.deliver(packet, deadline);
            if (remembering && outcome instanceof Outcome.Delivered) {
                delivered.add(packet);
            }
            return outcome;
        }
    }

    static Side side(AdaptorName name, Delivery delivery, String... peers) {
        List<DomainPattern> patterns = List.of(peers).stream().map(DomainPattern::parse).toList();
        return new Side(name, Bench.class.getClassLoader(), patterns, delivery);
    }

    /** For tests of many packets. */
    Bench forgetful() {
        remembering = false;
        xmpp.remembering = false;
        sip.remembering = false;
        return this;
    }

    Bench filter(String name, PacketFilter filter) {
        filters.add(new NamedFilter(name, Bench.class.getClassLoader(), filter));
        return this;
    }

    Bench mapper(AddressMapper mapper) {
        mappers.add(new NamedMapper("map", Bench.class.getClassLoader(), mapper));
        return this;
    }

    Bench limits(PipelineLimits changed) {
        limits = changed;
        return this;
    }

    /** Assembles without taking packets. */
    Bench assemble() {
        pipeline = Pipeline.assemble(parts());
        return this;
    }

    Pipeline.Parts parts() {
        PipelineServices services =
                new PipelineServices(
                        node,
                        new PipelineServices.Time(clock, nanos::get),
                        () ->
                                new CorrelationId(
                                        "bench-%s-%016d".formatted(node, ids.incrementAndGet())),
                        event -> {
                            if (remembering) {
                                events.add(event);
                            }
                        },
                        metrics,
                        () -> heard,
                        degraded::add);
        return new Pipeline.Parts(services, limits, mappers, filters, sides, owners);
    }

    Bench open() {
        assemble();
        pipeline().open();
        return this;
    }

    Pipeline pipeline() {
        return Objects.requireNonNull(pipeline);
    }

    /** Moves both clocks. */
    void advance(Duration step) {
        nanos.addAndGet(step.toNanos());
        clock.advance(step);
    }

    /** A packet that its origin's peer sends, with a minute of time. */
    CompletableFuture<Outcome> says(Packet packet) {
        return says(packet, clock.instant().plusSeconds(60));
    }

    CompletableFuture<Outcome> says(Packet packet, Instant deadline) {
        AdaptorName origin = packet.from().domain().value().contains("xmpp") ? XMPP : SIP;
        return says(packet, origin, link(packet.from().domain()), deadline);
    }

    CompletableFuture<Outcome> says(
            Packet packet, AdaptorName origin, Link link, Instant deadline) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        pipeline()
                .sink(origin)
                .submit(
                        packet,
                        link,
                        deadline,
                        told -> {
                            if (!outcome.complete(told)) {
                                throw new AssertionError("told twice");
                            }
                        });
        return outcome;
    }

    /** As {@link #says}, by a sender who does not care what becomes of it. */
    void mentions(Packet packet) {
        mentions(packet, clock.instant().plusSeconds(60));
    }

    void mentions(Packet packet, Instant deadline) {
        CompletableFuture<Outcome> outcome = says(packet, deadline);
        assertThat(outcome).isNotCompletedExceptionally();
    }

    static Link link(Domain peer) {
        return new Link(peer, Link.Authentication.CERTIFICATE, "TLSv1.3");
    }

    static <T> T soon(CompletableFuture<T> future) throws Exception {
        return future.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits for something that happens on another thread. */
    static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not happen within " + LIMIT);
            }
            LockSupport.parkNanos(50_000);
        }
    }

    @Override
    public void close() {
        pipeline().close();
    }
}
