package org.sallyport.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.sallyport.api.adaptor.Adaptor;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.packet.InstantMessage;

/**
 * What every {@link Adaptor} owes the core, whatever it speaks. Its peers are the implementor's
 * business.
 */
public interface AdaptorContract {
    /** A fresh adaptor that was not started, with a peer that {@link #reachable} goes to. */
    Adaptor adaptor();

    /** A text that the peer takes. */
    InstantMessage reachable();

    /** A text to a domain whose peer is configured but refuses connections. */
    InstantMessage unreachable();

    @Test
    default void deliversToAPeerThatAnswers() {
        try (Adaptor adaptor = adaptor()) {
            adaptor.start(new RecordingSink());
            assertThat(adaptor.deliver(reachable(), Instant.now().plusSeconds(20)))
                    .isInstanceOf(Outcome.Delivered.class);
        }
    }

    @Test
    default void saysThatAPeerCannotBeReachedAndThatItHasNothing() {
        try (Adaptor adaptor = adaptor()) {
            adaptor.start(new RecordingSink());
            assertThat(adaptor.deliver(unreachable(), Instant.now().plusSeconds(20)))
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> {
                                assertThat(failed.certainty())
                                        .isEqualTo(Outcome.Certainty.NOT_TAKEN);
                                assertThat(failed.cause())
                                        .doesNotContain(unreachable().body().value());
                            });
        }
    }

    @Test
    default void writesNothingAfterTheDeadline() {
        try (Adaptor adaptor = adaptor()) {
            adaptor.start(new RecordingSink());
            assertThat(adaptor.deliver(reachable(), Instant.now().minusSeconds(1)))
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> {
                                assertThat(failed.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
                                assertThat(failed.certainty())
                                        .isEqualTo(Outcome.Certainty.NOT_TAKEN);
                            });
        }
    }

    @Test
    default void tellsOfItsPeersBeforeAnythingHappened() {
        try (Adaptor adaptor = adaptor()) {
            adaptor.start(new RecordingSink());
            assertThat(adaptor.peers()).isNotEmpty();
        }
    }

    @Test
    default void drainsAndClosesTwice() {
        Adaptor adaptor = adaptor();
        adaptor.start(new RecordingSink());
        adaptor.drain(Duration.ofSeconds(1));
        adaptor.close();
        assertThatCode(adaptor::close).doesNotThrowAnyException();
    }

    @Test
    default void closesWithoutEverHavingStarted() {
        assertThatCode(adaptor()::close).doesNotThrowAnyException();
    }
}
