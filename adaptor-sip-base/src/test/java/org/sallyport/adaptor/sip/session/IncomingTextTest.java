package org.sallyport.adaptor.sip.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.adaptor.sip.error.ErrorTable;
import org.sallyport.adaptor.sip.error.Place;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.outcome.RuleId;
import org.sallyport.api.packet.Composing;
import org.sallyport.api.packet.ConversationEnd;
import org.sallyport.api.packet.DeliveryFailure;
import org.sallyport.api.packet.InstantMessage;
import org.sallyport.api.packet.Packet;
import org.sallyport.testkit.RecordingSink.Submission;
import org.sallyport.testkit.SamplePackets;

/**
 * What is said in sessions that users of the peer opened, and what the house hands in besides texts
 * (MS-SIP §2.4 to §2.6).
 */
class IncomingTextTest {
    private final Stage stage = new Stage();

    @AfterEach
    void stop() {
        stage.close();
    }

    // --- what is said in them

    @Test
    void submitsATextAndAnswersWhenItEnded() throws InterruptedException {
        stage.sink.hold();
        FakeRequest invite = stage.invited();
        FakeRequest first = stage.receive(FakeRequest.inside(invite, "MESSAGE", 2).text("one\r\n"));
        FakeRequest second = stage.receive(FakeRequest.inside(invite, "MESSAGE", 3).text("two"));
        assertThat(first.replies).isEmpty();
        Submission one = stage.sink.next();
        Submission two = stage.sink.next();
        assertThat(one.words()).isEqualTo("one");
        assertThat(one.packet().from()).isEqualTo(SamplePackets.BOB);
        assertThat(one.packet().to()).isEqualTo(SamplePackets.ALICE);
        assertThat(one.deadline()).isEqualTo(stage.clock.instant().plusSeconds(25));
        assertThat(((InstantMessage) one.packet()).marks().thread()).contains("call-1");
        two.settle().accept(Outcome.taken());
        assertThat(second.status()).isEqualTo(200);
        one.settle().accept(Outcome.notTaken(ErrorCode.USER_UNAVAILABLE, "canary cause"));
        assertThat(first.status()).isEqualTo(500);
        assertThat(first.replied("ms-diagnostics-public"))
                .contains("user-unavailable", one.packet().id().shortForm())
                .doesNotContain("canary");
    }

    @ParameterizedTest
    @EnumSource
    void tellsEachErrorByTheColumnForDialogs(ErrorCode code) {
        FakeRequest invite = stage.invited();
        stage.sink.answerWith(packet -> Outcome.notTaken(code, "because"));
        FakeRequest message = stage.receive(FakeRequest.inside(invite, "MESSAGE", 2).text("x"));
        assertThat(message.status())
                .isEqualTo(ErrorTable.MICROSOFT.statusOf(code, Place.IN_DIALOG))
                .isNotIn(408, 480, 481);
    }

    @Test
    void takesAnyLevelAndSilence() {
        FakeRequest invite = stage.invited();
        int sequence = 2;
        for (Outcome.Level level : Outcome.Level.values()) {
            stage.sink.answerWith(packet -> new Outcome.Delivered(level));
            assertThat(
                            stage.receive(
                                            FakeRequest.inside(invite, "MESSAGE", sequence++)
                                                    .text("x"))
                                    .status())
                    .isEqualTo(200);
        }
        stage.sink.answerWith(packet -> new Outcome.Dropped(RuleId.of("x.y")));
        assertThat(
                        stage.receive(FakeRequest.inside(invite, "MESSAGE", sequence).text("x"))
                                .status())
                .isEqualTo(200);
    }

    @Test
    void refusesTypesThatItDoesNotTake() {
        FakeRequest invite = stage.invited();
        FakeRequest html =
                stage.receive(
                        FakeRequest.inside(invite, "MESSAGE", 2).body("text/html", "<p>x</p>"));
        assertThat(html.status()).isEqualTo(415);
        assertThat(html.replied("Accept")).startsWith("text/plain, multipart/alternative");
        assertThat(stage.receive(FakeRequest.inside(invite, "MESSAGE", 3).text("")).status())
                .isEqualTo(200);
        assertThat(stage.receive(FakeRequest.inside(invite, "MESSAGE", 4).body("x", "x")).status())
                .isEqualTo(400);
        assertThat(stage.sink.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void refusesRequestsOutOfOrder(int sequence) {
        FakeRequest invite = stage.invited();
        stage.receive(FakeRequest.inside(invite, "MESSAGE", 2).text("x"));
        assertThat(
                        stage.receive(FakeRequest.inside(invite, "MESSAGE", sequence).text("x"))
                                .status())
                .isEqualTo(500);
        assertThat(
                        stage.receive(
                                        FakeRequest.inside(invite, "MESSAGE", 9)
                                                .text("gaps are fine"))
                                .status())
                .isEqualTo(200);
        assertThat(stage.sink.size()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MESSAGE", "INFO", "BYE", "NOTIFY", "INVITE"})
    void saysThatItDoesNotKnowADialog(String method) {
        FakeRequest invite = stage.invited();
        FakeRequest other =
                FakeRequest.inside(invite, method, 2)
                        .without("Call-ID")
                        .add("Call-ID: unknown")
                        .text("x");
        assertThat(stage.receive(other).status()).isEqualTo(481);
        FakeRequest stranger =
                FakeRequest.inside(invite, method, 2)
                        .without("From")
                        .add("From: <sip:eve@sfb.example>;tag=1");
        assertThat(stage.receive(stranger).status()).isEqualTo(481);
        assertThat(
                        stage.receive(FakeRequest.inside(invite, "BENOTIFY", 2).without("Call-ID"))
                                .replies)
                .isEmpty();
    }

    @Test
    void takesATextThatStandsAlone() throws InterruptedException {
        FakeRequest message = stage.receive(FakeRequest.alone("MESSAGE").text("page mode"));
        assertThat(stage.sink.next().words()).isEqualTo("page mode");
        assertThat(message.status()).isEqualTo(200);
        stage.sink.answerWith(packet -> Outcome.notTaken(ErrorCode.UNKNOWN_USER, "because"));
        assertThat(stage.receive(FakeRequest.alone("MESSAGE").text("x")).status()).isEqualTo(404);
    }

    @Test
    void tellsWhenThePeersUserTypes() throws InterruptedException {
        FakeRequest invite = stage.invited();
        String type = "<KeyboardActivity><status status=\"type\"/></KeyboardActivity>";
        assertThat(
                        stage.receive(
                                        FakeRequest.inside(invite, "INFO", 2)
                                                .body("application/xml", type))
                                .status())
                .isEqualTo(200);
        assertThat(composing(stage.sink.next())).isEqualTo(Composing.State.COMPOSING);
        stage.advance(Duration.ofSeconds(5));
        stage.receive(FakeRequest.inside(invite, "INFO", 3).body("application/xml", type));
        stage.advance(Duration.ofSeconds(5));
        assertThat(stage.sink.size()).isZero();
        stage.advance(Duration.ofSeconds(5));
        assertThat(composing(stage.sink.next())).isEqualTo(Composing.State.PAUSED);
        FakeRequest odd =
                FakeRequest.inside(invite, "INFO", 4).body("application/x-ms-mim", "<x/>");
        assertThat(stage.receive(odd).status()).isEqualTo(415);
        FakeRequest facts =
                FakeRequest.inside(invite, "INFO", 5)
                        .body("application/xml+conversationinfo", "<x/>");
        assertThat(stage.receive(facts).status()).isEqualTo(200);
    }

    private static Composing.State composing(Submission submission) {
        return ((Composing) submission.packet()).state();
    }

    @Test
    void tellsLateFailuresThatTheyReport() throws InterruptedException {
        stage.invited();
        FakeRequest invite = stage.invited();
        InstantMessage sent = SamplePackets.text("Hello");
        stage.says(sent);
        stage.wire.sent.removeIf(out -> out.request.method().equals("BYE"));
        stage.wire.next("MESSAGE").answer(202, "Message-Id: m-7");
        String report =
                "<imdn><message-id>m-7</message-id><recipient><status>480</status></recipient></imdn>";
        FakeRequest notify =
                FakeRequest.inside(invite, "NOTIFY", 2).body("application/ms-imdn+xml", report);
        assertThat(stage.receive(notify).status()).isEqualTo(200);
        DeliveryFailure failure = (DeliveryFailure) stage.sink.next().packet();
        assertThat(failure.of()).isEqualTo(sent.id());
        assertThat(failure.to()).isEqualTo(SamplePackets.ALICE);
        assertThat(failure.code()).isEqualTo(ErrorCode.USER_UNAVAILABLE);
        stage.receive(
                FakeRequest.inside(invite, "NOTIFY", 3).body("application/ms-imdn+xml", report));
        assertThat(stage.sink.size()).isZero();
        assertThat(
                        stage.receive(
                                        FakeRequest.inside(invite, "NOTIFY", 4)
                                                .add("Event: presence"))
                                .status())
                .isEqualTo(489);
    }

    // --- what the house hands in besides texts

    @Test
    void tellsTypingOnlyInsideASession() {
        assertThat(deliver(typing(Composing.State.COMPOSING)))
                .isEqualTo(new Outcome.Dropped(RuleId.of("sip.no-session")));
        stage.inviting();
        assertThat(deliver(typing(Composing.State.PAUSED))).isInstanceOf(Outcome.Delivered.class);
        assertThat(stage.wire.sent).isEmpty();
        assertThat(deliver(typing(Composing.State.COMPOSING)))
                .isInstanceOf(Outcome.Delivered.class);
        assertThat(Stage.wireBody(stage.wire.next("INFO")))
                .hasValueSatisfying(body -> assertThat(body).contains("\"type\""));
        stage.advance(Duration.ofSeconds(4));
        stage.wire.next("INFO").answer(200);
        deliver(typing(Composing.State.PAUSED));
        assertThat(Stage.wireBody(stage.wire.next("INFO")))
                .hasValueSatisfying(body -> assertThat(body).contains("\"idle\""));
        stage.advance(Duration.ofSeconds(60));
        assertThat(stage.wire.sent).isEmpty();
    }

    @Test
    void repeatsTypingInOneChainHoweverOftenTheUserStops() {
        stage.inviting();
        for (int i = 0; i < 50; i++) {
            deliver(typing(Composing.State.COMPOSING));
            deliver(typing(Composing.State.COMPOSING));
            deliver(typing(Composing.State.PAUSED));
        }
        deliver(typing(Composing.State.COMPOSING));
        assertThat(stage.wire.sent).hasSize(101);
        stage.wire.sent.clear();
        stage.advance(Duration.ofSeconds(9));
        assertThat(stage.wire.sent).hasSize(2);
    }

    @Test
    void stopsRepeatingTypingAfterAWhile() {
        stage.inviting();
        deliver(typing(Composing.State.COMPOSING));
        stage.advance(Duration.ofMinutes(2));
        assertThat(stage.wire.sent).hasSizeBetween(8, 10);
        assertThat(Stage.wireBody(stage.wire.sent.getLast()))
                .hasValueSatisfying(body -> assertThat(body).contains("\"idle\""));
    }

    @Test
    void leavesASession() {
        assertThat(
                        deliver(
                                new ConversationEnd(
                                        SamplePackets.envelope(
                                                SamplePackets.ALICE, SamplePackets.BOB))))
                .isInstanceOf(Outcome.Dropped.class);
        stage.inviting();
        assertThat(
                        deliver(
                                new ConversationEnd(
                                        SamplePackets.envelope(
                                                SamplePackets.ALICE, SamplePackets.BOB))))
                .isInstanceOf(Outcome.Delivered.class);
        assertThat(stage.wire.next("BYE").request.header("CSeq")).isEqualTo("3 BYE");
    }

    @Test
    void saysInTheConversationThatAnEarlierTextDidNotArrive() throws InterruptedException {
        stage.invited();
        Packet failure =
                SamplePackets.oneOfEachKind().stream()
                        .filter(DeliveryFailure.class::isInstance)
                        .findFirst()
                        .orElseThrow();
        Thread delivering = Thread.ofVirtual().start(() -> deliver(failure));
        while (stage.wire.sent.isEmpty() && delivering.isAlive()) {
            Thread.onSpinWait();
        }
        FakeWire.Out notice = stage.wire.next("MESSAGE");
        assertThat(Stage.wireBody(notice))
                .hasValueSatisfying(body ->
                        assertThat(body).contains("could not be delivered", "user-unavailable"));
        notice.answer(200);
        assertThat(delivering.join(Duration.ofSeconds(5))).isTrue();
        Stage silent = new Stage(Stage.PROFILE, SessionLimits.DEFAULTS, false);
        assertThat(silent.sessions.deliver(failure, silent.clock.instant().plusSeconds(5)))
                .isInstanceOf(Outcome.Dropped.class);
        silent.close();
    }

    @Test
    void saysWhatItDoesNotCarry() {
        for (Packet packet : SamplePackets.oneOfEachKind()) {
            switch (packet.kind()) {
                case INSTANT_MESSAGE, COMPOSING, CONVERSATION_END, DELIVERY_FAILURE -> {}
                case DELIVERY_RECEIPT ->
                        assertThat(deliver(packet)).isInstanceOf(Outcome.Dropped.class);
                default ->
                        assertThat(deliver(packet))
                                .isInstanceOfSatisfying(
                                        Outcome.Failed.class,
                                        failed ->
                                                assertThat(failed.code())
                                                        .isEqualTo(ErrorCode.UNSUPPORTED));
            }
        }
    }

    private Outcome deliver(Packet packet) {
        return stage.sessions.deliver(packet, stage.clock.instant().plusSeconds(60));
    }

    private static Composing typing(Composing.State state) {
        return new Composing(SamplePackets.envelope(SamplePackets.ALICE, SamplePackets.BOB), state);
    }
}
