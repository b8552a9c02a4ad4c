package org.sallyport.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sallyport.core.pipeline.Bench.soon;
import static org.sallyport.core.pipeline.PipelineTest.code;
import static org.sallyport.testkit.SamplePackets.ALICE;
import static org.sallyport.testkit.SamplePackets.BOB;
import static org.sallyport.testkit.SamplePackets.text;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.address.Address;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.filter.Verdict;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.outcome.RuleId;
import org.sallyport.api.packet.InstantMessage;
import org.sallyport.api.packet.Packet;

/**
 * Two nodes in one process keep the cluster seam honest: whoever reads a packet, its owner carries
 * it.
 */
class TwoNodesTest {
    private final Bench one = new Bench();
    private final Bench two = new Bench();

    @BeforeEach
    void join() {
        two.node = "n2";
        one.owners = (from, to) -> ownedByTwo(from, to) ? two.pipeline().owner() : Owner.HERE;
        two.owners = (from, to) -> ownedByTwo(from, to) ? Owner.HERE : one.pipeline().owner();
    }

    @AfterEach
    void close() {
        for (Bench node : List.of(one, two)) {
            node.close();
            assertThat(node.pipeline().totals().lost()).isZero();
            assertThat(node.pipeline().totals().inFlight()).isZero();
        }
    }

    private static boolean ownedByTwo(Address from, Address to) {
        return PairKey.of(from, to).lesser().local().startsWith("alice");
    }

    @Test
    void bothWaysOfAPairGoThroughItsOwner() throws Exception {
        one.open();
        two.open();
        assertThat(soon(one.says(text("read by one")))).isEqualTo(Outcome.taken());
        assertThat(soon(one.says(text(BOB.withDevice("x"), ALICE, "read by one"))))
                .isEqualTo(Outcome.taken());
        assertThat(soon(two.says(text("read by two")))).isEqualTo(Outcome.taken());
        assertThat(one.sip.delivered).isEmpty();
        assertThat(two.sip.delivered).hasSize(2);
        assertThat(two.xmpp.delivered).hasSize(1);
        assertThat(one.pipeline().totals()).isEqualTo(new Totals(2, 0, 2, 0, 0, 0));
        assertThat(two.pipeline().totals()).isEqualTo(new Totals(3, 0, 3, 0, 0, 0));
        Address carol = Address.parse("carol@xmpp.example");
        Address aaron = Address.parse("aaron@sfb.example");
        assertThat(soon(two.says(text(carol, aaron, "owned by one")))).isEqualTo(Outcome.taken());
        assertThat(one.sip.delivered).hasSize(1);
    }

    @Test
    void keepsOrderAcrossTheSeam() throws Exception {
        one.open();
        two.open();
        List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            outcomes.add(one.says(text(Integer.toString(i))));
        }
        for (CompletableFuture<Outcome> outcome : outcomes) {
            assertThat(soon(outcome)).isEqualTo(Outcome.taken());
        }
        assertThat(two.sip.delivered.stream().map(TwoNodesTest::number).toList())
                .isEqualTo(IntStream.range(0, 90).boxed().toList());
    }

    private static Integer number(Packet packet) {
        return Integer.valueOf(((InstantMessage) packet).body().value());
    }

    @Test
    void bringsTheOwnersVerdictBack() throws Exception {
        two.filter("no", (_, _) -> new Verdict.Reject(ErrorCode.POLICY_DENIED, RuleId.of("no.no")));
        one.open();
        two.open();
        assertThat(code(one.says(text("hello")))).isEqualTo(ErrorCode.POLICY_DENIED);
    }

    @Test
    void nobodyKnowsWhatAnOwnerDidThatDoesNotAnswer() throws Exception {
        two.open();
        one.owners = (_, _) -> (_, _) -> {};
        one.open();
        CompletableFuture<Outcome> outcome = one.says(text("hello"));
        one.advance(java.time.Duration.ofSeconds(60).plus(one.limits.deliveryGrace()));
        assertThat(soon(outcome)).isEqualTo(Failures.OUTLASTED);
    }

    @Test
    void survivesAnOwnerThatThrows() throws Exception {
        two.open();
        one.owners =
                (_, _) ->
                        (_, _) -> {
                            throw new IllegalStateException("a fake one");
                        };
        one.open();
        assertThat(soon(one.says(text("hello")))).isEqualTo(Failures.DELIVERY_BROKE);
    }

    @Test
    void aPairHasOneKeyInBothOrdersAndForAllDevices() {
        one.open();
        two.open();
        assertThat(PairKey.of(ALICE, BOB))
                .isEqualTo(PairKey.of(BOB.withDevice("x"), ALICE.withDevice("y")));
        assertThat(PairKey.of(ALICE, BOB)).isNotEqualTo(PairKey.of(ALICE, ALICE));
    }
}
