package org.sallyport.simulator.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sallyport.simulator.sip.Crlf;
import org.sallyport.simulator.sip.SipMessage;

/** MS-SIP §8.1, points 8 to 12, with a raw gateway as the one who begins. */
@SuppressWarnings("NullAway.Init") // set before each test
class CalleePointsTest {
    private final ManualClock clock = new ManualClock();
    private final SimulatedEdge edge = new SimulatedEdge(World.sfbConfig().withClock(clock));
    private SimulatedUser bob;
    private RawGateway gateway;

    @BeforeEach
    void open() {
        edge.partner(
                Partner.enhanced(
                        "xmpp.example",
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 9)));
        bob = edge.user("bob@sfb.example");
        gateway = new RawGateway(edge, "call1");
    }

    @AfterEach
    void close() {
        gateway.close();
        edge.close();
    }

    private List<String> rules() {
        return edge.violations().stream().map(Violation::rule).toList();
    }

    @Test
    void point5AnswersAKeepAlive() throws Exception {
        gateway.line.connection().ping();
        assertThat(gateway.line.nextKeepAlive(World.SOON)).contains(Crlf.PONG);
    }

    @Test
    void point8LeavesOrConsumesTheToast() throws Exception {
        assertThat(gateway.open("hello").lists("Supported", "ms-text-format")).isFalse();
        gateway.ack();
        assertThat(bob.awaitText(World.NOT_NOW)).isEmpty();
        bob.behaves(Behaviour.answers().consumingToast(true));
        try (RawGateway second = new RawGateway(edge, "call2")) {
            assertThat(second.open("h\u00e9llo").lists("Supported", "ms-text-format")).isTrue();
            second.ack();
            assertThat(World.text(bob))
                    .satisfies(text -> {
                        assertThat(text.toast()).isTrue();
                        assertThat(text.text()).isEqualTo("h\u00e9llo");
                        assertThat(text).hasToString("Received[5 chars, text/plain]");
                    });
        }
    }

    @Test
    void point9AnswersInMicrosoftsOrderAndLate() throws Exception {
        bob.behaves(Behaviour.ringsFor(Duration.ofSeconds(10)));
        gateway.line.send(gateway.invite("c1", "hello"));
        List<SipMessage> first = gateway.untilFinal(180);
        assertThat(first).extracting(SipMessage::status).containsExactly(101, 180);
        assertThat(first.getFirst().to().tag())
                .isPresent()
                .isNotEqualTo(first.getLast().to().tag());
        clock.advance(Duration.ofSeconds(9));
        assertThat(gateway.line.next(World.NOT_NOW)).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(gateway.answer(200).to().tag()).isEqualTo(first.getLast().to().tag());
    }

    @Test
    void point9TakesACancel() throws Exception {
        bob.behaves(Behaviour.ignoresRinging());
        SipMessage invite = gateway.invite("c1", "hello");
        gateway.line.send(invite);
        gateway.untilFinal(180);
        gateway.line.send(
                SipMessage.request("CANCEL", invite.requestUri())
                        .withAll("Via", invite.list("Via"))
                        .with("Max-Forwards", "70")
                        .with("From", RawGateway.FROM)
                        .with("To", "<sip:bob@sfb.example>")
                        .with("Call-ID", "call1")
                        .with("CSeq", "1 CANCEL")
                        .empty());
        assertThat(gateway.answer(200).cseq().method()).isEqualTo("CANCEL");
        assertThat(gateway.answer(487).cseq().method()).isEqualTo("INVITE");
    }

    @Test
    void point9AnswersForANobodyAfterAMinute() throws Exception {
        bob.behaves(Behaviour.ignoresRinging());
        gateway.line.send(gateway.invite("c1", "hello"));
        gateway.untilFinal(180);
        clock.advance(Duration.ofSeconds(60));
        gateway.answer(480);
    }

    @Test
    void point9RefusesAsItsUserWishes() throws Exception {
        Map<Behaviour, Integer> wanted =
                Map.of(
                        Behaviour.busy(),
                        486,
                        Behaviour.offline(),
                        480,
                        Behaviour.declines(),
                        603,
                        Behaviour.unknown(),
                        404);
        int number = 0;
        for (Map.Entry<Behaviour, Integer> entry : wanted.entrySet()) {
            bob.behaves(entry.getKey());
            try (RawGateway caller = new RawGateway(edge, "refused" + number++)) {
                caller.line.send(caller.invite("c" + number, "hello"));
                caller.answer(entry.getValue());
            }
        }
    }

    @Test
    void point9RefusesAConversationIdThatIsStillInUse() throws Exception {
        gateway.open("hello");
        gateway.ack();
        try (RawGateway second = new RawGateway(edge, "call2")) {
            second.line.send(second.invite("conversation-call1", "hello"));
            assertThat(second.answer(488).header("ms-client-diagnostics").orElseThrow())
                    .startsWith("52035;");
        }
        bob.closesWindows();
        try (RawGateway third = new RawGateway(edge, "call3")) {
            third.line.send(third.invite("conversation-call1", "hello"));
            third.answer(200);
        }
    }

    @Test
    void point9FiltersContent() throws Exception {
        edge.contentFilter(text -> text.contains("http://"));
        gateway.open("x");
        gateway.ack();
        gateway.line.send(gateway.message("see http://a.example"));
        assertThat(gateway.answer(606).header("Warning").orElseThrow())
                .startsWith("309 lcs.microsoft.com");
        assertThat(bob.awaitText(World.NOT_NOW)).isEmpty();
    }

    @Test
    void point9AnswersStaleNumbersAndNotesThem() throws Exception {
        gateway.open("x");
        gateway.ack();
        gateway.line.send(gateway.text(5, gateway.routes(), "a"));
        gateway.answer(200);
        gateway.line.send(gateway.text(5, gateway.routes(), "b"));
        assertThat(gateway.answer(500).reason()).isEqualTo("Stale CSeq Value");
        assertThat(rules()).containsExactly("cseq-stale");
        bob.repliesToTexts(MessageReply.refuse(500, "Stale CSeq Value"));
        gateway.line.send(gateway.text(6, gateway.routes(), "c"));
        gateway.answer(500);
        assertThat(rules()).hasSize(1);
    }

    @Test
    void point9KnowsNothingOfALostDialog() throws Exception {
        gateway.open("x");
        gateway.ack();
        bob.losesDialogs();
        gateway.line.send(gateway.message("a"));
        gateway.answer(481);
    }

    @Test
    void point9WaitsForTheAckAndRepeatsThe200() throws Exception {
        gateway.open("x");
        clock.advance(Duration.ofMillis(500));
        gateway.answer(200);
        clock.advance(Duration.ofSeconds(1));
        gateway.answer(200);
        clock.advance(Duration.ofSeconds(31));
        World.until("the missing ACK is noted", () -> rules().contains("ack-missing"));
        assertThat(edge.sessions()).isZero();
    }

    @Test
    void point9ResetsTheConnection() throws Exception {
        gateway.open("x");
        gateway.ack();
        bob.repliesToTexts(new MessageReply.ShowAndReset());
        gateway.line.send(gateway.message("a"));
        assertThat(World.text(bob).text()).isEqualTo("a");
        assertThat(gateway.line.nextClosed(World.SOON)).isPresent();
    }

    @Test
    void point10RefusesEmptyTextAndWhatItCannotShow() throws Exception {
        gateway.open("x");
        gateway.ack();
        gateway.line.send(gateway.text(2, gateway.routes(), " \r\n"));
        gateway.answer(400);
        gateway.line.send(
                gateway.inDialog("MESSAGE", 3, gateway.routes())
                        .body("text/plain", new byte[] {'a', (byte) 0xC3}));
        gateway.answer(400);
        gateway.line.send(
                gateway.inDialog("MESSAGE", 4, gateway.routes()).body("image/gif", new byte[] {1}));
        assertThat(gateway.answer(415).header("Accept").orElseThrow()).contains("text/plain");
        assertThat(rules()).containsExactly("text-empty", "text-not-utf8");
    }

    @Test
    void point10TakesTypingInBothDialects() throws Exception {
        gateway.open("x");
        gateway.ack();
        gateway.line.send(
                gateway.inDialog("INFO", 2, gateway.routes())
                        .body(
                                "application/xml",
                                utf8(
                                        "<?xml version=\"1.0\"?><KeyboardActivity><status status=\"type\"/></KeyboardActivity>")));
        gateway.answer(200);
        gateway.line.send(
                gateway.inDialog("MESSAGE", 3, gateway.routes())
                        .body(
                                "application/im-iscomposing+xml",
                                utf8("<isComposing><state>idle</state></isComposing>")));
        gateway.answer(200);
        assertThat(bob.typing().take().active()).isTrue();
        assertThat(bob.typing().take().active()).isFalse();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void point11RefusesSessionsThatAreNotText() throws Exception {
        gateway.line.send(
                gateway.inviteHead("c1")
                        .body("application/sdp", utf8("v=0\r\nm=audio 5060 RTP/AVP 0\r\n")));
        gateway.answer(488);
    }

    @Test
    void point12EchoesTheEndpointIdentifiers() throws Exception {
        SipMessage answer = gateway.open("x");
        assertThat(answer.to().epid()).isPresent();
        assertThat(answer.from().epid()).contains("00c0ffee01");
        assertThat(answer.header("Contact").orElseThrow())
                .contains(";opaque=user:epid:")
                .endsWith(";gruu>");
        gateway.ack();
        gateway.line.send(gateway.message("a"));
        gateway.answer(200);
        assertThat(rules()).isEmpty();
    }

    @Test
    void notesALostEndpointIdentifierAndAWrongTarget() throws Exception {
        SipMessage answer = gateway.open("x");
        gateway.ack();
        gateway.line.send(
                SipMessage.request("MESSAGE", "sip:bob@sfb.example")
                        .with("Via", "SIP/2.0/TLS sip.xmpp.example;branch=z9hG4bKw1")
                        .withAll("Route", gateway.routes())
                        .with("Max-Forwards", "70")
                        .with("From", "<sip:alice@xmpp.example>;tag=gw-a100")
                        .with("To", "<sip:bob@sfb.example>;tag=" + answer.to().tag().orElseThrow())
                        .with("Call-ID", "call1")
                        .with("CSeq", "2 MESSAGE")
                        .with("ms-asserted-verification-level", RawGateway.VERIFIED)
                        .body("text/plain", utf8("a")));
        gateway.answer(200);
        assertThat(rules()).containsExactlyInAnyOrder("epid-lost", "request-uri-not-contact");
    }

    @Test
    void answersAMalformedRequestAndGoesOn() throws Exception {
        gateway.line.send(
                gateway.start("OPTIONS", "sip:sfb.example", 1).with("CSeq", "2 OPTIONS").empty());
        gateway.answer(400);
        assertThat(rules()).containsExactly("duplicate-cseq");
        gateway.line.send(gateway.start("OPTIONS", "sip:sfb.example", 1).empty());
        gateway.answer(200);
    }

    @Test
    void refusesPageModeAndPresence() throws Exception {
        gateway.line.send(
                gateway.start("MESSAGE", "sip:bob@sfb.example", 1)
                        .with("ms-asserted-verification-level", RawGateway.VERIFIED)
                        .body("text/plain", utf8("a")));
        assertThat(gateway.answer(403).header("ms-diagnostics-public").orElseThrow())
                .startsWith("1027;");
    }
}
