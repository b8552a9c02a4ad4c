package org.sallyport.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sallyport.core.pipeline.Bench.soon;
import static org.sallyport.core.pipeline.Bench.until;
import static org.sallyport.testkit.SamplePackets.ALICE;
import static org.sallyport.testkit.SamplePackets.BOB;
import static org.sallyport.testkit.SamplePackets.oneOfEachKind;
import static org.sallyport.testkit.SamplePackets.text;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.address.Address;
import org.sallyport.api.address.Domain;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.GatewayException;
import org.sallyport.api.event.GatewayEvent.PacketEnded;
import org.sallyport.api.link.AdaptorName;
import org.sallyport.api.name.AddressMapper;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.packet.Attribute;
import org.sallyport.api.packet.Packet;
import org.sallyport.api.packet.Payload;

class PipelineTest {
    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        Totals totals = bench.pipeline().totals();
        bench.close();
        assertThat(totals.lost()).isZero();
        assertThat(bench.pipeline().totals().inFlight()).isZero();
    }

    static ErrorCode code(CompletableFuture<Outcome> outcome) throws Exception {
        return ((Outcome.Failed) soon(outcome)).code();
    }

    @Test
    void carriesATextEachWay() throws Exception {
        bench.open();
        Packet hello = text("hello");
        assertThat(soon(bench.says(hello))).isEqualTo(Outcome.taken());
        assertThat(soon(bench.says(text(BOB, ALICE, "hi")))).isEqualTo(Outcome.taken());
        assertThat(bench.sip.delivered)
                .singleElement()
                .satisfies(packet -> {
                    assertThat(packet.id()).isEqualTo(hello.id());
                    assertThat(packet.from()).isEqualTo(ALICE);
                    assertThat(packet.to()).isEqualTo(BOB);
                });
        assertThat(bench.xmpp.delivered).hasSize(1);
        assertThat(bench.pipeline().totals()).isEqualTo(new Totals(2, 0, 2, 0, 0, 0));
    }

    @Test
    void carriesEveryKind() throws Exception {
        bench.open();
        for (Packet packet : oneOfEachKind()) {
            assertThat(soon(bench.says(packet)))
                    .as(packet.kind().token())
                    .isEqualTo(Outcome.taken());
        }
        assertThat(bench.sip.delivered).hasSize(oneOfEachKind().size());
    }

    @Test
    void tellsTheOriginWhatTheTargetSaid() throws Exception {
        Outcome gone =
                new Outcome.Failed(
                        ErrorCode.USER_GONE, "moved", Outcome.Certainty.NOT_TAKEN, Optional.of(7));
        bench.sip.behaviour = (_, _) -> gone;
        bench.open();
        assertThat(soon(bench.says(text("hello")))).isEqualTo(gone);
        assertThat(bench.metrics.count("outcome.failed")).isEqualTo(1);
    }

    @Test
    void publishesTheEndOfEachPacketWithCanonicalNames() throws Exception {
        bench.open();
        Packet hello = text("hello");
        soon(bench.says(hello));
        until(() -> !bench.events.isEmpty());
        assertThat(bench.events)
                .singleElement()
                .isInstanceOfSatisfying(
                        PacketEnded.class,
                        ended -> {
                            assertThat(ended.id()).isEqualTo(hello.id());
                            assertThat(ended.way().origin()).isEqualTo("xmpp");
                            assertThat(ended.way().target()).isEqualTo("sip");
                            assertThat(ended.outcome()).isEqualTo(Outcome.taken());
                        });
    }

    @Test
    void refusesWhatNoRouteLeadsTo() throws Exception {
        bench.open();
        assertThat(code(bench.says(text(ALICE, Address.parse("x@nowhere.example"), "hello"))))
                .isEqualTo(ErrorCode.NO_ROUTE);
    }

    @Test
    void refusesToRelayOnOneSide() throws Exception {
        bench.open();
        assertThat(code(bench.says(text(ALICE, Address.parse("x@xmpp.example"), "hello"))))
                .isEqualTo(ErrorCode.RELAY_DENIED);
    }

    @Test
    void refusesToRelayBetweenStrangers() throws Exception {
        bench.sides.clear();
        bench.sides.add(Bench.side(Bench.XMPP, bench.xmpp, "*"));
        bench.sides.add(Bench.side(Bench.SIP, bench.sip, "*", "sfb.example"));
        bench.open();
        assertThat(code(bench.says(text(ALICE, Address.parse("x@elsewhere.example"), "hello"))))
                .isEqualTo(ErrorCode.RELAY_DENIED);
        assertThat(soon(bench.says(text("hello")))).isEqualTo(Outcome.taken());
    }

    @Test
    void refusesASenderForWhomTheLinkMayNotSpeak() throws Exception {
        bench.open();
        Domain other = new Domain("other.example");
        assertThat(
                        code(
                                bench.says(
                                        text("hello"),
                                        Bench.XMPP,
                                        Bench.link(other),
                                        bench.clock.instant().plusSeconds(9))))
                .isEqualTo(ErrorCode.PEER_NOT_TRUSTED);
        Address stranger = new Address("eve", other, Optional.empty());
        assertThat(
                        code(
                                bench.says(
                                        text(stranger, BOB, "hello"),
                                        Bench.XMPP,
                                        Bench.link(other),
                                        bench.clock.instant().plusSeconds(9))))
                .isEqualTo(ErrorCode.PEER_NOT_TRUSTED);
        assertThat(bench.sip.delivered).isEmpty();
    }

    @Test
    void mapsNamesInAndOut() throws Exception {
        bench.mapper(new Masking()).open();
        Address masked = Address.parse("bob@sip.example/phone");
        assertThat(soon(bench.says(text(ALICE, masked, "hello")))).isEqualTo(Outcome.taken());
        assertThat(bench.sip.delivered.getFirst().to())
                .isEqualTo(Address.parse("bob@sfb.example/phone"));
        assertThat(soon(bench.says(text(BOB, ALICE, "hi")))).isEqualTo(Outcome.taken());
        assertThat(bench.xmpp.delivered.getFirst().from())
                .isEqualTo(Address.parse("bob@sip.example"));
    }

    @Test
    void refusesANameThatIsMasked() throws Exception {
        bench.mapper(new Masking()).open();
        assertThat(code(bench.says(text("hello")))).isEqualTo(ErrorCode.BAD_ADDRESS);
    }

    @Test
    void refusesWhenAMapperBreaks() throws Exception {
        bench.mapper(
                        new Masking() {
                            @Override
                            public Address canonical(Address presented, AdaptorName side) {
                                if (presented.local().equals("alice")) {
                                    throw new StackOverflowError("a fake one");
                                }
                                return presented;
                            }
                        })
                .open();
        assertThat(code(bench.says(text("hello")))).isEqualTo(ErrorCode.FILTER_FAILED);
    }

    @Test
    void takesNothingBeforeItIsOpen() throws Exception {
        bench.assemble();
        CompletableFuture<Outcome> outcome = bench.says(text("hello"));
        assertThat(outcome).isCompleted();
        assertThat(code(outcome)).isEqualTo(ErrorCode.OVERLOADED);
        assertThat(((Outcome.Failed) soon(outcome)).retryAfterSeconds()).isPresent();
        assertThat(bench.pipeline().totals().failed()).isEqualTo(1);
    }

    @Test
    void refusesWhileSomebodyWhoMustHearAllCannotFollow() throws Exception {
        bench.open();
        bench.heard = false;
        assertThat(code(bench.says(text("hello")))).isEqualTo(ErrorCode.OVERLOADED);
        bench.heard = true;
        assertThat(soon(bench.says(text("hello")))).isEqualTo(Outcome.taken());
    }

    @Test
    void neverDeliversWhatCameTooLate() throws Exception {
        bench.open();
        assertThat(code(bench.says(text("hello"), bench.clock.instant())))
                .isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
        assertThat(bench.sip.delivered).isEmpty();
    }

    @Test
    void bringsADistantDeadlineForward() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        bench.sip.behaviour =
                (_, deadline) -> {
                    assertThat(deadline)
                            .isEqualTo(bench.clock.instant().plus(PipelineLimits.LONGEST_DEADLINE));
                    release.countDown();
                    return Outcome.taken();
                };
        bench.open();
        assertThat(soon(bench.says(text("hello"), java.time.Instant.MAX)))
                .isEqualTo(Outcome.taken());
        assertThat(release.getCount()).isZero();
    }

    @Test
    void stopsAPacketThatWasHereBefore() throws Exception {
        bench.open();
        Packet seen = marked(text("hello"), 1, "n1");
        assertThat(code(bench.says(seen))).isEqualTo(ErrorCode.LOOP_DETECTED);
        Packet travelled = marked(text("hello"), 8, "n2");
        assertThat(code(bench.says(travelled))).isEqualTo(ErrorCode.LOOP_DETECTED);
        assertThat(soon(bench.says(marked(text("hello"), 1, "n2")))).isEqualTo(Outcome.taken());
        assertThat(bench.sip.delivered.getFirst().envelope().attribute("org.sallyport", "hops"))
                .hasValue(2);
        assertThat(bench.sip.delivered.getFirst().envelope().attribute("org.sallyport", "path"))
                .hasValue(List.of("n2", "n1"));
    }

    @Test
    void letsOnlyListedForeignPartsLeave() throws Exception {
        bench.filter(
                        "names-one",
                        (packet, _) ->
                                new org.sallyport.api.filter.Verdict.Pass(
                                        packet.withEnvelope(
                                                packet.envelope()
                                                        .with(
                                                                new Attribute(
                                                                        "org.sallyport",
                                                                        "payloads-out",
                                                                        List.of("urn:a"))))))
                .open();
        Packet hello = text("hello");
        Packet laden =
                hello.withEnvelope(
                        hello.envelope()
                                .withPayloads(
                                        List.of(
                                                new Payload("urn:a", "x", new byte[] {1}),
                                                new Payload("urn:b", "x", new byte[] {2}))));
        soon(bench.says(laden));
        assertThat(bench.sip.delivered.getFirst().envelope().payloads())
                .singleElement()
                .extracting(Payload::namespace)
                .isEqualTo("urn:a");
    }

    @Test
    void survivesACallbackThatThrows() throws Exception {
        bench.open();
        bench.pipeline()
                .sink(Bench.XMPP)
                .submit(
                        text("hello"),
                        Bench.link(ALICE.domain()),
                        bench.clock.instant().plusSeconds(9),
                        _ -> {
                            throw new IllegalStateException("a fake one");
                        });
        until(() -> bench.metrics.count("outcome.callback-errors") == 1);
        assertThat(soon(bench.says(text("again")))).isEqualTo(Outcome.taken());
    }

    @Test
    void countsLateFailuresApart() throws Exception {
        bench.open();
        for (Packet packet : oneOfEachKind()) {
            soon(bench.says(packet));
        }
        assertThat(bench.metrics.count("late.failures")).isEqualTo(1);
        assertThat(bench.metrics.gauge("packets.lost", java.util.Map.of())).isZero();
        assertThat(bench.metrics.gauge("packets.accepted", java.util.Map.of())).isEqualTo(12);
    }

    @Test
    void refusesMoreThanFitsFromOnePeerButServesOthers() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        bench.sip.behaviour =
                (_, _) -> {
                    await(release);
                    return Outcome.taken();
                };
        PipelineLimits defaults = PipelineLimits.defaults();
        bench.limits(
                        new PipelineLimits(
                                defaults.filterStep(),
                                8,
                                new PipelineLimits.Bounds(100, 3, 100),
                                8,
                                defaults.originatedDeadline(),
                                defaults.deliveryGrace()))
                .open();
        List<CompletableFuture<Outcome>> held =
                java.util.stream.IntStream.range(0, 3)
                        .mapToObj(i ->
                                bench.says(
                                        text(
                                                Address.parse("u" + i + "@xmpp.example"),
                                                BOB,
                                                "hello")))
                        .toList();
        assertThat(code(bench.says(text("one too many")))).isEqualTo(ErrorCode.OVERLOADED);
        assertThat(soon(bench.says(text(BOB, ALICE, "the other way")))).isEqualTo(Outcome.taken());
        release.countDown();
        for (CompletableFuture<Outcome> outcome : held) {
            assertThat(soon(outcome)).isEqualTo(Outcome.taken());
        }
        assertThat(soon(bench.says(text("room again")))).isEqualTo(Outcome.taken());
        assertThat(bench.pipeline().totals()).isEqualTo(new Totals(6, 0, 5, 1, 0, 0));
    }

    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(Bench.LIMIT.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)) {
                throw new AssertionError("not released");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Packet marked(Packet packet, int hops, String node) {
        return packet.withEnvelope(
                packet.envelope()
                        .with(new Attribute("org.sallyport", "hops", hops))
                        .with(new Attribute("org.sallyport", "path", List.of(node))));
    }

    /** XMPP users see sfb.example as sip.example. */
    static class Masking implements AddressMapper {
        private static final Domain REAL = new Domain("sfb.example");
        private static final Domain SHOWN = new Domain("sip.example");

        @Override
        public Address canonical(Address presented, AdaptorName side) {
            if (side.equals(Bench.XMPP) && presented.domain().equals(REAL)) {
                throw new GatewayException(ErrorCode.BAD_ADDRESS, "masked");
            }
            return side.equals(Bench.XMPP) && presented.domain().equals(SHOWN)
                    ? presented.withDomain(REAL)
                    : presented;
        }

        @Override
        public Address presented(Address canonical, AdaptorName side) {
            return side.equals(Bench.XMPP) && canonical.domain().equals(REAL)
                    ? canonical.withDomain(SHOWN)
                    : canonical;
        }
    }
}
