package org.sallyport.adaptor.sip.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.adaptor.sip.transport.SendFailure;
import org.sallyport.api.address.Address;
import org.sallyport.api.config.ByteSize;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.outcome.Outcome.Certainty;
import org.sallyport.testkit.SamplePackets;

/** Our users write first (MS-SIP §2.1, §2.2, §2.10). */
class OutgoingSessionTest {
    private final Stage stage = new Stage();

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void invitesAsTheExampleSays() {
        stage.says("Hello Bob");
        WireRequest invite = stage.wire.next("INVITE").request;
        assertThat(invite.target().uri()).isEqualTo("sip:bob@sfb.example");
        assertThat(invite.target().routes()).isEmpty();
        assertThat(invite.header("From"))
                .matches("<sip:alice@xmpp\\.example>;tag=[0-9a-f]{16};epid=[0-9a-f]{16}");
        assertThat(invite.header("To")).isEqualTo("<sip:bob@sfb.example>");
        assertThat(invite.header("CSeq")).isEqualTo("1 INVITE");
        assertThat(invite.header("Contact"))
                .isEqualTo("<sip:alice@sip.xmpp.example:5061;transport=tls>");
        assertThat(invite.header("P-Asserted-Identity")).isEqualTo("<sip:alice@xmpp.example>");
        assertThat(invite.header("ms-asserted-verification-level"))
                .isEqualTo("ms-source-verified-user=verified");
        assertThat(invite.header("Ms-Text-Format"))
                .isEqualTo("text/plain; charset=UTF-8;ms-body=SGVsbG8gQm9i");
        assertThat(invite.header("Ms-Conversation-ID")).isNotEmpty();
        assertThat(invite.header("Supported"))
                .contains("ms-sender")
                .doesNotContain("ms-text-format", "multiparty");
        assertThat(invite.body().orElseThrow().text())
                .contains("m=message 5060 sip sip:alice@xmpp.example", "a=accept-types:text/plain");
    }

    @Test
    void sendsTheFirstTextAgainIfTheToastWasNotConsumed() {
        TextJob job = stage.says("Hello Bob");
        stage.wire.next("INVITE").accept("7E1D", "Supported: ms-sender");
        FakeWire.Out message = stage.wire.next("MESSAGE");
        assertThat(Stage.wireBody(message)).contains("Hello Bob");
        assertThat(job.isOpen()).isTrue();
        message.answer(200);
        assertThat(Stage.outcome(job)).isEqualTo(Outcome.taken());
    }

    @Test
    void doesNotSendTheFirstTextAgainIfTheToastWasConsumed() {
        TextJob job = stage.says("Hello Bob");
        stage.wire.next("INVITE").accept("7E1D", "Supported: histinfo, MS-Text-Format");
        assertThat(Stage.outcome(job)).isEqualTo(Outcome.taken());
        assertThat(stage.wire.sent).isEmpty();
    }

    @Test
    void doesNotTakeALongTextForConsumedThatWasNotInTheInvite() {
        TextJob job = stage.says("x".repeat(5_000));
        FakeWire.Out invite = stage.wire.next("INVITE");
        assertThat(invite.request.header("Ms-Text-Format")).isEmpty();
        invite.accept("7E1D", "Supported: ms-text-format");
        stage.wire.next("MESSAGE").answer(200);
        assertThat(Stage.outcome(job)).isEqualTo(Outcome.taken());
    }

    @Test
    void acknowledgesAndGoesOnAlongTheRouteSet() {
        stage.says("Hello Bob");
        FakeWire.Out invite = stage.wire.next("INVITE");
        invite.accept("7E1D");
        WireRequest ack = stage.wire.stateless.getFirst();
        WireRequest message = stage.wire.next("MESSAGE").request;
        for (WireRequest request : new WireRequest[] {ack, message}) {
            assertThat(request.target().uri())
                    .isEqualTo("sip:bob@sfb.example;opaque=user:epid:kQ0SPexampleEpidAAAA;gruu");
            assertThat(request.target().routes())
                    .containsExactly(
                            "<sip:sip.sfb.example:5061;transport=tls;lr;ms-key-info=AAEAA==;ms-route-sig=a,b>;tag=A1B2",
                            "<sip:fepool.int.sfb.example:5061;transport=tls;ms-fe=fe01;opaque=state:T;lr>");
            assertThat(request.header("From"))
                    .isEqualTo(invite.request.header("From"))
                    .contains(";epid=");
            assertThat(request.header("To"))
                    .isEqualTo("<sip:bob@sfb.example>;tag=7E1D;epid=5f0c9a7e11");
            assertThat(request.header("Call-ID")).isEqualTo(invite.request.header("Call-ID"));
        }
        assertThat(ack.header("CSeq")).isEqualTo("1 ACK");
        assertThat(message.header("CSeq")).isEqualTo("2 MESSAGE");
    }

    @Test
    void keepsTextsInOrderWhileItRings() {
        TextJob first = stage.says("one");
        TextJob second = stage.says("two");
        stage.wire.next("INVITE").accept("7E1D");
        FakeWire.Out one = stage.wire.next("MESSAGE");
        assertThat(stage.wire.sent).isEmpty();
        one.answer(200);
        FakeWire.Out two = stage.wire.next("MESSAGE");
        assertThat(Stage.wireBody(two)).contains("two");
        two.answer(202);
        assertThat(Stage.outcome(first)).isEqualTo(Outcome.taken());
        assertThat(Stage.outcome(second)).isEqualTo(Outcome.taken());
    }

    @ParameterizedTest
    @CsvSource({
        "403, FORBIDDEN", "404, UNKNOWN_USER", "480, USER_UNAVAILABLE", "486, USER_BUSY",
                "504, PEER_TIMEOUT",
        "603, USER_DECLINED", "500, PEER_ERROR", "415, NOT_ACCEPTABLE", "604, UNKNOWN_USER",
                "481, USER_UNAVAILABLE"
    })
    void tellsWhyASessionDidNotComeAbout(int status, ErrorCode code) {
        TextJob job = stage.says("Hello");
        stage.wire.next("INVITE").answer(status);
        assertThat(Stage.failure(job).code()).isEqualTo(code);
        assertThat(Stage.failure(job).certainty()).isEqualTo(Certainty.NOT_TAKEN);
        assertThat(stage.wire.sent).isEmpty();
    }

    @Test
    void namesTheDiagnosticsButNotTheirWords() {
        TextJob job = stage.says("Hello");
        stage.wire
                .next("INVITE")
                .answer(
                        403,
                        "ms-diagnostics-public: 1027;reason=\"canary\";source=\"sip.sfb.example\"");
        assertThat(Stage.failure(job).cause()).isEqualTo("the peer answered 403, diagnostics 1027");
    }

    @Test
    void honoursAPauseForTheWholePeer() {
        TextJob job = stage.says("Hello");
        stage.wire.next("INVITE").answer(503, "Retry-After: 20 (busy)");
        assertThat(Stage.failure(job).code()).isEqualTo(ErrorCode.PEER_OVERLOADED);
        assertThat(Stage.failure(job).retryAfterSeconds()).contains(20);
        TextJob other =
                stage.says(
                        SamplePackets.text(
                                SamplePackets.ALICE, Address.parse("carol@sfb.example"), "Hi"));
        assertThat(Stage.failure(other).code()).isEqualTo(ErrorCode.PEER_OVERLOADED);
        assertThat(stage.wire.sent).isEmpty();
        assertThat(stage.sessions.isPaused(Stage.PEER.domain())).isTrue();
        stage.advance(Duration.ofSeconds(21));
        stage.says("Hello again");
        stage.wire.next("INVITE");
    }

    @Test
    void givesAPeerThatFailsForAllAPause() {
        for (int i = 0; i < PeerHealth.FAILURES_IN_A_ROW; i++) {
            stage.says("Hello");
            stage.wire.next("INVITE").answer(504);
        }
        assertThat(Stage.failure(stage.says("Hello")).code()).isEqualTo(ErrorCode.PEER_TIMEOUT);
        stage.sessions.peerWorked(Stage.PEER.domain());
        stage.says("Hello");
        stage.wire.next("INVITE");
    }

    @Test
    void triesOnceWithAnotherConversationId() {
        TextJob job = stage.says("Hello");
        FakeWire.Out first = stage.wire.next("INVITE");
        first.answer(488, "ms-client-diagnostics: 52035;reason=\"This client has an IM session\"");
        FakeWire.Out second = stage.wire.next("INVITE");
        assertThat(second.request.header("Ms-Conversation-ID"))
                .isNotEqualTo(first.request.header("Ms-Conversation-ID"));
        assertThat(second.request.header("Call-ID")).isNotEqualTo(first.request.header("Call-ID"));
        second.accept("1", "Supported: ms-text-format");
        assertThat(Stage.outcome(job)).isEqualTo(Outcome.taken());
    }

    @Test
    void givesUpWhenEveryConversationIdClashes() {
        TextJob job = stage.says("Hello");
        for (int i = 0; job.isOpen() && i < 10; i++) {
            stage.wire.next("INVITE").answer(488);
        }
        assertThat(Stage.failure(job).code()).isEqualTo(ErrorCode.NOT_ACCEPTABLE);
    }

    @Test
    void triesAgainAShortWhileAfterACrossing() {
        TextJob job = stage.says("Hello");
        stage.wire.next("INVITE").answer(491);
        assertThat(stage.wire.sent).isEmpty();
        stage.advance(Duration.ofSeconds(2));
        stage.wire.next("INVITE").accept("1", "Supported: ms-text-format");
        assertThat(Stage.outcome(job)).isEqualTo(Outcome.taken());
    }

    @Test
    void cancelsWhenItRingsTooLong() {
        TextJob job = stage.says("Hello");
        FakeWire.Out invite = stage.wire.next("INVITE");
        stage.advance(Duration.ofSeconds(89));
        assertThat(invite.cancelled).isFalse();
        stage.advance(Duration.ofSeconds(2));
        assertThat(invite.cancelled).isTrue();
        assertThat(job.isOpen()).isTrue();
        invite.answer(487);
        assertThat(Stage.failure(job).code()).isEqualTo(ErrorCode.USER_UNAVAILABLE);
        assertThat(Stage.failure(job).certainty()).isEqualTo(Certainty.NOT_TAKEN);
    }

    @Test
    void knowsNothingIfTheCancelledInviteIsNeverAnswered() {
        TextJob job = stage.says("Hello");
        FakeWire.Out invite = stage.wire.next("INVITE");
        stage.advance(Duration.ofSeconds(100));
        assertThat(Stage.failure(job).certainty()).isEqualTo(Certainty.UNKNOWN);
        invite.accept("late");
        assertThat(stage.wire.stateless).hasSize(1);
        assertThat(stage.wire.next("BYE").request.header("Call-ID"))
                .isEqualTo(invite.request.header("Call-ID"));
    }

    @Test
    void usesASessionThatIsAcceptedInTheLastMoment() {
        TextJob job = stage.says("Hello");
        FakeWire.Out invite = stage.wire.next("INVITE");
        stage.advance(Duration.ofSeconds(91));
        invite.accept("late");
        stage.wire.next("MESSAGE").answer(200);
        assertThat(Stage.outcome(job)).isEqualTo(Outcome.taken());
    }

    @Test
    void writesNothingAfterTheDeadline() {
        TextJob job = stage.says("Hello", Duration.ofSeconds(10));
        FakeWire.Out invite = stage.wire.next("INVITE");
        stage.advance(Duration.ofSeconds(8));
        assertThat(invite.cancelled).isTrue();
        stage.advance(Duration.ofSeconds(3));
        invite.accept("late");
        assertThat(stage.wire.sent)
                .extracting(out -> out.request.method())
                .doesNotContain("MESSAGE");
        assertThat(Stage.failure(job)).isNotNull();
        TextJob late = stage.says("Hello", Duration.ZERO);
        assertThat(Stage.failure(late).code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
        assertThat(Stage.failure(late).certainty()).isEqualTo(Certainty.NOT_TAKEN);
    }

    @Test
    void blocksItsCallerUntilTheDeadlineAtMost() {
        var sent = SamplePackets.text("Hello");
        Outcome outcome = stage.sessions.deliver(sent, stage.clock.instant().plusMillis(50));
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> {
                            assertThat(failed.code()).isEqualTo(ErrorCode.PEER_TIMEOUT);
                            assertThat(failed.certainty()).isEqualTo(Certainty.UNKNOWN);
                        });
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 480, 481})
    void invitesAgainWhenTheDialogIsGone(int status) {
        FakeWire.Out old = stage.inviting();
        TextJob job = stage.says("second");
        stage.wire.next("MESSAGE").answer(status);
        FakeWire.Out invite = stage.wire.next("INVITE");
        assertThat(invite.request.header("Call-ID")).isNotEqualTo(old.request.header("Call-ID"));
        invite.accept("new");
        FakeWire.Out message = stage.wire.next("MESSAGE");
        assertThat(Stage.wireBody(message)).contains("second");
        message.answer(status);
        assertThat(Stage.failure(job).certainty()).isEqualTo(Certainty.NOT_TAKEN);
        assertThat(stage.wire.sent).isEmpty();
    }

    @Test
    void triesAgainOnceAfterAStaleNumber() {
        stage.inviting();
        TextJob job = stage.says("second");
        stage.wire.next("MESSAGE").answerWith(500, "Stale CSeq Value");
        FakeWire.Out again = stage.wire.next("MESSAGE");
        assertThat(again.request.header("CSeq")).isEqualTo("4 MESSAGE");
        again.answer(200);
        assertThat(Stage.outcome(job)).isEqualTo(Outcome.taken());
    }

    @ParameterizedTest
    @CsvSource({
        "500, PEER_ERROR",
        "403, FORBIDDEN",
        "413, TOO_LARGE",
        "486, USER_BUSY",
        "415, NOT_ACCEPTABLE"
    })
    void tellsWhyATextWasRefused(int status, ErrorCode code) {
        stage.inviting();
        TextJob job = stage.says("second");
        stage.wire.next("MESSAGE").answer(status);
        assertThat(Stage.failure(job).code()).isEqualTo(code);
        stage.says("third");
        stage.wire.next("MESSAGE");
    }

    @Test
    void tellsThatAContentFilterBlockedIt() {
        stage.inviting();
        TextJob job = stage.says("http://example.com");
        stage.wire
                .next("MESSAGE")
                .answer(606, "Warning: 309 lcs.microsoft.com \"Message contents not allowed\"");
        assertThat(Stage.failure(job).code()).isEqualTo(ErrorCode.CONTENT_BLOCKED);
    }

    @Test
    void isHonestAboutBrokenConnections() {
        TextJob unsent = stage.says("Hello");
        stage.wire.next("INVITE").fail(SendFailure.Reason.CONNECT, Certainty.NOT_TAKEN);
        assertThat(Stage.failure(unsent).code()).isEqualTo(ErrorCode.PEER_UNREACHABLE);
        assertThat(Stage.failure(unsent).certainty()).isEqualTo(Certainty.NOT_TAKEN);
        stage.inviting();
        TextJob lost = stage.says("Hello");
        stage.wire.next("MESSAGE").fail(SendFailure.Reason.CONNECTION_LOST, Certainty.UNKNOWN);
        assertThat(Stage.failure(lost).certainty()).isEqualTo(Certainty.UNKNOWN);
        assertThat(stage.wire.sent).isEmpty();
    }

    @Test
    void looksForAnotherServerIfTheOldOneCannotBeReached() {
        stage.inviting();
        TextJob job = stage.says("Hello");
        stage.wire.next("MESSAGE").fail(SendFailure.Reason.CONNECT, Certainty.NOT_TAKEN);
        stage.wire.next("INVITE").accept("1", "Supported: ms-text-format");
        assertThat(Stage.outcome(job)).isEqualTo(Outcome.taken());
    }

    @Test
    void splitsLongTextsAndSaysHowFarItCame() {
        Stage small =
                new Stage(
                        Stage.PROFILE,
                        new SessionLimits(new ByteSize(2048), new ByteSize(256), 10, 10),
                        true);
        TextJob job = small.says("x".repeat(600));
        small.wire.next("INVITE").accept("1", "Supported: ms-text-format");
        small.wire.next("MESSAGE").answer(200);
        small.wire.next("MESSAGE").answer(403);
        assertThat(Stage.failure(job).cause()).startsWith("part 3 of 3:");
        assertThat(Stage.failure(job).certainty()).isEqualTo(Certainty.UNKNOWN);
        assertThat(Stage.failure(small.says("x".repeat(3_000))).code())
                .isEqualTo(ErrorCode.TOO_LARGE);
        small.close();
    }

    @Test
    void refusesWhatCannotBeSent() {
        assertThat(Stage.failure(stage.says("\u0001")).code()).isEqualTo(ErrorCode.NOT_ACCEPTABLE);
        TextJob nowhere =
                stage.says(
                        SamplePackets.text(
                                SamplePackets.ALICE, Address.parse("x@elsewhere.example"), "Hi"));
        assertThat(Stage.failure(nowhere).code()).isEqualTo(ErrorCode.NO_ROUTE);
    }

    @Test
    void endsForksThatAnswerLate() {
        TextJob job = stage.says("Hello");
        FakeWire.Out invite = stage.wire.next("INVITE");
        invite.accept("winner", "Supported: ms-text-format");
        assertThat(Stage.outcome(job)).isEqualTo(Outcome.taken());
        stage.wire.stateless.clear();
        stage.sessions.onLateAnswer(new FakeAnswer(invite.request, "loser"));
        assertThat(stage.wire.stateless.getFirst().header("To")).contains("loser");
        assertThat(stage.wire.next("BYE").request.header("To")).contains("loser");
        stage.sessions.onLateAnswer(new FakeAnswer(invite.request, "winner"));
        assertThat(stage.wire.stateless).hasSize(2);
        assertThat(stage.wire.sent).isEmpty();
    }

    @Test
    void writesToNobodyForAnAnswerToAnInviteThatWasNotOurs() {
        FakeWire.Out invite = stage.inviting();
        WireRequest foreign =
                new WireRequest(
                        "INVITE",
                        invite.request.target(),
                        invite.request.headers().stream()
                                .map(header ->
                                        header.name().equals("Call-ID")
                                                ? new SipHeader("Call-ID", "made-up")
                                                : header)
                                .toList(),
                        java.util.Optional.empty(),
                        invite.request.deadline());
        stage.sessions.onLateAnswer(new FakeAnswer(foreign, "x"));
        assertThat(stage.wire.stateless).isEmpty();
        assertThat(stage.wire.sent).isEmpty();
        assertThat(stage.sessions.size()).isEqualTo(1);
    }

    private record FakeAnswer(WireRequest invite, String tag) implements WireAnswer {
        @Override
        public int status() {
            return 200;
        }

        @Override
        public String reason() {
            return "OK";
        }

        @Override
        public java.util.List<String> headers(String name) {
            return switch (name) {
                case "To" ->
                        java.util.List.of("<sip:bob@sfb.example>;tag=" + tag + ";epid=5f0c9a7e11");
                case "Contact" -> java.util.List.of("<sip:bob@sfb.example;gruu>");
                case "From", "Call-ID" -> java.util.List.of(invite.header(name));
                default -> java.util.List.of();
            };
        }
    }
}
