package org.sallyport.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sallyport.testkit.SamplePackets.ALICE;
import static org.sallyport.testkit.SamplePackets.BOB;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sallyport.api.address.Address;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.filter.Verdict;
import org.sallyport.api.outcome.RuleId;
import org.sallyport.api.packet.PacketKind;

class RehearsalTest {
    private final Bench bench = new Bench();
    private final AtomicBoolean stop = new AtomicBoolean();

    @AfterEach
    void close() {
        stop.set(true);
        bench.close();
        assertThat(bench.pipeline().totals()).isEqualTo(Totals.NONE);
        assertThat(bench.events).isEmpty();
        assertThat(bench.sip.delivered).isEmpty();
    }

    private Verdict admit(Address from, Address to) {
        return bench.pipeline()
                .sink(Bench.XMPP)
                .admit(from, to, PacketKind.INSTANT_MESSAGE, Bench.link(from.domain()));
    }

    @ParameterizedTest
    @EnumSource(PacketKind.class)
    void admitsEveryKindThatWouldPass(PacketKind kind) {
        bench.open();
        Verdict verdict =
                bench.pipeline()
                        .sink(Bench.XMPP)
                        .admit(ALICE, BOB, kind, Bench.link(ALICE.domain()));
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Pass.class,
                        pass -> assertThat(pass.packet().kind()).isEqualTo(kind));
    }

    @Test
    void tellsWhichRuleWouldReject() {
        Verdict no = new Verdict.Reject(ErrorCode.POLICY_DENIED, RuleId.of("whitelist.domain"));
        bench.filter(
                        "whitelist",
                        (_, context) -> context.rehearsal() ? no : new Verdict.Drop(RuleId.of("x")))
                .open();
        assertThat(admit(ALICE, BOB)).isEqualTo(no);
    }

    @Test
    void tellsThatThereIsNoRoute() {
        bench.open();
        assertThat(admit(ALICE, Address.parse("x@nowhere.example")))
                .isEqualTo(new Verdict.Reject(ErrorCode.NO_ROUTE, RuleId.of("core.no-route")));
    }

    @Test
    void tellsThatANameMayNotBeUsed() {
        bench.mapper(new PipelineTest.Masking()).open();
        assertThat(admit(ALICE, BOB))
                .isEqualTo(
                        new Verdict.Reject(ErrorCode.BAD_ADDRESS, RuleId.of("core.bad-address")));
        assertThat(admit(ALICE, Address.parse("bob@sip.example")))
                .isInstanceOfSatisfying(
                        Verdict.Pass.class, pass -> assertThat(pass.packet().to()).isEqualTo(BOB));
    }

    @Test
    void endsWhenAFilterHangs() throws Exception {
        Gatehouse gate = new Gatehouse();
        bench.filter(
                        "spinner",
                        (packet, _) -> {
                            gate.pass();
                            return new Verdict.Pass(packet);
                        })
                .open();
        CompletableFuture<Verdict> verdict = CompletableFuture.supplyAsync(() -> admit(ALICE, BOB));
        gate.awaitVisitor();
        bench.nanos.addAndGet(bench.limits.filterStep().toNanos());
        assertThat(Bench.soon(verdict))
                .isEqualTo(new Verdict.Reject(ErrorCode.FILTER_TIMEOUT, FilterChain.TIMED_OUT));
    }

    @Test
    void rejectsWhatALinkMayNotSay() {
        bench.open();
        Verdict verdict =
                bench.pipeline()
                        .sink(Bench.XMPP)
                        .admit(ALICE, BOB, PacketKind.INSTANT_MESSAGE, Bench.link(BOB.domain()));
        assertThat(verdict)
                .isEqualTo(
                        new Verdict.Reject(
                                ErrorCode.PEER_NOT_TRUSTED, RuleId.of("core.peer-not-trusted")));
    }
}
