package org.sallyport.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sallyport.testkit.SamplePackets.ALICE;
import static org.sallyport.testkit.SamplePackets.BOB;
import static org.sallyport.testkit.SamplePackets.text;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.adaptor.Adaptor;
import org.sallyport.api.adaptor.PacketSink;
import org.sallyport.api.adaptor.PeerStatus;
import org.sallyport.api.address.Domain;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.GatewayException;
import org.sallyport.api.filter.Verdict;
import org.sallyport.api.link.Link;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.outcome.RuleId;
import org.sallyport.api.packet.Packet;
import org.sallyport.core.management.GatewayStatus.State;
import org.sallyport.testkit.FakeAdaptor;

class GatewayTest {
    private static final long LIMIT_SECONDS = 20;

    private final MemoryPlugin plugin = new MemoryPlugin();
    private final FakeAdaptor xmpp = new FakeAdaptor();
    private final FakeAdaptor sip = new FakeAdaptor();

    @BeforeEach
    void offer() {
        plugin.adaptors.put("xmpp", () -> xmpp);
        plugin.adaptors.put("sip", () -> sip);
    }

    private Gateway assembled() {
        return Gateway.assemble(plugin.config(), plugin.catalog(), Surroundings.forgetful("0.1.0"));
    }

    private static Link link(Domain peer) {
        return new Link(peer, Link.Authentication.CERTIFICATE, "TLSv1.3");
    }

    private static Outcome soon(CompletableFuture<Outcome> outcome) throws Exception {
        return outcome.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    private CompletableFuture<Outcome> says(FakeAdaptor side, Packet packet) {
        return side.says(packet, link(packet.from().domain()), Instant.now());
    }

    @Test
    void carriesTextsBothWaysAndStopsInReverse() throws Exception {
        Gateway gateway = assembled();
        gateway.start();
        assertThat(gateway.state()).isEqualTo(State.RUNNING);
        assertThat(soon(says(xmpp, text("hello")))).isEqualTo(Outcome.taken());
        assertThat(soon(says(sip, text(BOB, ALICE, "hi")))).isEqualTo(Outcome.taken());
        assertThat(sip.hears().from()).isEqualTo(ALICE);
        assertThat(xmpp.hears().from()).isEqualTo(BOB);
        assertThat(gateway.totals().delivered()).isEqualTo(2);
        gateway.close();
        assertThat(gateway.state()).isEqualTo(State.STOPPED);
        assertThat(gateway.totals().lost()).isZero();
        assertThat(plugin.log).startsWith("start xmpp", "start sip");
        assertThat(plugin.log).containsSubsequence("close sip", "close xmpp", "close filter");
        assertThat(plugin.log.indexOf("drain sip")).isLessThan(plugin.log.indexOf("close sip"));
    }

    @Test
    void tellsHowItIs() throws Exception {
        try (Gateway gateway = assembled()) {
            assertThat(gateway.status().state()).isEqualTo(State.STARTING);
            gateway.start();
            soon(says(xmpp, text("hello")));
            assertThat(gateway.status().adaptors())
                    .extracting(view -> view.state())
                    .containsOnly("running");
            assertThat(gateway.status().chain()).containsExactly("test");
            assertThat(gateway.status().totals().accepted()).isEqualTo(1);
            assertThat(gateway.status().plugins()).hasSize(1);
            assertThat(gateway.peers()).hasSize(2);
            assertThat(gateway.peer(new Domain("sfb.example")).orElseThrow().views())
                    .singleElement()
                    .satisfies(view -> assertThat(view.adaptor().value()).isEqualTo("sip"));
            assertThat(gateway.peer(new Domain("other.example"))).isEmpty();
            assertThat(gateway.metrics().registry().getNames()).contains("sallyport.packets.lost");
        }
    }

    @Test
    void refusesTrafficBeforeAllAdaptorsRun() throws Exception {
        List<Outcome> early = new CopyOnWriteArrayList<>();
        plugin.adaptors.put(
                "sip",
                () ->
                        new Stub() {
                            @Override
                            public void start(PacketSink inbound) {
                                inbound.submit(
                                        text(BOB, ALICE, "too early"),
                                        link(BOB.domain()),
                                        Instant.now().plusSeconds(9),
                                        early::add);
                            }
                        });
        try (Gateway gateway = assembled()) {
            gateway.start();
            assertThat(early)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.OVERLOADED));
        }
    }

    @Test
    void stopsInReverseIfAnAdaptorDoesNotStart() {
        plugin.adaptors.put(
                "sip",
                () ->
                        new Stub() {
                            @Override
                            public void start(PacketSink inbound) {
                                throw new GatewayException(
                                        ErrorCode.BAD_CONFIGURATION, "the port 5061 is in use");
                            }
                        });
        Gateway gateway = assembled();
        assertThatThrownBy(gateway::start)
                .isInstanceOfSatisfying(
                        GatewayException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_CONFIGURATION))
                .hasMessage("adaptor sip did not start: the port 5061 is in use");
        assertThat(plugin.log)
                .containsSubsequence(
                        "start xmpp", "start sip", "close sip", "close xmpp", "close filter");
        assertThat(gateway.state()).isEqualTo(State.STOPPED);
    }

    @Test
    void namesTheInstanceThatCannotBeMade() {
        plugin.failure =
                new GatewayException(ErrorCode.BAD_CONFIGURATION, "users.txt cannot be read");
        assertThatThrownBy(this::assembled)
                .isInstanceOf(GatewayException.class)
                .hasMessage("filter test: users.txt cannot be read");
    }

    @Test
    void hidesWhatABrokenFactorySays() {
        plugin.failure = new IllegalStateException("perhaps a secret");
        assertThatThrownBy(this::assembled)
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("filter test cannot be made: java.lang.IllegalStateException")
                .hasMessageNotContaining("secret")
                .hasStackTraceContaining("GatewayTest.hidesWhatABrokenFactorySays")
                .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("perhaps a secret"));
    }

    private static String stackTrace(Throwable thrown) {
        java.io.StringWriter text = new java.io.StringWriter();
        thrown.printStackTrace(new java.io.PrintWriter(text, true));
        return text.toString();
    }

    @Test
    void drainsWithoutLosingWhatIsUnderWay() throws Exception {
        CountDownLatch delivering = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        sip.deliverWith((_, _) -> {
            delivering.countDown();
            try {
                return release.await(LIMIT_SECONDS, TimeUnit.SECONDS) ? Outcome.taken() : fail();
            } catch (InterruptedException e) {
                return fail();
            }
        });
        try (Gateway gateway = assembled()) {
            gateway.start();
            CompletableFuture<Outcome> underWay = says(xmpp, text("hello"));
            assertThat(delivering.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            gateway.drain("admin");
            assertThat(gateway.state()).isEqualTo(State.DRAINING);
            Outcome refused = soon(says(xmpp, text("too late")));
            assertThat(((Outcome.Failed) refused).code()).isEqualTo(ErrorCode.SHUTTING_DOWN);
            Thread closer = Thread.ofPlatform().start(gateway::close);
            release.countDown();
            assertThat(soon(underWay)).isEqualTo(Outcome.taken());
            assertThat(closer.join(Duration.ofSeconds(LIMIT_SECONDS))).isTrue();
            assertThat(gateway.totals().inFlight()).isZero();
        }
    }

    private static Outcome fail() {
        return Outcome.unknown(ErrorCode.GATEWAY_ERROR, "interrupted");
    }

    @Test
    void survivesAdaptorsThatThrowWhenAsked() {
        plugin.adaptors.put(
                "sip",
                () ->
                        new Stub() {
                            @Override
                            public void close() {
                                throw new IllegalStateException("a fake one");
                            }
                        });
        Gateway gateway = assembled();
        gateway.start();
        gateway.close();
        assertThat(gateway.state()).isEqualTo(State.STOPPED);
        assertThat(xmpp.isClosed()).isTrue();
    }

    @Test
    void rejectsByRule() throws Exception {
        plugin.filter = (_, _) -> new Verdict.Reject(ErrorCode.POLICY_DENIED, RuleId.of("test.no"));
        try (Gateway gateway = assembled()) {
            gateway.start();
            assertThat(((Outcome.Failed) soon(says(xmpp, text("hello")))).code())
                    .isEqualTo(ErrorCode.POLICY_DENIED);
        }
    }

    @Test
    void givesEachInstanceItsContext() {
        try (Gateway gateway = assembled()) {
            assertThat(plugin.contexts)
                    .extracting(context -> context.instance().name())
                    .containsExactly("xmpp", "sip");
            assertThat(plugin.contexts)
                    .allSatisfy(
                            context -> assertThat(context.instance().version()).isEqualTo("0.1.0"));
            assertThat(gateway.addresses().render(ALICE)).isEqualTo("alice@xmpp.example");
        }
    }

    /** Does nothing. */
    private abstract static class Stub implements Adaptor {
        @Override
        public void start(PacketSink inbound) {}

        @Override
        public Outcome deliver(Packet packet, Instant deadline) {
            return Outcome.taken();
        }

        @Override
        public void drain(Duration limit) {}

        @Override
        public List<PeerStatus> peers() {
            return List.of();
        }

        @Override
        public void close() {}
    }
}
