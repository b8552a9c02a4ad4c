package org.sallyport.adaptor.xmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sallyport.adaptor.xmpp.Boundary.SOON;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.adaptor.xmpp.config.XmppConfig;
import org.sallyport.api.address.Address;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.outcome.RuleId;
import org.sallyport.api.packet.Composing;
import org.sallyport.api.packet.ConversationEnd;
import org.sallyport.api.packet.DeliveryFailure;
import org.sallyport.api.packet.DeliveryReceipt;
import org.sallyport.api.packet.InstantMessage;
import org.sallyport.api.packet.MessageMarks;
import org.sallyport.api.packet.Packet;
import org.sallyport.api.packet.PresenceProbe;
import org.sallyport.simulator.xmpp.SentStanza;
import org.sallyport.simulator.xmpp.StanzaError;
import org.sallyport.simulator.xmpp.UserBehaviour;
import org.sallyport.testkit.RecordingSink.Submission;
import org.sallyport.testkit.SamplePackets;

/** How senders learn what became of their texts, in both directions. */
class OutcomesTest {
    private static final String ALICE = "alice@xmpp.example";
    private static final String BOB = "bob@sfb.example";

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "USER_UNAVAILABLE, recipient-unavailable, wait", "UNKNOWN_USER, item-not-found, cancel",
        "POLICY_DENIED, forbidden, auth", "PEER_UNREACHABLE, remote-server-timeout, wait"
    })
    void aFailureIsToldToTheXmppSender(ErrorCode code, String condition, String type)
            throws Exception {
        try (Boundary boundary = new Boundary.Setup().open(folder)) {
            boundary.core.answerWith(_ -> Outcome.notTaken(code, "because"));
            SentStanza said = boundary.peer.user("alice").says(BOB, "secret words");
            StanzaError error = said.error().get(10, TimeUnit.SECONDS);
            Submission submitted = boundary.core.next();
            assertThat(error.condition()).isEqualTo(condition);
            assertThat(error.type()).isEqualTo(type);
            assertThat(error.text().orElseThrow())
                    .contains(submitted.packet().id().shortForm(), code.token())
                    .doesNotContain("secret");
            assertThat(submitted.deadline())
                    .isAfter(submitted.packet().envelope().sentAt().plusSeconds(119));
            assertThat(boundary.peer.violations()).isEmpty();
        }
    }

    @Test
    void doubtIsToldAsDoubtAndADropIsSilent() throws Exception {
        try (Boundary boundary = new Boundary.Setup().open(folder)) {
            boundary.core.answerWith(_ -> Outcome.unknown(ErrorCode.PEER_TIMEOUT, "because"));
            StanzaError error =
                    boundary.peer.user("alice").says(BOB, "hi").error().get(10, TimeUnit.SECONDS);
            assertThat(error.text().orElseThrow()).startsWith("Nobody knows");
            boundary.core.answerWith(_ -> new Outcome.Dropped(RuleId.of("test.rule")));
            SentStanza dropped = boundary.peer.user("alice").says(BOB, "hi");
            boundary.peer.ping("sfb.example").answer().get(10, TimeUnit.SECONDS);
            assertThat(dropped.error()).isNotDone();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anErrorOfThePeerComesBackWithItsCode(boolean acknowledged) throws Exception {
        Boundary.Setup setup = new Boundary.Setup();
        setup.acknowledged = acknowledged;
        try (Boundary boundary = setup.open(folder)) {
            boundary.peer
                    .user("alice")
                    .behave(
                            new UserBehaviour.HeldError(
                                    StanzaError.of("cancel", "item-not-found")));
            InstantMessage text = text("late");
            assertThat(boundary.deliver(text)).isInstanceOf(Outcome.Delivered.class);
            boundary.peer.user("alice").received().next(SOON);
            assertThat(boundary.peer.user("alice").failHeld()).isEqualTo(1);
            assertThat(boundary.core.next().packet())
                    .isInstanceOfSatisfying(
                            DeliveryFailure.class,
                            failure -> {
                                assertThat(failure.of()).isEqualTo(text.id());
                                assertThat(failure.ofWireId()).contains("sip-7");
                                assertThat(failure.code()).isEqualTo(ErrorCode.UNKNOWN_USER);
                                assertThat(failure.certain()).isTrue();
                                assertThat(failure.from()).isEqualTo(Address.parse(ALICE));
                                assertThat(failure.to()).isEqualTo(Boundary.BOB);
                            });
            assertThat(boundary.peer.violations()).isEmpty();
        }
    }

    @Test
    void anErrorInTimeFailsTheDelivery() throws Exception {
        Boundary.Setup setup = new Boundary.Setup();
        setup.confirm = XmppConfig.Confirm.PING;
        try (Boundary boundary = setup.open(folder)) {
            boundary.peer
                    .user("alice")
                    .behave(
                            new UserBehaviour.Refusing(
                                    StanzaError.of("wait", "resource-constraint")));
            assertThat(boundary.deliver(ALICE, "hi"))
                    .isEqualTo(
                            Outcome.notTaken(
                                    ErrorCode.PEER_OVERLOADED,
                                    "the peer's server refused the message"));
            boundary.peer.user("alice").behave(new UserBehaviour.Normal());
            assertThat(boundary.deliver(ALICE, "hi"))
                    .isEqualTo(new Outcome.Delivered(Outcome.Level.CONFIRMED));
            assertThat(boundary.core.size()).isZero();
            assertThat(boundary.adaptor.peers().getFirst().acknowledgement())
                    .isEqualTo("confirmed");
        }
    }

    @Test
    void errorsNobodyKnowsAreIgnored() throws Exception {
        try (Boundary boundary = new Boundary.Setup().open(folder)) {
            boundary.peer
                    .user("alice")
                    .sends(
                            "message",
                            BOB,
                            "type='error'",
                            "<error type='cancel'><gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>");
            boundary.peer.ping("sfb.example").answer().get(10, TimeUnit.SECONDS);
            assertThat(boundary.core.size()).isZero();
            assertThat(boundary.peer.user("alice").errors().all()).isEmpty();
        }
    }

    @Test
    void aLateFailureReachesTheXmppSenderAsAnErrorWithHisId() throws Exception {
        try (Boundary boundary = new Boundary.Setup().open(folder)) {
            SentStanza said = boundary.peer.user("alice").says(BOB, "hi");
            InstantMessage heard = (InstantMessage) boundary.core.next().packet();
            DeliveryFailure failure =
                    new DeliveryFailure(
                            SamplePackets.envelope(heard.to(), heard.from()),
                            heard.id(),
                            heard.marks().wireId(),
                            ErrorCode.USER_UNAVAILABLE,
                            false);
            assertThat(boundary.deliver(failure)).isInstanceOf(Outcome.Delivered.class);
            StanzaError error = said.error().get(10, TimeUnit.SECONDS);
            assertThat(error.condition()).isEqualTo("recipient-unavailable");
            assertThat(error.text().orElseThrow()).contains("Nobody knows", heard.id().shortForm());
        }
    }

    @Test
    void otherPacketsBecomeTheirStanzas() throws Exception {
        try (Boundary boundary = new Boundary.Setup().open(folder)) {
            Address alice = Address.parse(ALICE);
            deliver(
                    boundary,
                    new Composing(
                            SamplePackets.envelope(Boundary.BOB, alice), Composing.State.PAUSED));
            deliver(boundary, new ConversationEnd(SamplePackets.envelope(Boundary.BOB, alice)));
            deliver(
                    boundary,
                    new DeliveryReceipt(SamplePackets.envelope(Boundary.BOB, alice), "m1"));
            String states = "http://jabber.org/protocol/chatstates";
            assertThat(boundary.peer.user("alice").stanzas().next(SOON).child(states, "paused"))
                    .isPresent();
            assertThat(boundary.peer.user("alice").stanzas().next(SOON).child(states, "gone"))
                    .isPresent();
            assertThat(
                            boundary.peer
                                    .user("alice")
                                    .stanzas()
                                    .next(SOON)
                                    .child("urn:xmpp:receipts", "received"))
                    .isPresent();
            assertThat(
                            boundary.deliver(
                                    new PresenceProbe(SamplePackets.envelope(Boundary.BOB, alice))))
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.UNSUPPORTED));
            assertThat(boundary.peer.violations()).isEmpty();
        }
    }

    @Test
    void namesThatXmppCannotCarryAreRefusedBeforeTheStreamIs() {
        try (Boundary boundary = new Boundary.Setup().open(folder)) {
            Address odd = Address.of("a b", Boundary.THEIRS);
            Outcome outcome = boundary.deliver(SamplePackets.text(Boundary.BOB, odd, "hi"));
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.BAD_ADDRESS));
            assertThat(boundary.peer.streams()).isEmpty();
        }
    }

    @Test
    void whatIsTooLargeIsRefusedAndNothingElseSuffers() throws Exception {
        try (Boundary boundary = new Boundary.Setup().open(folder)) {
            Outcome outcome = boundary.deliver(ALICE, "x".repeat(262_144));
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.TOO_LARGE));
            assertThat(boundary.deliver(ALICE, "\u0007small\uD800"))
                    .isInstanceOf(Outcome.Delivered.class);
            assertThat(boundary.peer.user("alice").awaitText(SOON)).isEqualTo("small");
        }
    }

    @Test
    void aTextIsMeasuredInOctetsAsThePeerDoes() throws Exception {
        try (Boundary boundary = new Boundary.Setup().open(folder)) {
            assertThat(boundary.deliver(ALICE, "字".repeat(90_000)))
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.TOO_LARGE));
            assertThat(boundary.deliver(ALICE, "字".repeat(80_000)))
                    .isInstanceOf(Outcome.Delivered.class);
        }
    }

    @Test
    void aLongIdIsNoReasonToLoseAText() throws Exception {
        try (Boundary boundary = new Boundary.Setup().open(folder)) {
            String text =
                    "<message from='alice@xmpp.example' to='bob@sfb.example' id='%s'><body>hi</body></message>"
                            .formatted("x".repeat(2_000));
            boundary.peer
                    .sendRaw("sfb.example", text.getBytes(StandardCharsets.UTF_8))
                    .get(10, TimeUnit.SECONDS);
            assertThat(boundary.core.next().words()).isEqualTo("hi");
        }
    }

    @Test
    void aFaultOfOursEndsOneStanzaOnly() throws Exception {
        try (Boundary boundary = new Boundary.Setup().open(folder)) {
            boundary.core.answerWith(_ -> {
                throw new IllegalStateException("a fault");
            });
            SentStanza said = boundary.peer.user("alice").says(BOB, "hi");
            assertThat(said.error().get(10, TimeUnit.SECONDS).condition())
                    .isEqualTo("internal-server-error");
            boundary.core.answerWith(_ -> Outcome.taken());
            boundary.core.next();
            boundary.peer.user("alice").says(BOB, "again");
            assertThat(boundary.core.next().words()).isEqualTo("again");
            assertThat(boundary.peer.streams())
                    .allSatisfy(stream -> assertThat(stream.theirError()).isEmpty());
        }
    }

    @Test
    void anOldTextSaysWhenItWasWritten() throws Exception {
        try (Boundary boundary = new Boundary.Setup().open(folder)) {
            // The sample packets are from the start of the year.
            assertThat(boundary.deliver(ALICE, "old")).isInstanceOf(Outcome.Delivered.class);
            assertThat(
                            boundary.peer
                                    .user("alice")
                                    .received()
                                    .next(SOON)
                                    .stanza()
                                    .child("urn:xmpp:delay", "delay")
                                    .orElseThrow()
                                    .attribute("stamp"))
                    .contains("2026-01-01T00:00:00Z");
        }
    }

    private static void deliver(Boundary boundary, Packet packet) {
        assertThat(boundary.adaptor.deliver(packet, Instant.now().plus(Duration.ofSeconds(10))))
                .isInstanceOf(Outcome.Delivered.class);
    }

    private static InstantMessage text(String words) {
        InstantMessage plain = Boundary.text(ALICE, words);
        MessageMarks marks = new MessageMarks(Optional.of("sip-7"), Optional.empty(), false);
        return new InstantMessage(plain.envelope(), plain.body(), plain.subject(), marks);
    }
}
