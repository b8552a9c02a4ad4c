package org.sallyport.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sallyport.core.pipeline.Bench.soon;
import static org.sallyport.core.pipeline.Bench.until;
import static org.sallyport.testkit.SamplePackets.ALICE;
import static org.sallyport.testkit.SamplePackets.BOB;
import static org.sallyport.testkit.SamplePackets.text;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.event.GatewayEvent.PacketEnded;
import org.sallyport.api.filter.FilterContext;
import org.sallyport.api.filter.Verdict;
import org.sallyport.api.link.Link;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.packet.InstantMessage;
import org.sallyport.api.packet.Packet;
import org.sallyport.api.packet.PacketKind;

class OriginationTest {
    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
        assertThat(bench.pipeline().totals().lost()).isZero();
        assertThat(bench.pipeline().totals().inFlight()).isZero();
    }

    private static boolean isQuestion(Packet packet) {
        return ((InstantMessage) packet).body().value().startsWith("question");
    }

    @Test
    void sendsAnAnswerThroughTheChainToTheSender() throws Exception {
        List<Link.Authentication> links = new CopyOnWriteArrayList<>();
        bench.filter(
                        "first",
                        (packet, context) -> {
                            links.add(context.link().authentication());
                            return new Verdict.Pass(packet);
                        })
                .filter(
                        "answering",
                        (packet, context) -> {
                            if (isQuestion(packet)) {
                                context.answer(text(BOB, ALICE, "please wait"));
                            }
                            return new Verdict.Pass(packet);
                        })
                .open();
        assertThat(soon(bench.says(text("question")))).isEqualTo(Outcome.taken());
        until(() -> bench.xmpp.delivered.size() == 1);
        until(() -> bench.pipeline().totals().delivered() == 2);
        assertThat(bench.pipeline().totals()).isEqualTo(new Totals(1, 1, 2, 0, 0, 0));
        assertThat(links)
                .containsExactlyInAnyOrder(
                        Link.Authentication.CERTIFICATE, Link.Authentication.INTERNAL);
    }

    /** Two robots that answer each other: the budget of hops ends it. */
    @Test
    void endsAnswersToAnswers() throws Exception {
        bench.filter(
                        "echo",
                        (packet, context) -> {
                            context.answer(text(packet.to(), packet.from(), "echo"));
                            return new Verdict.Pass(packet);
                        })
                .open();
        soon(bench.says(text("hello")));
        until(() ->
                bench.events.stream()
                        .anyMatch(event ->
                                event instanceof PacketEnded ended
                                        && ended.outcome() instanceof Outcome.Failed failed
                                        && failed.code() == ErrorCode.LOOP_DETECTED));
        until(() -> bench.pipeline().totals().inFlight() == 0);
        Totals totals = bench.pipeline().totals();
        assertThat(totals.originated()).isEqualTo(PipelineLimits.defaults().hops());
        assertThat(totals.failed()).isEqualTo(1);
    }

    @Test
    void boundsHowManyPacketsOneCallMaySend() throws Exception {
        bench.filter(
                        "chatterbox",
                        (packet, context) -> {
                            if (isQuestion(packet)) {
                                for (int i = 0; i <= PipelineLimits.ANSWERS_PER_CALL; i++) {
                                    context.answer(text(BOB, ALICE, "and another thing"));
                                }
                            }
                            return new Verdict.Pass(packet);
                        })
                .open();
        assertThat(PipelineTest.code(bench.says(text("question"))))
                .isEqualTo(ErrorCode.FILTER_FAILED);
        assertThat(bench.pipeline().totals().originated())
                .isEqualTo(PipelineLimits.ANSWERS_PER_CALL);
    }

    @Test
    void takesNoAnswerAfterTheCall() throws Exception {
        AtomicReference<@Nullable FilterContext> kept = new AtomicReference<>();
        bench.filter(
                        "keeper",
                        (packet, context) -> {
                            kept.set(context);
                            return new Verdict.Pass(packet);
                        })
                .open();
        soon(bench.says(text("hello")));
        assertThat(
                        org.assertj.core.api.Assertions.catchThrowable(() ->
                                Objects.requireNonNull(kept.get())
                                        .answer(text(BOB, ALICE, "too late"))))
                .isInstanceOf(IllegalStateException.class);
        assertThat(bench.pipeline().totals().originated()).isZero();
    }

    @Test
    void takesNoAnswerUnderTheIdOfTheQuestion() throws Exception {
        bench.filter(
                        "mirror",
                        (packet, context) -> {
                            context.answer(packet);
                            return new Verdict.Pass(packet);
                        })
                .open();
        assertThat(PipelineTest.code(bench.says(text("hello")))).isEqualTo(ErrorCode.FILTER_FAILED);
    }

    @Test
    void sendsNothingInARehearsal() {
        bench.filter(
                        "answering",
                        (packet, context) -> {
                            assertThat(context.rehearsal()).isTrue();
                            context.answer(text(BOB, ALICE, "please wait"));
                            return new Verdict.Pass(packet);
                        })
                .open();
        Verdict verdict =
                bench.pipeline()
                        .sink(Bench.XMPP)
                        .admit(ALICE, BOB, PacketKind.INSTANT_MESSAGE, Bench.link(ALICE.domain()));
        assertThat(verdict).isInstanceOf(Verdict.Pass.class);
        assertThat(bench.pipeline().totals()).isEqualTo(Totals.NONE);
        assertThat(bench.xmpp.delivered).isEmpty();
    }
}
