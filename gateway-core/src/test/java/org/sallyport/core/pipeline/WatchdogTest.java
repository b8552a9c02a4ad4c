package org.sallyport.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sallyport.core.pipeline.Bench.soon;
import static org.sallyport.core.pipeline.Bench.until;
import static org.sallyport.core.pipeline.PipelineTest.code;
import static org.sallyport.testkit.SamplePackets.ALICE;
import static org.sallyport.testkit.SamplePackets.BOB;
import static org.sallyport.testkit.SamplePackets.text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sallyport.api.address.Address;
import org.sallyport.api.address.Domain;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.event.GatewayEvent.PolicyDecision;
import org.sallyport.api.filter.FilterContext;
import org.sallyport.api.filter.PacketFilter;
import org.sallyport.api.filter.Verdict;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.outcome.RuleId;
import org.sallyport.api.packet.InstantMessage;
import org.sallyport.api.packet.Packet;
import org.sallyport.api.packet.PacketKind;
import org.sallyport.api.packet.PresenceProbe;
import org.sallyport.testkit.SamplePackets;

class WatchdogTest {
    private static final Duration STEP = PipelineLimits.defaults().filterStep();

    private final Bench bench = new Bench();
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicInteger spinning = new AtomicInteger();
    private final AtomicInteger bodies = new AtomicInteger();

    @AfterEach
    void close() {
        stop.set(true);
        bench.close();
        assertThat(bench.pipeline().totals().lost()).isZero();
        assertThat(bench.pipeline().totals().inFlight()).isZero();
    }

    private static String words(Packet packet) {
        return ((InstantMessage) packet).body().value();
    }

    /** Never ends by itself and takes no notice of an interrupt, until the test is over. */
    private Verdict spin(Packet packet, FilterContext context) {
        if (!words(packet).equals("spin")) {
            return new Verdict.Pass(packet);
        }
        spinning.incrementAndGet();
        while (!stop.get()) {
            Thread.onSpinWait();
        }
        bodies.incrementAndGet();
        return new Verdict.Pass(packet);
    }

    /**
     * The clock for steps goes on until this is over: a later step that waits for a processor must
     * not time out.
     */
    private <T> T afterStep(CompletableFuture<T> future) throws Exception {
        bench.nanos.addAndGet(STEP.toNanos());
        return soon(future);
    }

    @Test
    void endsAnEndlessLoopAndGoesOnWithTheLane() throws Exception {
        bench.filter("spinner", this::spin).open();
        CompletableFuture<Outcome> spun = bench.says(text("spin"));
        CompletableFuture<Outcome> next = bench.says(text("next"));
        until(() -> spinning.get() == 1);
        assertThat(next).isNotDone();
        assertThat(afterStep(spun)).isEqualTo(Failures.rejected(ErrorCode.FILTER_TIMEOUT));
        assertThat(soon(next)).isEqualTo(Outcome.taken());
        assertThat(bench.sip.delivered)
                .singleElement()
                .satisfies(packet -> assertThat(words(packet)).isEqualTo("next"));
        assertThat(bench.metrics.count("filter.timeouts", Map.of("filter", "spinner")))
                .isEqualTo(1);
        until(() ->
                bench.events.stream()
                        .anyMatch(event ->
                                event instanceof PolicyDecision decision
                                        && decision.rule().equals(FilterChain.TIMED_OUT)));
    }

    @Test
    void ignoresALateVerdict() throws Exception {
        bench.filter("spinner", this::spin).open();
        CompletableFuture<Outcome> spun = bench.says(text("spin"));
        until(() -> spinning.get() == 1);
        Outcome outcome = afterStep(spun);
        stop.set(true);
        until(() ->
                bodies.get() == 1
                        && bench.metrics.gauge(
                                        "filter.abandoned-threads", Map.of("filter", "spinner"))
                                == 0);
        assertThat(outcome).isEqualTo(Failures.rejected(ErrorCode.FILTER_TIMEOUT));
        assertThat(bench.sip.delivered).isEmpty();
        assertThat(bench.pipeline().totals()).isEqualTo(new Totals(1, 0, 0, 1, 0, 0));
        assertThat(bench.degraded).isEmpty();
    }

    /** More loops than processors: every other lane must go on all the same. */
    @Test
    void disablesAFilterThatKeepsHanging() throws Exception {
        int limit = 4;
        PipelineLimits defaults = PipelineLimits.defaults();
        bench.limits(
                        new PipelineLimits(
                                STEP,
                                limit,
                                defaults.bounds(),
                                defaults.hops(),
                                defaults.originatedDeadline(),
                                defaults.deliveryGrace()))
                .filter("spinner", this::spin)
                .open();
        for (int i = 1; i <= limit; i++) {
            CompletableFuture<Outcome> spun =
                    bench.says(text(Address.parse("u" + i + "@xmpp.example"), BOB, "spin"));
            int expected = i;
            until(() -> spinning.get() == expected);
            assertThat(afterStep(spun)).isEqualTo(Failures.rejected(ErrorCode.FILTER_TIMEOUT));
        }
        until(() -> !bench.degraded.isEmpty());
        assertThat(bench.pipeline().disabledFilters()).containsExactly("spinner");
        assertThat(code(bench.says(text("harmless")))).isEqualTo(ErrorCode.FILTER_FAILED);
        assertThat(bench.degraded).singleElement().asString().contains("spinner");
        assertThat(bench.sip.delivered).isEmpty();
    }

    @Test
    void interruptsACallThatBlocks() throws Exception {
        Gatehouse gate = new Gatehouse();
        AtomicBoolean interrupted = new AtomicBoolean();
        bench.filter(
                        "blocker",
                        (packet, _) -> {
                            gate.pass();
                            interrupted.set(Thread.currentThread().isInterrupted());
                            return new Verdict.Pass(packet);
                        })
                .open();
        CompletableFuture<Outcome> blocked = bench.says(text("hello"));
        gate.awaitVisitor();
        assertThat(afterStep(blocked)).isEqualTo(Failures.rejected(ErrorCode.FILTER_TIMEOUT));
        until(interrupted::get);
    }

    static List<Supplier<Throwable>> whatFiltersThrow() {
        return List.of(
                () -> new IllegalStateException("words of a user"),
                () -> new StackOverflowError("a fake one"),
                () -> new NoClassDefFoundError("a/fake/One"),
                () -> new AssertionError("a fake one"),
                () -> new OutOfMemoryError("a fake one"),
                () -> new InterruptedException("a fake one"));
    }

    @ParameterizedTest
    @MethodSource("whatFiltersThrow")
    void rejectsWhenAFilterBreaks(Supplier<Throwable> thrown) throws Exception {
        bench.filter(
                        "broken",
                        (packet, _) -> {
                            if (words(packet).equals("break")) {
                                throw WatchdogTest.<RuntimeException>sneaky(thrown.get());
                            }
                            return new Verdict.Pass(packet);
                        })
                .open();
        CompletableFuture<Outcome> outcome = bench.says(text("break"));
        assertThat(soon(outcome)).isEqualTo(Failures.rejected(ErrorCode.FILTER_FAILED));
        assertThat(soon(bench.says(text("next")))).isEqualTo(Outcome.taken());
        assertThat(bench.metrics.count("filter.failures")).isEqualTo(1);
        assertThat(soon(outcome).toString()).doesNotContain("words of a user");
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E sneaky(Throwable thrown) throws E {
        throw (E) thrown;
    }

    @Test
    void survivesAFilterThatRecursesForEver() throws Exception {
        bench.filter(
                        "deep",
                        (packet, _) -> {
                            if (words(packet).equals("deep")) {
                                recurse(0);
                            }
                            return new Verdict.Pass(packet);
                        })
                .open();
        assertThat(code(bench.says(text("deep")))).isEqualTo(ErrorCode.FILTER_FAILED);
        assertThat(soon(bench.says(text("next")))).isEqualTo(Outcome.taken());
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int recurse(int depth) {
        return recurse(depth + 1) + 1;
    }

    @Test
    void rejectsVerdictsThatBreakTheContract() throws Exception {
        Packet other = text("another one");
        Map<String, Verdict> verdicts =
                Map.of(
                        "id", new Verdict.Pass(other),
                        "kind", new Verdict.Pass(new PresenceProbe(other.envelope())));
        List<String> broken = new CopyOnWriteArrayList<>();
        bench.filter(
                        "liar",
                        (packet, _) ->
                                switch (words(packet)) {
                                    case "null" -> nothing();
                                    case "from" ->
                                            new Verdict.Pass(
                                                    packet.withEnvelope(
                                                            packet.envelope()
                                                                    .withFrom(
                                                                            ALICE.withDomain(
                                                                                    new Domain(
                                                                                            "bank.example")))));
                                    default -> Objects.requireNonNull(verdicts.get(words(packet)));
                                })
                .open();
        for (String how : List.of("null", "from", "id", "kind")) {
            broken.add(how + " " + code(bench.says(text(how))).token());
        }
        assertThat(broken)
                .containsExactly(
                        "null filter-failed",
                        "from filter-failed",
                        "id filter-failed",
                        "kind filter-failed");
    }

    @SuppressWarnings({"NullAway", "DataFlowIssue"})
    private static Verdict nothing() {
        return null;
    }

    @Test
    void asksInOrderAndStopsAtTheFirstThatDoesNotPass() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        bench.filter(
                        "first",
                        (packet, _) -> {
                            asked.add("first");
                            return new Verdict.Pass(
                                    ((InstantMessage) packet)
                                            .withBody(
                                                    new org.sallyport.api.packet.Text("changed")));
                        })
                .filter(
                        "second",
                        (packet, _) -> {
                            asked.add("second " + words(packet));
                            return new Verdict.Drop(RuleId.of("second.quiet"));
                        })
                .filter(
                        "third",
                        (packet, _) -> {
                            asked.add("third");
                            return new Verdict.Pass(packet);
                        })
                .open();
        assertThat(soon(bench.says(text("hello"))))
                .isEqualTo(new Outcome.Dropped(RuleId.of("second.quiet")));
        assertThat(asked).containsExactly("first", "second changed");
        until(() -> bench.events.stream().anyMatch(PolicyDecision.class::isInstance));
        assertThat(bench.pipeline().totals().dropped()).isEqualTo(1);
    }

    @Test
    void passesByAFilterThatDoesNotWantAKind() throws Exception {
        bench.filters.add(new NamedFilter("cards", getClass().getClassLoader(), new Picky(false)));
        bench.open();
        assertThat(soon(bench.says(text("hello")))).isEqualTo(Outcome.taken());
    }

    @Test
    void asksAnOldFilterWhatToDoWithANewKind() throws Exception {
        Set<PacketKind> old = Set.of(PacketKind.PRESENCE_PROBE);
        bench.filters.add(
                new NamedFilter("lax", getClass().getClassLoader(), new Picky(true), old));
        bench.open();
        assertThat(soon(bench.says(text("hello")))).isEqualTo(Outcome.taken());
        bench.close();
        bench.filters.set(
                0, new NamedFilter("strict", getClass().getClassLoader(), new Picky(false), old));
        bench.open();
        assertThat(code(bench.says(text("hello")))).isEqualTo(ErrorCode.UNSUPPORTED);
    }

    /** Judges probes only, and rejects them. */
    private record Picky(boolean lax) implements PacketFilter {
        @Override
        public Verdict apply(Packet packet, FilterContext context) {
            return new Verdict.Reject(ErrorCode.POLICY_DENIED, RuleId.of("picky.no"));
        }

        @Override
        public Set<PacketKind> kinds() {
            return Set.of(PacketKind.PRESENCE_PROBE);
        }

        @Override
        public UnknownKind unknownKind() {
            return lax ? UnknownKind.PASS : UnknownKind.REJECT;
        }
    }

    @Test
    void setsTheContextClassLoaderOfThePlugin() throws Exception {
        List<ClassLoader> seen = new ArrayList<>();
        ClassLoader plugin = new ClassLoader(null) {};
        bench.filters.add(
                new NamedFilter(
                        "loader",
                        plugin,
                        (packet, _) -> {
                            seen.add(Thread.currentThread().getContextClassLoader());
                            return new Verdict.Pass(packet);
                        }));
        bench.sides.clear();
        bench.sides.add(Bench.side(Bench.XMPP, bench.xmpp, "xmpp.example"));
        ClassLoader adaptor = new ClassLoader(null) {};
        Side sip =
                Bench.side(
                        Bench.SIP,
                        (_, _) -> {
                            seen.add(Thread.currentThread().getContextClassLoader());
                            return Outcome.taken();
                        },
                        "sfb.example");
        bench.sides.add(new Side(sip.name(), adaptor, sip.peers(), sip.delivery()));
        bench.open();
        soon(bench.says(SamplePackets.text("hello")));
        assertThat(seen).containsExactly(plugin, adaptor);
    }
}
