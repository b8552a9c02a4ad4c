package org.sallyport.simulator.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.simulator.cert.CertificateRequest;
import org.sallyport.simulator.sip.NameAddress;
import org.sallyport.simulator.sip.Octets;
import org.sallyport.simulator.sip.SipLine;
import org.sallyport.simulator.sip.SipMessage;
import org.sallyport.simulator.sip.TlsRules;

/** MS-SIP §8.1, point 16: the gateway of Teams behind the Edge. */
class TeamsPointsTest {
    private static final String ALICE = "alice@xmpp.example";
    private static final String CAROL = "carol@teams.example";
    private static final String TELEMETRY = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final String CONTACT =
            "<sip:sip2\\.lgw\\.[a-z.]+:50105;ms-fe=c-lgw-ex-02\\.lgw\\.[a-z.]+;transport=Tls"
                    + ";ms-opaque=[0-9a-f]{16}>;isGateway;text;audio;video;image;application";

    /** Teams at {@code teams.example}, federated with the Edge that stands for the gateway. */
    private static final class Cloud implements AutoCloseable {
        final SimulatedEdge teams =
                new SimulatedEdge(
                        EdgeConfig.teams(
                                        World.identity(
                                                CertificateRequest.forDomain(
                                                        "sipfed.cloud.example")),
                                        "sipfed.cloud.example",
                                        "teams.example")
                                .withFederation(
                                        Federation.USUAL.withSrv(
                                                "xmpp.example", "sip.xmpp.example")));
        final SimulatedEdge gateway = new SimulatedEdge(World.gatewayConfig());
        final List<SipMessage> seen = Collections.synchronizedList(new ArrayList<>());
        final SimulatedUser carol = teams.user(CAROL);
        final SimulatedUser alice = gateway.user(ALICE);

        Cloud() {
            teams.partner(Partner.enhanced("xmpp.example", gateway.address()));
            gateway.partner(
                    Partner.direct("teams.example", "sipfed.cloud.example", teams.address()));
            gateway.tap((connection, message) -> seen.add(message));
        }

        List<SipMessage> requests(String method) {
            return List.copyOf(seen).stream()
                    .filter(message -> message.isRequest() && message.method().equals(method))
                    .toList();
        }

        void nothingWrong() {
            assertThat(teams.violations()).isEmpty();
            assertThat(gateway.violations()).isEmpty();
        }

        @Override
        public void close() {
            teams.close();
            gateway.close();
        }
    }

    /** Teams at the address that {@link RawGateway} calls. */
    private static SimulatedEdge edge(Dialect dialect, SimulatorClock clock) {
        SimulatedEdge edge =
                new SimulatedEdge(World.sfbConfig().withDialect(dialect).withClock(clock));
        InetSocketAddress nowhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
        edge.partner(Partner.enhanced("xmpp.example", nowhere));
        edge.user("bob@sfb.example");
        return edge;
    }

    private static SimulatedEdge edge() {
        return edge(Dialect.TEAMS, new ManualClock());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void fromTheCloud(SipMessage response) {
        assertThat(response.header("Server")).contains("RTC/7.0");
        assertThat(response.header("ms-telemetry-id").orElseThrow()).matches(TELEMETRY);
    }

    private static List<String> rules(SimulatedEdge edge) {
        return edge.violations().stream().map(Violation::rule).toList();
    }

    @Test
    void point16InvitesAsTheTeamsGateway() throws Exception {
        try (SimulatedEdge edge = new SimulatedEdge(World.sfbConfig().withDialect(Dialect.TEAMS));
                SipLine line =
                        new SipLine(
                                World.identity(CertificateRequest.forDomain("sip.xmpp.example")),
                                TlsRules.USUAL)) {
            edge.partner(Partner.enhanced("xmpp.example", line.listen()));
            edge.user("carol@sfb.example").says(ALICE, "one");
            SipMessage invite = line.next(World.SOON).orElseThrow();
            assertThat(invite.header("From").orElseThrow())
                    .matches(
                            "\"Carol Example\"<sip:carol@sfb\\.example>"
                                    + ";epid=[0-9A-F]{10};tag=[0-9a-f]+");
            assertThat(invite.header("Contact").orElseThrow())
                    .matches(CONTACT)
                    .doesNotContain("gruu");
            assertThat(invite.header("User-Agent").orElseThrow()).startsWith("RTCC/7.0.0.0 ");
            assertThat(invite.list("Record-Route")).hasSize(1);
            assertThat(invite.list("Via")).hasSize(5);
            assertThat(Octets.text(invite.body()).orElseThrow())
                    .contains("\r\nm=message 5060 sip sip:carol@sfb.example\r\n")
                    .endsWith("\r\na=accept-types:text/plain\r\n");
        }
    }

    @Test
    void point16TellsNothingOfAUserButTheDisplayName() throws Exception {
        try (Cloud cloud = new Cloud()) {
            World.end(cloud.carol.says(ALICE, "one"));
            SipMessage invite = cloud.requests("INVITE").getFirst();
            assertThat(invite.header("From").orElseThrow()).startsWith("\"Carol Example\"<");
            assertThat(
                            List.of(
                                    "P-Asserted-Identity",
                                    "EndPoints",
                                    "Roster-Manager",
                                    "Ms-Text-Format",
                                    "Supported"))
                    .allSatisfy(name -> assertThat(invite.header(name)).isEmpty());
        }
    }

    @Test
    void point16TalksBothWaysInOneSession() throws Exception {
        try (Cloud cloud = new Cloud()) {
            for (int number = 0; number < 20; number++) {
                assertThat(World.end(cloud.carol.says(ALICE, "to alice")).status()).isEqualTo(200);
                assertThat(World.text(cloud.alice).text()).isEqualTo("to alice");
                Sent back = World.end(cloud.alice.says(CAROL, "to carol"));
                assertThat(back).extracting(Sent::status, Sent::invites).containsExactly(200, 0);
                assertThat(World.text(cloud.carol).from()).isEqualTo(ALICE);
            }
            assertThat(cloud.requests("INVITE")).hasSize(1);
            assertThat(cloud.requests("MESSAGE")).hasSize(20);
            assertThat(cloud.teams.sessions()).isEqualTo(1);
            cloud.nothingWrong();
        }
    }

    @Test
    void point16IsInvitedToo() throws Exception {
        try (Cloud cloud = new Cloud()) {
            assertThat(World.end(cloud.alice.says(CAROL, "Hello")).status()).isEqualTo(200);
            assertThat(World.text(cloud.carol).text()).isEqualTo("Hello");
            assertThat(World.end(cloud.carol.says(ALICE, "Hi")).invites()).isZero();
            assertThat(World.text(cloud.alice).text()).isEqualTo("Hi");
            cloud.nothingWrong();
        }
    }

    @ParameterizedTest
    @EnumSource(TextForm.class)
    void point16WritesPlainTextOnly(TextForm form) throws Exception {
        try (Cloud cloud = new Cloud()) {
            assertThat(World.end(cloud.carol.says(ALICE, "a<b>", form)).taken()).isTrue();
            assertThat(World.text(cloud.alice).text().strip()).isEqualTo("a<b>");
            assertThat(cloud.requests("MESSAGE"))
                    .singleElement()
                    .satisfies(message ->
                            assertThat(message.header("Content-Type"))
                                    .contains("text/plain; charset=UTF-8"));
        }
    }

    @Test
    void point16TellsNoTyping() throws Exception {
        try (Cloud cloud = new Cloud()) {
            World.end(cloud.carol.says(ALICE, "one"));
            cloud.carol.types(ALICE);
            cloud.carol.stopsTyping(ALICE);
            World.end(cloud.carol.says(ALICE, "two"));
            assertThat(cloud.requests("INFO")).isEmpty();
            assertThat(cloud.requests("MESSAGE")).hasSize(2);
        }
    }

    @Test
    void point16MarksEachMessageForItsTelemetry() throws Exception {
        try (Cloud cloud = new Cloud()) {
            World.end(cloud.carol.says(ALICE, "one"));
            World.end(cloud.alice.says(CAROL, "two"));
            cloud.carol.leaves(ALICE);
            World.until("the session is over", () -> cloud.gateway.sessions() == 0);
            Set<String> different = new HashSet<>();
            List<SipMessage> all = List.copyOf(cloud.seen);
            assertThat(all)
                    .extracting(SipMessage::method)
                    .contains("INVITE", "ACK", "MESSAGE", "BYE");
            assertThat(all)
                    .allSatisfy(message -> {
                        String mark = message.header("ms-telemetry-id").orElseThrow();
                        assertThat(mark).matches(TELEMETRY);
                        assertThat(different.add(mark)).isTrue();
                    });
        }
    }

    @Test
    void point16AnswersAsTheTeamsGateway() throws Exception {
        try (SimulatedEdge edge = edge();
                RawGateway gateway = new RawGateway(edge, "call1")) {
            gateway.line.send(gateway.invite("c1", "hello"));
            List<SipMessage> answers = gateway.untilFinal(200);
            assertThat(answers).extracting(SipMessage::status).containsExactly(101, 180, 200);
            answers.forEach(TeamsPointsTest::fromTheCloud);
            SipMessage ok = answers.getLast();
            assertThat(ok.header("To").orElseThrow())
                    .matches("<sip:bob@sfb\\.example>;epid=[0-9A-F]{10};tag=[0-9A-F]+");
            assertThat(ok.header("From")).contains(RawGateway.FROM);
            assertThat(ok.header("Contact").orElseThrow()).matches(CONTACT);
            assertThat(Bodies.acceptTypes(ok)).containsExactly("text/plain");
            gateway.meet(ok);
            gateway.ack();
            gateway.line.send(gateway.message("a"));
            fromTheCloud(gateway.answer(200));
            assertThat(rules(edge)).isEmpty();
        }
    }

    @Test
    void point16NamesItsServerInRefusals() throws Exception {
        try (SimulatedEdge edge = edge();
                RawGateway gateway = new RawGateway(edge, "call1")) {
            gateway.line.send(gateway.start("OPTIONS", "sip:sfb.example", 1).empty());
            fromTheCloud(gateway.answer(200));
            gateway.line.send(gateway.inDialog("BYE", 2, List.of()).empty());
            fromTheCloud(gateway.answer(481));
            gateway.line.send(
                    gateway.start("INVITE", "sip:bob@sfb.example", 3)
                            .with("Contact", RawGateway.CONTACT)
                            .body("application/sdp", RawGateway.offer()));
            SipMessage refusal = gateway.answer(504);
            fromTheCloud(refusal);
            assertThat(refusal.header("ms-diagnostics-public")).isEmpty();
        }
    }

    @Test
    void point16HasOneContactForAllUsersAndWantsItBackUnchanged() throws Exception {
        try (SimulatedEdge edge = edge();
                RawGateway gateway = new RawGateway(edge, "call1")) {
            SipMessage answer = gateway.open("x");
            gateway.ack();
            assertThat(edge.user("dave@sfb.example").contact())
                    .isEqualTo(answer.header("Contact").orElseThrow());
            String uri =
                    NameAddress.parse(answer.header("Contact").orElseThrow()).orElseThrow().uri();
            gateway.line.send(
                    gateway.start("MESSAGE", uri.replace("transport=Tls", "transport=tls"), 2)
                            .withAll("Route", gateway.routes())
                            .with("ms-asserted-verification-level", RawGateway.VERIFIED)
                            .body("text/plain", utf8("a")));
            gateway.answer(200);
            assertThat(rules(edge)).containsExactly("request-uri-not-contact");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "text/rtf",
                "multipart/alternative; boundary=x",
                "application/im-iscomposing+xml"
            })
    void point16RefusesTextsThatAreNotPlain(String type) throws Exception {
        try (SimulatedEdge edge = edge();
                RawGateway gateway = new RawGateway(edge, "call1")) {
            gateway.open("x");
            gateway.ack();
            gateway.line.send(
                    gateway.inDialog("MESSAGE", 2, gateway.routes()).body(type, utf8("<b>a</b>")));
            assertThat(gateway.answer(415).header("Accept")).contains("text/plain");
            assertThat(edge.user("bob@sfb.example").received()).isEmpty();
            assertThat(edge.user("bob@sfb.example").typing()).isEmpty();
            gateway.line.send(gateway.text(3, gateway.routes(), "plain"));
            gateway.answer(200);
            assertThat(World.text(edge.user("bob@sfb.example")).text()).isEqualTo("plain");
        }
    }

    @Test
    void point16RefusesASessionWithoutPlainText() throws Exception {
        String offer =
                new String(RawGateway.offer(), StandardCharsets.US_ASCII)
                        .replace("text/plain", "text/html");
        try (SimulatedEdge edge = edge();
                RawGateway gateway = new RawGateway(edge, "call1")) {
            gateway.line.send(gateway.inviteHead("c1").body("application/sdp", utf8(offer)));
            fromTheCloud(gateway.answer(488));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 405, 501})
    void point16AnswersTypingAsTold(int status) throws Exception {
        Dialect dialect = Dialect.TEAMS.withTypingStatus(status);
        try (SimulatedEdge edge = edge(dialect, new ManualClock());
                RawGateway gateway = new RawGateway(edge, "call1")) {
            SipMessage ok = gateway.open("x");
            assertThat(ok.lists("Allow", "INFO")).isEqualTo(status == 200);
            gateway.ack();
            String xml = "<KeyboardActivity><status status=\"type\"/></KeyboardActivity>";
            gateway.line.send(
                    gateway.inDialog("INFO", 2, gateway.routes())
                            .body("application/xml", utf8(xml)));
            fromTheCloud(gateway.answer(status));
            assertThat(edge.user("bob@sfb.example").typing()).hasSize(status == 200 ? 1 : 0);
            gateway.line.send(gateway.text(3, gateway.routes(), "still there"));
            gateway.answer(200);
        }
    }

    @Test
    void point16KeepsASessionForHours() throws Exception {
        ManualClock clock = new ManualClock();
        try (SimulatedEdge edge = edge(Dialect.TEAMS, clock);
                RawGateway gateway = new RawGateway(edge, "call1")) {
            gateway.open("x");
            gateway.ack();
            gateway.line.send(gateway.message("morning"));
            gateway.answer(200);
            clock.advance(Duration.ofHours(8));
            gateway.line.send(gateway.message("evening"));
            gateway.answer(200);
            assertThat(edge.sessions()).isEqualTo(1);
            assertThat(rules(edge)).isEmpty();
        }
    }

    @Test
    void point16EndsASessionAfterTenMinutesWhenTold() throws Exception {
        ManualClock clock = new ManualClock();
        Dialect dialect = Dialect.TEAMS.withIdle(Duration.ofMinutes(10));
        try (SimulatedEdge edge = edge(dialect, clock);
                RawGateway gateway = new RawGateway(edge, "call1")) {
            gateway.open("x");
            gateway.ack();
            gateway.line.send(gateway.message("a"));
            gateway.answer(200);
            clock.advance(Duration.ofMinutes(10));
            World.until("the session is over", () -> edge.sessions() == 0);
        }
    }

    @Test
    void point16LeavesOneSessionAfterGlare() throws Exception {
        try (Cloud cloud = new Cloud()) {
            cloud.alice.behaves(Behaviour.ignoresRinging());
            CompletableFuture<Sent> toAlice = cloud.carol.says(ALICE, "from carol");
            World.until("it rings", () -> !cloud.requests("INVITE").isEmpty());
            CompletableFuture<Sent> toCarol = cloud.alice.says(CAROL, "from alice");
            assertThat(World.end(toCarol).status()).isEqualTo(200);
            assertThat(World.end(toAlice).status()).isEqualTo(200);
            assertThat(cloud.alice.refusals().poll(World.SOON.toSeconds(), TimeUnit.SECONDS))
                    .isEqualTo(487);
            assertThat(cloud.requests("CANCEL")).hasSize(1);
            assertThat(cloud.teams.sessions()).isEqualTo(1);
            assertThat(World.text(cloud.alice).text()).isEqualTo("from carol");
            assertThat(World.text(cloud.carol).text()).isEqualTo("from alice");
            cloud.nothingWrong();
        }
    }
}
