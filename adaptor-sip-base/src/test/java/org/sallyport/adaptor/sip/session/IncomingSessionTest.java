package org.sallyport.adaptor.sip.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.filter.Verdict;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.outcome.RuleId;
import org.sallyport.api.packet.Attribute;
import org.sallyport.api.packet.ConversationEnd;
import org.sallyport.testkit.SamplePackets;

/** Users of the peer write first (MS-SIP §2.1 to §2.6, §2.9). */
class IncomingSessionTest {
    private final Stage stage = new Stage();

    @AfterEach
    void stop() {
        stage.close();
    }

    // --- sessions

    @Test
    void acceptsAsTheExampleSays() {
        FakeRequest invite = stage.receive(FakeRequest.invite("call-1"));
        Reply reply = invite.replies.getLast();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(invite.replied("Contact"))
                .isEqualTo("<sip:alice@sip.xmpp.example:5061;transport=tls>");
        assertThat(invite.replied("Supported")).isEqualTo("ms-sender");
        assertThat(invite.replied("Allow")).contains("MESSAGE");
        assertThat(reply.toParameters()).matches(";epid=[0-9a-f]{16}");
        assertThat(reply.body().orElseThrow().text())
                .contains("m=message 5060 sip sip:alice@xmpp.example");
        assertThat(stage.sink.size()).isZero();
    }

    @Test
    void answersAlongTheRouteSetOfTheCaller() {
        stage.invited();
        stage.says("Hello Bob");
        WireRequest message = stage.wire.next("MESSAGE").request;
        assertThat(message.target().uri())
                .isEqualTo("sip:bob@sfb.example;opaque=user:epid:kQ0SPexampleEpidAAAA;gruu");
        assertThat(message.target().routes())
                .containsExactly(
                        "<sip:sip.sfb.example:5061;transport=tls;lr;ms-route-sig=edge>;tag=3E5F",
                        "<sip:fepool.int.sfb.example:5061;lr>");
        assertThat(message.header("From"))
                .matches("<sip:alice@xmpp\\.example>;tag=gw-77aa02;epid=[0-9a-f]{16}");
        assertThat(message.header("To"))
                .isEqualTo("<sip:bob@sfb.example>;tag=9d3c1f7b2a;epid=5f0c9a7e11");
        assertThat(message.header("CSeq")).isEqualTo("1 MESSAGE");
    }

    @Test
    void refusesWhomTheHouseRefuses() {
        stage.sink.admitWith(
                new Verdict.Reject(ErrorCode.POLICY_DENIED, RuleId.of("whitelist.domain")));
        FakeRequest invite = stage.receive(FakeRequest.invite("call-1"));
        assertThat(invite.status()).isEqualTo(403);
        assertThat(invite.replied("ms-diagnostics-public"))
                .contains("policy-denied", "source=\"sip.xmpp.example\"");
        assertThat(stage.receive(FakeRequest.inside(invite, "MESSAGE", 2).text("x")).status())
                .isEqualTo(481);
    }

    @Test
    void opensASessionForWhomThePolicyDropsInSilence() {
        stage.sink.admitWith(new Verdict.Drop(RuleId.of("filter.rule")));
        FakeRequest invite = stage.receive(FakeRequest.invite("call-1"));
        assertThat(invite.status()).isEqualTo(200);
        stage.sink.answerWith(packet -> new Outcome.Dropped(RuleId.of("filter.rule")));
        assertThat(stage.receive(FakeRequest.inside(invite, "MESSAGE", 2).text("x")).status())
                .isEqualTo(200);
    }

    @Test
    void refusesEverythingButATextOfTwo() {
        assertThat(
                        offer("application/sdp", FakeRequest.OFFER + "m=audio 1 RTP/SAVP 0\r\n")
                                .status())
                .isEqualTo(488);
        assertThat(offer("application/sdp", FakeRequest.OFFER.replace("text/plain ", "")).status())
                .isEqualTo(488);
        assertThat(offer("application/sdp", "nonsense").status()).isEqualTo(488);
        assertThat(offer("multipart/mixed;boundary=x", "--x--").status()).isEqualTo(488);
        assertThat(offer("application/ms-conf-invite+xml", "<x/>").status()).isEqualTo(488);
        FakeRequest other = offer("application/x-other", "x");
        assertThat(other.status()).isEqualTo(415);
        assertThat(other.replied("Accept")).isEqualTo("application/sdp");
        assertThat(stage.receive(FakeRequest.invite("m1").add("TriggeredInvite: TRUE")).status())
                .isEqualTo(488);
        FakeRequest three =
                FakeRequest.invite("m2")
                        .without("EndPoints")
                        .add(
                                "EndPoints: <sip:a@sfb.example>, \"x,y\"<sip:b@sfb.example>,<sip:c@sfb.example>");
        assertThat(stage.receive(three).status()).isEqualTo(488);
        FakeRequest required =
                stage.receive(
                        FakeRequest.invite("m3").add("Require: com.microsoft.rtc-multiparty"));
        assertThat(required.status()).isEqualTo(420);
        assertThat(required.replied("Unsupported")).isEqualTo("com.microsoft.rtc-multiparty");
        assertThat(stage.sessions.size()).isZero();
    }

    private FakeRequest offer(String type, String body) {
        return stage.receive(FakeRequest.invite("other").body(type, body));
    }

    @Test
    void forgetsAnInviteThatIsCancelled() {
        FakeRequest invite = FakeRequest.invite("call-1");
        FakeRequest cancel = stage.receive(FakeRequest.alone("CANCEL").cancelling(invite));
        assertThat(cancel.status()).isEqualTo(200);
        assertThat(invite.status()).isEqualTo(487);
        stage.receive(invite);
        assertThat(invite.replies).hasSize(1);
        assertThat(stage.receive(FakeRequest.inside(invite, "MESSAGE", 2).text("x")).status())
                .isEqualTo(481);
        assertThat(stage.receive(FakeRequest.alone("CANCEL")).status()).isEqualTo(481);
    }

    @Test
    void replacesASessionByANewOne() {
        stage.invited();
        FakeRequest second = stage.receive(FakeRequest.invite("call-2"));
        assertThat(second.status()).isEqualTo(200);
        assertThat(stage.wire.next("BYE").request.header("Call-ID")).isEqualTo("call-1");
        stage.says("Hello");
        assertThat(stage.wire.next("MESSAGE").request.header("Call-ID")).isEqualTo("call-2");
    }

    @Test
    void sendsTheUnconfirmedTextAgainInTheNewSession() {
        stage.invited();
        TextJob job = stage.says("Hello");
        FakeWire.Out old = stage.wire.next("MESSAGE");
        stage.receive(FakeRequest.invite("call-2"));
        old.answer(481);
        FakeWire.Out again = stage.wire.next("MESSAGE");
        assertThat(again.request.header("Call-ID")).isEqualTo("call-2");
        again.answer(200);
        assertThat(Stage.outcome(job)).isEqualTo(Outcome.taken());
    }

    @Test
    void keepsThePeersSessionWhenBothInviteAtOnce() {
        TextJob job = stage.says("Hello");
        FakeWire.Out ours = stage.wire.next("INVITE");
        assertThat(stage.receive(FakeRequest.invite("call-1")).status()).isEqualTo(200);
        assertThat(ours.cancelled).isTrue();
        assertThat(stage.wire.sent).isEmpty();
        ours.answer(487);
        FakeWire.Out message = stage.wire.next("MESSAGE");
        assertThat(message.request.header("Call-ID")).isEqualTo("call-1");
        message.answer(200);
        assertThat(Stage.outcome(job)).isEqualTo(Outcome.taken());
    }

    @Test
    void keepsOneOfTwoSessionsThatWereBothAccepted() {
        TextJob job = stage.says("Hello");
        FakeWire.Out ours = stage.wire.next("INVITE");
        stage.receive(FakeRequest.invite("0-the-lowest"));
        ours.accept("7E1D", "Supported: ms-text-format");
        assertThat(Stage.outcome(job)).isEqualTo(Outcome.taken());
        assertThat(stage.wire.next("BYE").request.header("Call-ID"))
                .isEqualTo(ours.request.header("Call-ID"));
        stage.says("next");
        assertThat(stage.wire.next("MESSAGE").request.header("Call-ID")).isEqualTo("0-the-lowest");
    }

    @Test
    void doesNotYieldTwiceToAPeerThatYieldsToo() {
        TextJob job = stage.says("Hello");
        FakeWire.Out ours = stage.wire.next("INVITE");
        FakeRequest theirs = stage.receive(FakeRequest.invite("call-1"));
        ours.answer(487);
        stage.receive(FakeRequest.inside(theirs, "BYE", 2));
        stage.wire.next("MESSAGE").answer(481);
        FakeWire.Out again = stage.wire.next("INVITE");
        stage.receive(FakeRequest.invite("0-call-2"));
        assertThat(again.cancelled).isFalse();
        again.accept("7E1D");
        FakeWire.Out message = stage.wire.next("MESSAGE");
        assertThat(message.request.header("Call-ID")).isEqualTo(again.request.header("Call-ID"));
        message.answer(200);
        assertThat(Stage.outcome(job)).isEqualTo(Outcome.taken());
        assertThat(stage.sink.size()).isZero();
    }

    @Test
    void toleratesThePeersSessionIfItsOwnIsTheOneThatStays() {
        stage.says("Hello");
        FakeWire.Out ours = stage.wire.next("INVITE");
        FakeRequest theirs = stage.receive(FakeRequest.invite("zz-the-highest"));
        ours.accept("7E1D", "Supported: ms-text-format");
        assertThat(stage.wire.sent).isEmpty();
        assertThat(stage.receive(FakeRequest.inside(theirs, "MESSAGE", 2).text("x")).status())
                .isEqualTo(200);
        stage.says("next");
        assertThat(stage.wire.next("MESSAGE").request.header("Call-ID"))
                .isEqualTo(ours.request.header("Call-ID"));
        assertThat(stage.receive(FakeRequest.inside(theirs, "BYE", 3)).status()).isEqualTo(200);
        assertThat(stage.sink.size()).isEqualTo(1);
    }

    @Test
    void waitsForTheJudgementOfThePeersInviteBeforeItInvites() {
        // The house is asked on the same thread here, so the text is what the house says while it
        // is asked.
        FakeRequest invite = stage.receive(FakeRequest.invite("call-1"));
        stage.says("Hello");
        assertThat(invite.status()).isEqualTo(200);
        stage.wire.next("MESSAGE");
    }

    @Test
    void endsAnIdleSession() {
        stage.invited();
        stage.advance(Duration.ofMinutes(9));
        assertThat(stage.wire.sent).isEmpty();
        stage.advance(Duration.ofMinutes(2));
        assertThat(stage.wire.next("BYE").request.header("CSeq")).isEqualTo("1 BYE");
        stage.advance(Duration.ofSeconds(10));
        assertThat(stage.sessions.size()).isZero();
    }

    @Test
    void repeatsItsAcceptanceAndEndsASessionThatIsNeverAcknowledged() {
        FakeRequest invite = stage.receive(FakeRequest.invite("call-1"));
        stage.advance(Duration.ofMillis(1_600));
        assertThat(invite.repeats).isEqualTo(2);
        stage.advance(Duration.ofSeconds(30));
        assertThat(stage.wire.sent).isEmpty();
        stage.advance(Duration.ofSeconds(1));
        stage.wire.next("BYE");
        // RFC 3261 §13.3.1.4: after 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5 and 31.5
        // seconds.
        assertThat(invite.repeats).isEqualTo(10);
        stage.advance(Duration.ofMinutes(1));
        assertThat(invite.repeats).isEqualTo(10);
    }

    @Test
    void repeatsNothingThatWasAcknowledged() {
        FakeRequest invite = stage.invited();
        FakeRequest moved =
                stage.receive(
                        FakeRequest.inside(invite, "INVITE", 2)
                                .add("Contact: <sip:bob@moved.sfb.example>")
                                .body("application/sdp", FakeRequest.OFFER));
        stage.advance(Duration.ofMillis(600));
        assertThat(moved.repeats).isEqualTo(1);
        stage.receive(FakeRequest.inside(invite, "ACK", 2));
        stage.advance(Duration.ofMinutes(1));
        assertThat(invite.repeats).isZero();
        assertThat(moved.repeats).isEqualTo(1);
        assertThat(stage.wire.sent).isEmpty();
    }

    @Test
    void answersEvenIfTheHouseFails() {
        FakeRequest invite = stage.invited();
        stage.sink.answerWith(packet -> {
            throw new IllegalStateException("a fault");
        });
        assertThat(stage.receive(FakeRequest.inside(invite, "MESSAGE", 2).text("x")).status())
                .isEqualTo(500);
    }

    @Test
    void refusesASenderThatTwoReadersReadDifferently() {
        FakeRequest odd =
                stage.receive(
                        FakeRequest.alone("MESSAGE")
                                .without("From")
                                .add("From: <sip:eve@other.example>;tag=1")
                                .text("x"));
        assertThat(odd.status()).isEqualTo(400);
        assertThat(stage.sink.size()).isZero();
    }

    @Test
    void endsALoopThatComesBackThroughAnotherGateway() throws InterruptedException {
        FakeRequest invite = stage.invited();
        TextJob job =
                stage.says(
                        SamplePackets.text("x")
                                .withEnvelope(
                                        SamplePackets.text("x")
                                                .envelope()
                                                .with(
                                                        new Attribute(
                                                                "org.sallyport",
                                                                "path",
                                                                List.of(
                                                                        "0123456789abcdef",
                                                                        "gw1")))));
        FakeWire.Out message = stage.wire.next("MESSAGE");
        String path = message.request.header("Sallyport-Path");
        assertThat(path).matches("0123456789abcdef, [0-9a-f]{16}").doesNotContain("gw1");
        message.answer(200);
        assertThat(Stage.outcome(job)).isEqualTo(Outcome.taken());

        FakeRequest back = FakeRequest.inside(invite, "MESSAGE", 2).text("x");
        assertThat(stage.receive(back.add("Sallyport-Path: " + path)).status()).isEqualTo(500);
        assertThat(back.replied("ms-diagnostics-public")).contains("loop-detected");
        assertThat(stage.sink.size()).isZero();

        FakeRequest other = FakeRequest.inside(invite, "MESSAGE", 3).text("x");
        stage.receive(other.add("Sallyport-Path: fedcba9876543210, x\"y"));
        assertThat(stage.sink.next().packet().envelope().attribute("org.sallyport", "hops"))
                .contains(1);
    }

    @Test
    void saysInAnswersHowFarItsUsersAreVerified() {
        assertThat(stage.invitedReply("ms-asserted-verification-level"))
                .isEqualTo("ms-source-verified-user=verified");
    }

    @Test
    void takesAByeAndSaysSo() throws InterruptedException {
        FakeRequest invite = stage.invited();
        assertThat(stage.receive(FakeRequest.inside(invite, "BYE", 2)).status()).isEqualTo(200);
        assertThat(stage.sink.next().packet()).isInstanceOf(ConversationEnd.class);
        assertThat(stage.receive(FakeRequest.inside(invite, "MESSAGE", 3).text("late")).status())
                .isEqualTo(481);
        stage.says("again");
        stage.wire.next("INVITE");
    }

    @Test
    void followsTheCallerWhoMoved() {
        FakeRequest invite = stage.invited();
        FakeRequest again =
                FakeRequest.inside(invite, "INVITE", 2)
                        .add("Contact: <sip:bob@sfb.example;gr=other>")
                        .body("application/sdp", FakeRequest.OFFER);
        assertThat(stage.receive(again).status()).isEqualTo(200);
        stage.says("Hello");
        assertThat(stage.wire.next("MESSAGE").request.target().uri())
                .isEqualTo("sip:bob@sfb.example;gr=other");
    }

    @Test
    void boundsTheNumberOfConversations() {
        Stage small =
                new Stage(
                        Stage.PROFILE,
                        new SessionLimits(
                                SessionLimits.DEFAULTS.maxText(),
                                SessionLimits.DEFAULTS.splitAt(),
                                1,
                                1),
                        true);
        small.invited();
        FakeRequest other =
                FakeRequest.invite("call-2")
                        .without("From")
                        .add("From: <sip:carol@sfb.example>;tag=1");
        assertThat(small.receive(other).status()).isEqualTo(480);
        assertThat(other.replied("Retry-After")).isNotEmpty();
        small.close();
    }

    @Test
    void refusesTheSameCallByAnotherWay() {
        stage.invited();
        assertThat(stage.receive(FakeRequest.invite("call-1")).status()).isEqualTo(482);
        assertThat(stage.wire.sent).isEmpty();
    }

    @Test
    void knowsItsUsersByTheirContact() {
        FakeRequest invite =
                FakeRequest.invite("call-1").uri("sip:alice@sip.xmpp.example:5061;transport=tls");
        assertThat(stage.receive(invite).status()).isEqualTo(200);
    }

    // --- what belongs to no conversation

    @Test
    void answersProbesForOurDomains() {
        for (String uri :
                new String[] {
                    "sip:sip.xmpp.example:5061;transport=tls",
                    "sip:xmpp.example",
                    "sip:x@xmpp.example"
                }) {
            FakeRequest probe =
                    FakeRequest.alone("OPTIONS")
                            .uri(uri)
                            .without("To")
                            .add("To: <sip:nowhere.example>");
            assertThat(stage.receive(probe).status()).as(uri).isEqualTo(200);
            assertThat(probe.replied("Allow")).contains("INVITE");
        }
        FakeRequest other =
                FakeRequest.alone("OPTIONS")
                        .uri("sip:other.example")
                        .without("To")
                        .add("To: <sip:other.example>");
        assertThat(stage.receive(other).status()).isEqualTo(404);
    }

    @Test
    void refusesMethodsThatItDoesNotKnow() {
        assertThat(stage.receive(FakeRequest.alone("REGISTER")).status()).isEqualTo(405);
        FakeRequest odd = stage.receive(FakeRequest.alone("CANARY"));
        assertThat(odd.status()).isEqualTo(501);
        assertThat(odd.replied("Allow")).contains("MESSAGE");
        assertThat(stage.receive(FakeRequest.alone("SUBSCRIBE")).status()).isEqualTo(489);
    }

    @Test
    void endsLoops() {
        assertThat(
                        stage.receive(
                                        FakeRequest.invite("1")
                                                .without("Max-Forwards")
                                                .add("Max-Forwards: 0"))
                                .status())
                .isEqualTo(483);
        FakeRequest back =
                FakeRequest.invite("1")
                        .add("Via: SIP/2.0/TLS 198.51.100.20:50213;branch=z9hG4bK1")
                        .add(
                                "Via: SIP/2.0/TLS SIP.xmpp.example:5061;branch=z9hG4bK2;received=192.0.2.10");
        assertThat(stage.receive(back).status()).isEqualTo(482);
    }

    @Test
    void refusesAddressesThatAreNone() {
        assertThat(to("sips:alice@xmpp.example").status()).isEqualTo(416);
        assertThat(to("sip:alice@other.example").status()).isEqualTo(404);
        assertThat(to("sip:a%00b@xmpp.example").status()).isEqualTo(400);
        assertThat(to("sip:xmpp.example").status()).isEqualTo(400);
        FakeRequest unlike = stage.receive(FakeRequest.invite("1").uri("sip:carol@xmpp.example"));
        assertThat(unlike.status()).isEqualTo(404);
    }

    private FakeRequest to(String uri) {
        return stage.receive(
                FakeRequest.invite("1").uri(uri).without("To").add("To: <" + uri + ">"));
    }

    @Test
    void takesNothingNewWhileItDrains() {
        FakeRequest invite = stage.invited();
        stage.sessions.drain();
        FakeRequest other = stage.receive(FakeRequest.invite("call-2"));
        assertThat(other.status()).isEqualTo(480);
        assertThat(other.replied("Retry-After")).isNotEmpty();
        FakeRequest text = stage.receive(FakeRequest.inside(invite, "MESSAGE", 2).text("x"));
        assertThat(text.status()).isEqualTo(500);
        TextJob job = stage.says("still delivered");
        stage.wire.next("MESSAGE").answer(200);
        assertThat(Stage.outcome(job)).isEqualTo(Outcome.taken());
        stage.sessions.close();
        stage.wire.next("BYE");
    }
}
