package org.sallyport.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.filter.PacketFilter;
import org.sallyport.api.filter.Verdict;
import org.sallyport.api.outcome.RuleId;
import org.sallyport.api.packet.InstantMessage;

class PacketFilterContractTest {
    private static final InstantMessage NICE = SamplePackets.text("nice");
    private static final InstantMessage RUDE = SamplePackets.text("rude");

    private static Verdict judge(InstantMessage packet) {
        return packet.body().value().equals("rude")
                ? new Verdict.Reject(ErrorCode.POLICY_DENIED, RuleId.of("sample.rude"))
                : new Verdict.Pass(packet);
    }

    @Nested
    class AGoodFilter implements PacketFilterContract {
        @Override
        public PacketFilter filter() {
            return (packet, _) ->
                    packet instanceof InstantMessage text ? judge(text) : new Verdict.Pass(packet);
        }

        @Override
        public InstantMessage welcome() {
            return NICE;
        }

        @Override
        public InstantMessage unwelcome() {
            return RUDE;
        }
    }

    /** The contract run by hand, so that a test can watch it fail. */
    private record Trial(PacketFilter filter) implements PacketFilterContract {
        @Override
        public InstantMessage welcome() {
            return NICE;
        }

        @Override
        public InstantMessage unwelcome() {
            return RUDE;
        }
    }

    @Test
    void catchesAFilterThatLetsEverythingPass() {
        Trial trial = new Trial((packet, _) -> new Verdict.Pass(packet));
        assertThatThrownBy(trial::endsTheUnwelcomeWithANamedRule)
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void catchesAFilterThatChangesTheId() {
        Trial trial = new Trial((_, _) -> new Verdict.Pass(SamplePackets.text("other")));
        assertThatThrownBy(trial::keepsTheIdOfAPacketThatPasses).isInstanceOf(AssertionError.class);
    }

    @Test
    void catchesAFilterThatAnswersInARehearsal() {
        Trial trial =
                new Trial((packet, context) -> {
                    context.answer(SamplePackets.text(packet.to(), packet.from(), "no"));
                    return judge((InstantMessage) packet);
                });
        assertThatThrownBy(trial::rehearsesWithTheVerdictOfTheRealThingAndAnswersNobody)
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void catchesAFilterThatThrowsAtAKindThatItNames() {
        Trial trial = new Trial((packet, _) -> judge((InstantMessage) packet));
        assertThatThrownBy(trial::judgesEveryKindThatItNamesWithoutAnException)
                .isInstanceOf(AssertionError.class);
        assertThat(SamplePackets.oneOfEachKind()).hasSize(12);
    }
}
