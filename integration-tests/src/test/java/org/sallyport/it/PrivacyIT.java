package org.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.simulator.edge.Behaviour;
import org.sallyport.simulator.edge.InviteReply;
import org.sallyport.simulator.edge.MessageReply;
import org.sallyport.simulator.edge.Sent;
import org.sallyport.simulator.edge.SimulatedEdge;
import org.sallyport.simulator.edge.TextForm;
import org.sallyport.simulator.xmpp.Security;
import org.sallyport.simulator.xmpp.SentStanza;
import org.sallyport.simulator.xmpp.SimulatedUser;
import org.sallyport.simulator.xmpp.SimulatedXmppDomain;
import org.sallyport.simulator.xmpp.StanzaError;
import org.sallyport.simulator.xmpp.UserBehaviour;

/**
 * The second law on the packaged gateway: what users write is kept nowhere and told to nobody but
 * the other user, whatever becomes of it, with everything logged that can be logged.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PrivacyIT {
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final String ALICE = "alice@xmpp.example";

    private static final Canary CANARY = new Canary();
    private static final List<String> DOCUMENTS =
            List.of("status", "peers", "peers/xmpp.example", "peers/sfb.example", "metrics");

    @TempDir private static Path folder;

    private static World world;
    private static SimulatedXmppDomain domain;
    private static SimulatedEdge edge;
    private static GatewayProcess gateway;
    private static int barriers;

    @BeforeAll
    static void start() throws Exception {
        world = new World(folder);
        domain = world.startDomain(false);
        edge = world.startEdge(4);
        gateway =
                world.startGateway(
                        domain.address(Security.STARTTLS).getPort(),
                        edge.address().getPort(),
                        "trace");
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @AfterEach
    void nothingIsKeptAnywhere() throws Exception {
        for (String document : DOCUMENTS) {
            Path copy = folder.resolve("documents").resolve(document.replace('/', '-'));
            Files.createDirectories(copy.getParent());
            Files.writeString(copy, gateway.management(document));
        }
        assertThat(CANARY.found(folder)).isEmpty();
    }

    private static StanzaError errorOf(SentStanza sent) throws Exception {
        return sent.error().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private static Sent endOf(CompletableFuture<Sent> sent) throws Exception {
        return sent.get(LIMIT.toSeconds() * 2, TimeUnit.SECONDS);
    }

    // What came before has been dealt with when a later text has crossed.
    private static void bothSidesGoOn() throws Exception {
        String text = "barrier " + ++barriers;
        // A connection that just was closed on us may take the first with it.
        Waiting.until(
                "a text from the Edge is taken",
                LIMIT,
                () ->
                        edge.user("barrier@sfb.example")
                                .says("barrier@xmpp.example", text)
                                .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                                .join()
                                .taken());
        Waiting.until(
                "a text from XMPP arrives",
                LIMIT,
                () -> {
                    domain.user("barrier").says("barrier@sip.example", text);
                    return arrives();
                });
    }

    private static boolean arrives() {
        try {
            return edge.user("barrier@sfb.example").awaitText(Duration.ofSeconds(3)).isPresent();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @Order(2)
    @EnumSource(TextForm.class)
    void aTextThatArrives(TextForm form) throws Exception {
        domain.user("alice").says("bob@sip.example", Canary.TEXT);
        assertThat(edge.user("bob@sfb.example").awaitText(LIMIT))
                .hasValueSatisfying(heard -> assertThat(heard.text()).isEqualTo(Canary.TEXT));
        assertThat(endOf(edge.user("bob@sfb.example").says(ALICE, Canary.TEXT, form)))
                .matches(Sent::taken, "taken");
        assertThat(domain.user("alice").awaitText(LIMIT)).contains("7f3a9c");
        assertThat(gateway.cli("status").output()).doesNotContain("7f3a9c");
        assertThat(gateway.cli("peers", "sfb.example", "--output", "json").output())
                .doesNotContain("7f3a9c");
    }

    @Test
    @Order(3)
    void moreIsLoggedThanUsual() {
        assertThat(gateway.log()).containsPattern("\\b(TRACE|DEBUG)\\b");
    }

    @ParameterizedTest
    @Order(4)
    @ValueSource(ints = {302, 403, 404, 415, 480, 486, 488, 500, 504, 603, 606})
    void aTextThatTheEdgeRefuses(int status) throws Exception {
        Map<String, String> headers =
                Map.of(
                        "Warning",
                                "309 lcs.microsoft.com \"" + Canary.TEXT.replace("\"", "") + "\"",
                        "ms-diagnostics-public",
                                "1;reason=\""
                                        + Canary.TEXT.replace("\"", "")
                                        + "\";source=\"sip.sfb.example\"");
        String callee = "callee" + status;
        edge.user(callee + "@sfb.example")
                .behaves(
                        Behaviour.answers()
                                .with(
                                        new InviteReply.Refuse(
                                                status, Canary.TEXT, headers, Duration.ZERO)));
        errorOf(domain.user("alice").says(callee + "@sip.example", Canary.TEXT));
        String listener = "listener" + status;
        edge.user(listener + "@sfb.example")
                .behaves(
                        Behaviour.answers()
                                .with(new MessageReply.Refuse(status, Canary.TEXT, headers)));
        errorOf(domain.user("alice").says(listener + "@sip.example", Canary.TEXT));
    }

    @Test
    @Order(5)
    void aTextForNobody() throws Exception {
        errorOf(domain.user("alice").says("nobody@sip.example", Canary.TEXT));
        Sent refused =
                endOf(edge.user("bob@sfb.example").says("eve@unlisted.example", Canary.TEXT));
        assertThat(refused.taken()).isFalse();
        endOf(edge.user("bob@sfb.example").says("ghost@xmpp.example", Canary.TEXT));
    }

    @Test
    @Order(6)
    void aTextThatTheXmppServerRefusesSoonerOrLater() throws Exception {
        StanzaError quoting = StanzaError.of("cancel", "policy-violation").text(Canary.TEXT);
        domain.user("refuser").behave(new UserBehaviour.Refusing(quoting));
        endOf(edge.user("bob@sfb.example").says("refuser@xmpp.example", Canary.TEXT));
        domain.user("late").behave(new UserBehaviour.LateError(quoting, Duration.ofMillis(500)));
        org.sallyport.simulator.edge.SimulatedUser carl = edge.user("carl@sfb.example");
        assertThat(endOf(carl.says("late@xmpp.example", Canary.TEXT)))
                .matches(Sent::taken, "taken");
        assertThat(carl.awaitText(LIMIT))
                .as("a notice")
                .hasValueSatisfying(notice -> assertThat(notice.text()).doesNotContain("7f3a9c"));
    }

    @ParameterizedTest
    @Order(7)
    @MethodSource("org.sallyport.it.Malformed#xml")
    void brokenXml(String xml) throws Exception {
        String word = Canary.TEXT.substring(0, Canary.TEXT.indexOf(' '));
        domain.sendRaw(World.MASK, xml.replace("%s", word).getBytes(StandardCharsets.UTF_8))
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        bothSidesGoOn();
    }

    @ParameterizedTest
    @Order(8)
    @MethodSource("org.sallyport.it.Malformed#sip")
    void brokenSip(String message) throws Exception {
        String word = Canary.TEXT.substring(0, Canary.TEXT.indexOf(' '));
        edge.raw(World.XMPP_DOMAIN)
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS)
                .send(
                        message.replace("%s", word)
                                .replace("\n", "\r\n")
                                .getBytes(StandardCharsets.UTF_8));
        bothSidesGoOn();
    }

    @Test
    @Order(9)
    void tooMuch() throws Exception {
        errorOf(domain.user("alice").says("bob@sip.example", Canary.TEXT.repeat(1_500)));
        domain.sendRaw(
                        World.MASK,
                        ("<message from='alice@xmpp.example/sim' to='bob@sip.example'><body>"
                                        + "Zaunkoenig-7f3a9c ".repeat(20_000)
                                        + "</body></message>")
                                .getBytes(StandardCharsets.UTF_8))
                .exceptionally(_ -> null)
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        endOf(edge.user("dora@sfb.example").says(ALICE, "opens"));
        endOf(
                edge.user("dora@sfb.example")
                        .sendsRaw(
                                ALICE,
                                "MESSAGE",
                                "text/plain",
                                Canary.TEXT.repeat(2_000).getBytes(StandardCharsets.UTF_8)));
        bothSidesGoOn();
    }

    @Test
    @Order(10)
    void otherThanTexts() throws Exception {
        SimulatedUser alice = domain.user("alice");
        String words = "Zaunkoenig-7f3a9c";
        alice.sends("presence", "bob@sip.example", "", "<status>" + words + "</status>");
        alice.asks(
                "bob@sip.example",
                "<vCard xmlns='vcard-temp'><NICKNAME>" + words + "</NICKNAME></vCard>");
        alice.sends(
                "message",
                "bob@sip.example",
                "type='chat'",
                "<x xmlns='urn:example:" + words + "'>" + words + "</x>");
        alice.sends(
                "message",
                "bob@sip.example",
                "type='groupchat'",
                "<subject>"
                        + words
                        + "</subject><thread>"
                        + words
                        + "</thread><body>"
                        + words
                        + "</body>");
        alice.sends(
                "message",
                "bob@sip.example",
                "type='chat'",
                "<encrypted xmlns='eu.siacs.conversations.axolotl'><payload>"
                        + words
                        + "</payload></encrypted><body>"
                        + words
                        + "</body>");
        org.sallyport.simulator.edge.SimulatedUser emil = edge.user("emil@sfb.example");
        assertThat(endOf(emil.says(ALICE, "opens"))).matches(Sent::taken, "taken");
        byte[] octets = Canary.TEXT.getBytes(StandardCharsets.UTF_8);
        for (String method : List.of("MESSAGE", "INFO", "NOTIFY")) {
            for (String type :
                    List.of(
                            "application/xml",
                            "text/html; charset=UTF-8",
                            "text/rtf",
                            "application/ms-imdn+xml",
                            words + "/" + words,
                            "application/im-iscomposing+xml",
                            "multipart/alternative; boundary=" + words,
                            "text/plain; charset=" + words)) {
                endOf(emil.sendsRaw(ALICE, method, type, octets));
            }
        }
        bothSidesGoOn();
    }

    @Test
    @Order(11)
    void anEdgeThatWantsLess() throws Exception {
        edge.user("olga@sfb.example")
                .behaves(
                        Behaviour.answers()
                                .with(
                                        new InviteReply.Refuse(
                                                503,
                                                Canary.TEXT,
                                                Map.of("Retry-After", "1"),
                                                Duration.ZERO)));
        errorOf(domain.user("alice").says("olga@sip.example", Canary.TEXT));
        bothSidesGoOn();
    }

    @Test
    @Order(11)
    void peersThatBreakOff() throws Exception {
        SimulatedUser alice = domain.user("alice");
        edge.user("fred@sfb.example").behaves(Behaviour.answers().with(new InviteReply.Reset()));
        errorOf(alice.says("fred@sip.example", Canary.TEXT));
        edge.user("gina@sfb.example")
                .behaves(Behaviour.answers().with(new MessageReply.ShowAndReset()));
        errorOf(alice.says("gina@sip.example", Canary.TEXT));
        domain.endpoint().refuse();
        domain.endpoint().cutAll();
        assertThat(endOf(edge.user("hans@sfb.example").says(ALICE, Canary.TEXT)).taken()).isFalse();
        domain.endpoint().accept();
        bothSidesGoOn();
    }

    @Test
    @Order(12)
    void aGatewayThatEndsInMidStream() throws Exception {
        edge.user("ivan@sfb.example").behaves(Behaviour.ignoresRinging());
        List<CompletableFuture<Sent>> atStop = writeMuch();
        gateway.stop();
        assertThat(CANARY.found(folder)).isEmpty();
        for (CompletableFuture<Sent> one : atStop) {
            endOf(one);
        }
        gateway.restart();
        assertThat(writeMuch()).isNotEmpty();
        gateway.kill();
        assertThat(CANARY.found(folder)).isEmpty();
        gateway.restart();
    }

    // How those of the Skype users end is no matter here; they are many, and end with the gateway.
    private static List<CompletableFuture<Sent>> writeMuch() throws Exception {
        List<SentStanza> sent = new ArrayList<>();
        List<CompletableFuture<Sent>> said = new ArrayList<>();
        for (int number = 0; number < 50; number++) {
            sent.add(domain.user("alice").says("ivan@sip.example", Canary.TEXT));
            said.add(edge.user("jane" + number % 5 + "@sfb.example").says(ALICE, Canary.TEXT));
        }
        for (SentStanza one : sent) {
            one.written().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
        Waiting.until("texts are in flight", LIMIT, () -> gateway.total("in-flight") > 0);
        return said;
    }

    @Test
    @Order(13)
    void aTextForAnEdgeThatIsDown() throws Exception {
        edge.close();
        assertThat(errorOf(domain.user("alice").says("bob@sip.example", Canary.TEXT)).condition())
                .isEqualTo("remote-server-timeout");
    }
}
