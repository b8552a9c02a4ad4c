package org.sallyport.simulator.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sallyport.simulator.cert.CertificateRequest;
import org.sallyport.simulator.sip.Octets;
import org.sallyport.simulator.sip.SipLine;
import org.sallyport.simulator.sip.SipMessage;
import org.sallyport.simulator.sip.TlsRules;

/** MS-SIP §8.1, points 8 to 12, with the simulated user as the one who begins. */
class CallerPointsTest {
    private static final String ALICE = "alice@xmpp.example";

    /** Keeps what the Edge of sfb.example sends. */
    private static List<SipMessage> seen(World world) {
        List<SipMessage> seen = Collections.synchronizedList(new ArrayList<>());
        world.gateway.tap((connection, message) -> seen.add(message));
        return seen;
    }

    private static List<SipMessage> requests(List<SipMessage> seen, String method) {
        return List.copyOf(seen).stream()
                .filter(message -> message.isRequest() && message.method().equals(method))
                .toList();
    }

    @Test
    void point8CarriesTheFirstTextInTheInviteAndAgainAsMessage() throws Exception {
        try (World world = World.usual()) {
            List<SipMessage> seen = seen(world);
            world.alice();
            Sent sent = World.end(world.bob().says(ALICE, "H\u00e9llo"));
            assertThat(sent).extracting(Sent::invites, Sent::messages).containsExactly(1, 1);
            assertThat(requests(seen, "INVITE"))
                    .singleElement()
                    .satisfies(invite -> {
                        assertThat(Bodies.toast(invite)).contains("H\u00e9llo");
                        assertThat(invite.header("Ms-Text-Format").orElseThrow()).contains("msgr=");
                        assertThat(invite.header("Ms-Conversation-ID")).isPresent();
                    });
            assertThat(requests(seen, "MESSAGE")).hasSize(1);
        }
    }

    @Test
    void point8DoesNotRepeatATextThatTheOtherSideConsumed() throws Exception {
        try (World world = World.usual()) {
            List<SipMessage> seen = seen(world);
            world.gateway.user(ALICE, Behaviour.answers().consumingToast(true));
            Sent sent = World.end(world.bob().says(ALICE, "Hello"));
            assertThat(sent)
                    .extracting(Sent::status, Sent::invites, Sent::messages)
                    .containsExactly(200, 1, 0);
            assertThat(World.text(world.alice()).toast()).isTrue();
            assertThat(World.end(world.bob().says(ALICE, "again")).messages()).isEqualTo(1);
            assertThat(World.text(world.alice()).text()).isEqualTo("again");
            assertThat(requests(seen, "MESSAGE")).hasSize(1);
        }
    }

    @Test
    void point9GivesAPendingInvitationUpByCancel() throws Exception {
        try (World world = World.usual()) {
            world.gateway.user(ALICE, Behaviour.ignoresRinging());
            List<SipMessage> answers = Collections.synchronizedList(new ArrayList<>());
            world.sfb.tap((connection, message) -> answers.add(message));
            CompletableFuture<Sent> sent = world.bob().says(ALICE, "Hello");
            World.until(
                    "it rings",
                    () -> List.copyOf(answers).stream().anyMatch(answer -> answer.status() == 180));
            world.bob().hangsUp(ALICE);
            assertThat(World.end(sent).status()).isEqualTo(487);
            assertThat(world.alice().refusals().take()).isEqualTo(487);
            assertThat(world.sfb.violations()).isEmpty();
            assertThat(world.gateway.violations()).isEmpty();
        }
    }

    @Test
    void point9GivesUpAfter32SecondsWithoutAnyAnswer() throws Exception {
        ManualClock clock = new ManualClock();
        try (World world = World.with(config -> config.withClock(clock))) {
            world.gateway.user(ALICE, Behaviour.answers().with(new InviteReply.Silence()));
            List<SipMessage> seen = seen(world);
            CompletableFuture<Sent> sent = world.bob().says(ALICE, "Hello");
            World.until("the invitation arrived", () -> !seen.isEmpty());
            assertThat(sent).isNotDone();
            clock.advance(Duration.ofSeconds(32));
            assertThat(World.end(sent))
                    .extracting(Sent::status, Sent::local)
                    .containsExactly(408, true);
        }
    }

    @Test
    void point9SendsATextAgainInANewSessionAfterSilentLoss() throws Exception {
        try (World world = World.usual()) {
            List<SipMessage> seen = seen(world);
            world.alice();
            World.end(world.bob().says(ALICE, "one"));
            world.alice().losesDialogs();
            Sent two = World.end(world.bob().says(ALICE, "two"));
            assertThat(two)
                    .extracting(Sent::status, Sent::invites, Sent::messages)
                    .containsExactly(200, 1, 2);
            assertThat(World.text(world.alice()).text()).isEqualTo("one");
            assertThat(World.text(world.alice()).text()).isEqualTo("two");
            assertThat(requests(seen, "INVITE"))
                    .extracting(SipMessage::callId)
                    .doesNotHaveDuplicates()
                    .hasSize(2);
        }
    }

    @Test
    void point9SendsATextAgainAfterTimerF() throws Exception {
        ManualClock clock = new ManualClock();
        try (World world = World.with(config -> config.withClock(clock))) {
            List<SipMessage> seen = seen(world);
            world.alice().repliesToTexts(new MessageReply.Silence());
            CompletableFuture<Sent> sent = world.bob().says(ALICE, "one");
            World.until("the text arrived", () -> requests(seen, "MESSAGE").size() == 1);
            clock.advance(Duration.ofSeconds(31));
            assertThat(sent).isNotDone();
            clock.advance(Duration.ofSeconds(1));
            assertThat(World.end(sent))
                    .extracting(Sent::status, Sent::messages)
                    .containsExactly(200, 2);
        }
    }

    @Test
    void point9TellsARefusalAndDoesNotSendAgain() throws Exception {
        try (World world = World.usual()) {
            world.alice().repliesToTexts(MessageReply.refuse(500, "Stale CSeq Value"));
            assertThat(World.end(world.bob().says(ALICE, "one")))
                    .extracting(Sent::status, Sent::messages)
                    .containsExactly(500, 1);
            assertThat(World.end(world.bob().says(ALICE, "two")).status()).isEqualTo(200);
        }
    }

    @Test
    void point9EndsAnIdleSessionByBye() throws Exception {
        ManualClock clock = new ManualClock();
        try (World world = World.with(config -> config.withClock(clock))) {
            world.alice();
            World.end(world.bob().says(ALICE, "one"));
            clock.advance(Duration.ofMinutes(9));
            assertThat(world.gateway.sessions()).isEqualTo(1);
            clock.advance(Duration.ofMinutes(1));
            World.until("the session is over", () -> world.gateway.sessions() == 0);
            assertThat(world.alice().ended().take().from()).isEqualTo("bob@sfb.example");
        }
    }

    @ParameterizedTest
    @EnumSource(TextForm.class)
    void point10WritesEveryFormOfText(TextForm form) throws Exception {
        String text = "Tsch\u00fc\u00df {a\\b} <c> \uD83D\uDE00\uD83D\uDC68\u200D\uD83D\uDC69 :-)";
        try (World world = World.usual()) {
            List<SipMessage> seen = seen(world);
            world.alice();
            assertThat(World.end(world.bob().says(ALICE, text, form)).taken()).isTrue();
            Received received = World.text(world.alice());
            String type = requests(seen, "MESSAGE").getFirst().header("Content-Type").orElseThrow();
            switch (form) {
                case PLAIN -> assertThat(received.text()).isEqualTo(text);
                case PLAIN_WITH_FONT -> assertThat(type).contains(";msgr=");
                case PLAIN_WITH_LINE_END -> assertThat(received.text()).isEqualTo(text + "\r\n");
                case HTML -> assertThat(received.text()).startsWith("<DIV").contains("&lt;c&gt;");
                case RTF ->
                        assertThat(received.text())
                                .startsWith("{\\rtf1")
                                .contains("\\{a\\\\b\\}", "\\u-10179?");
                case ALTERNATIVE -> {
                    assertThat(type).startsWith("multipart/alternative; boundary=");
                    assertThat(received.text()).isEqualTo(text);
                }
            }
        }
    }

    @Test
    void point10TellsTyping() throws Exception {
        try (World world = World.usual()) {
            world.alice();
            world.bob().types(ALICE);
            World.end(world.bob().says(ALICE, "one"));
            assertThat(world.alice().typing()).isEmpty();
            world.bob().types(ALICE);
            world.bob().stopsTyping(ALICE);
            assertThat(world.alice().typing().take().active()).isTrue();
            assertThat(world.alice().typing().take().active()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.Glare.class)
    void point11SurvivesGlareWithoutLoss(Dialect.Glare glare) throws Exception {
        for (int round = 0; round < 20; round++) {
            try (World world =
                    World.with(config -> config.withDialect(Dialect.USUAL.withGlare(glare)))) {
                SimulatedUser alice =
                        world.gateway.user(ALICE, Behaviour.ringsFor(Duration.ofMillis(20)));
                SimulatedUser bob =
                        world.sfb.user(
                                "bob@sfb.example", Behaviour.ringsFor(Duration.ofMillis(20)));
                CompletableFuture<Sent> toAlice = bob.says(ALICE, "from bob");
                CompletableFuture<Sent> toBob = alice.says("bob@sfb.example", "from alice");
                assertThat(World.end(toAlice).status()).isEqualTo(200);
                assertThat(World.end(toBob).status()).isEqualTo(200);
                assertThat(World.text(alice).text()).isEqualTo("from bob");
                assertThat(World.text(bob).text()).isEqualTo("from alice");
                assertThat(alice.received()).isEmpty();
                assertThat(bob.received()).isEmpty();
                assertThat(world.sfb.violations()).isEmpty();
            }
        }
    }

    @Test
    void point11ReplacesASessionByANewInvitation() throws Exception {
        try (World world = World.usual()) {
            world.alice();
            World.end(world.bob().says(ALICE, "one"));
            Sent two = World.end(world.bob().reopens(ALICE, "two"));
            assertThat(two).extracting(Sent::status, Sent::invites).containsExactly(200, 1);
            World.until("one session is left", () -> world.gateway.sessions() == 1);
            assertThat(World.end(world.alice().says("bob@sfb.example", "three")).invites())
                    .isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(OddInvite.class)
    void point11OffersWhatATextGatewayMustRefuse(OddInvite kind) throws Exception {
        try (World world = World.usual()) {
            List<SipMessage> seen = seen(world);
            world.alice();
            // The other Edge looks only at some of these; the test is about what is sent and that
            // an end comes.
            Sent sent = World.end(world.bob().invites(ALICE, kind));
            SipMessage invite = requests(seen, "INVITE").getFirst();
            String body = Octets.text(invite.body()).orElseThrow();
            switch (kind) {
                case AUDIO -> assertThat(body).contains("m=audio");
                case FILE_TRANSFER -> assertThat(body).contains("ms-filetransfer");
                case CONFERENCE ->
                        assertThat(invite.contentType())
                                .isEqualTo("application/ms-conf-invite+xml");
                case THREE_END_POINTS -> assertThat(invite.list("EndPoints")).hasSizeGreaterThan(2);
                case TRIGGERED -> assertThat(invite.header("TriggeredInvite")).contains("TRUE");
                case REQUIRE_MULTI_PARTY -> assertThat(sent.status()).isEqualTo(420);
                case WITHOUT_OFFER -> assertThat(invite.bodyLength()).isZero();
            }
            if (kind != OddInvite.TRIGGERED && kind != OddInvite.REQUIRE_MULTI_PARTY) {
                assertThat(sent.status()).isEqualTo(488);
            }
        }
    }

    @Test
    void point12ShowsAGruuAndAnEndpointIdentifier() throws Exception {
        try (World world = World.usual()) {
            List<SipMessage> seen = seen(world);
            world.alice();
            World.end(world.bob().says(ALICE, "one"));
            SipMessage invite = requests(seen, "INVITE").getFirst();
            assertThat(invite.header("Contact").orElseThrow())
                    .contains(";opaque=user:epid:")
                    .endsWith(";gruu>");
            assertThat(invite.from().epid()).isPresent();
            assertThat(requests(seen, "MESSAGE").getFirst().from().epid())
                    .isEqualTo(invite.from().epid());
            assertThat(requests(seen, "MESSAGE").getFirst().to().epid()).isPresent();
        }
    }

    @Test
    void notesWhatAnswersFailToRepeat() throws Exception {
        try (SimulatedEdge edge = new SimulatedEdge(World.sfbConfig());
                SipLine line =
                        new SipLine(
                                World.identity(CertificateRequest.forDomain("sip.xmpp.example")),
                                TlsRules.USUAL)) {
            edge.partner(Partner.enhanced("xmpp.example", line.listen()));
            CompletableFuture<Sent> sent = edge.user("bob@sfb.example").says(ALICE, "one");
            SipMessage invite = line.next(World.SOON).orElseThrow();
            line.send(
                    SipMessage.response(200, "OK")
                            .withAll("Via", invite.list("Via"))
                            .withAll("From", List.of(invite.header("From").orElseThrow()))
                            .with("To", "<sip:alice@xmpp.example>;tag=1")
                            .with("Call-ID", invite.callId())
                            .with("CSeq", "1 INVITE")
                            .with("Contact", RawGateway.CONTACT)
                            .body("application/sdp", RawGateway.offer()));
            assertThat(line.next(World.SOON).map(SipMessage::method)).isEqualTo(Optional.of("ACK"));
            assertThat(edge.violations())
                    .extracting(Violation::rule)
                    .containsExactly("record-route-echo");
            line.send("garbage\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(World.end(sent))
                    .extracting(Sent::status, Sent::local)
                    .containsExactly(504, true);
            assertThat(edge.violations()).extracting(Violation::rule).contains("bare-lf");
        }
    }
}
