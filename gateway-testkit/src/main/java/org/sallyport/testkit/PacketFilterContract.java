package org.sallyport.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.sallyport.api.filter.FilterContext;
import org.sallyport.api.filter.PacketFilter;
import org.sallyport.api.filter.Verdict;
import org.sallyport.api.packet.InstantMessage;
import org.sallyport.api.packet.Packet;

/**
 * What every {@link PacketFilter} owes its callers. Implement it in a test class; do not override
 * the tests.
 */
public interface PacketFilterContract {
    /** A fresh filter; the tests close it. */
    PacketFilter filter();

    /** A text that this filter lets through. */
    InstantMessage welcome();

    /** A text that this filter does not let through. */
    InstantMessage unwelcome();

    /** The context that packets are judged in. */
    default FilterContext context() {
        return FakeFilterContext.live();
    }

    @Test
    default void letsTheWelcomePass() {
        try (PacketFilter filter = filter()) {
            assertThat(filter.apply(welcome(), context())).isInstanceOf(Verdict.Pass.class);
        }
    }

    @Test
    default void endsTheUnwelcomeWithANamedRule() {
        try (PacketFilter filter = filter()) {
            assertThat(filter.apply(unwelcome(), context())).isNotInstanceOf(Verdict.Pass.class);
        }
    }

    @Test
    default void keepsTheIdOfAPacketThatPasses() {
        try (PacketFilter filter = filter()) {
            InstantMessage packet = welcome();
            assertThat(filter.apply(packet, context()))
                    .isInstanceOfSatisfying(
                            Verdict.Pass.class,
                            pass -> assertThat(pass.packet().id()).isEqualTo(packet.id()));
        }
    }

    @Test
    default void givesTheSameVerdictToManyThreads() throws InterruptedException {
        try (PacketFilter filter = filter();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Verdict> call = () -> filter.apply(welcome(), context());
            List<Future<Verdict>> verdicts = threads.invokeAll(Collections.nCopies(50, call));
            assertThat(verdicts)
                    .extracting(Future::resultNow)
                    .hasOnlyElementsOfType(Verdict.Pass.class);
        }
    }

    @Test
    default void rehearsesWithTheVerdictOfTheRealThingAndAnswersNobody() {
        try (PacketFilter filter = filter()) {
            FakeFilterContext rehearsal = FakeFilterContext.rehearsing();
            assertThat(filter.apply(welcome(), rehearsal)).isInstanceOf(Verdict.Pass.class);
            assertThat(filter.apply(unwelcome(), rehearsal)).isNotInstanceOf(Verdict.Pass.class);
            assertThat(rehearsal.answers()).isEmpty();
        }
    }

    @Test
    default void judgesEveryKindThatItNamesWithoutAnException() {
        try (PacketFilter filter = filter()) {
            for (Packet packet : SamplePackets.oneOfEachKind()) {
                if (filter.kinds().contains(packet.kind())) {
                    assertThatCode(() -> filter.apply(packet, context()))
                            .doesNotThrowAnyException();
                }
            }
        }
    }

    @Test
    default void closesTwice() {
        PacketFilter filter = filter();
        filter.close();
        assertThatCode(filter::close).doesNotThrowAnyException();
    }
}
