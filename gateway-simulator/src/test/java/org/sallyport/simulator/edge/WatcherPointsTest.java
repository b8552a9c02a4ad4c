package org.sallyport.simulator.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sallyport.simulator.cert.CertificateRequest;
import org.sallyport.simulator.edge.presence.BatchSubscribe;
import org.sallyport.simulator.edge.presence.Notified;
import org.sallyport.simulator.edge.presence.PresenceDocument;
import org.sallyport.simulator.edge.presence.PresenceRules;
import org.sallyport.simulator.sip.NameAddress;
import org.sallyport.simulator.sip.SipLine;
import org.sallyport.simulator.sip.SipMessage;
import org.sallyport.simulator.sip.TlsRules;

/** MS-SIP §8.1, points 14 and 15, with a raw gateway that is watched by simulated users. */
@SuppressWarnings("NullAway.Init") // set before each test
class WatcherPointsTest {
    private static final String ALICE = "alice@xmpp.example";
    private static final String PIDF =
            "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"sip:alice@xmpp.example\"><tuple"
                    + " id=\"0\"><status><basic>open</basic></status><note>In a briefing</note>"
                    + "</tuple></presence>";

    private final ManualClock clock = new ManualClock();
    private final SimulatedEdge edge =
            new SimulatedEdge(
                    World.sfbConfig()
                            .withClock(clock)
                            .withDialect(Dialect.USUAL.withConnections(1, false)));
    private final SipLine home =
            new SipLine(
                    World.identity(CertificateRequest.forDomain("sip.xmpp.example")),
                    TlsRules.USUAL);
    private SimulatedUser bob;
    private int branches;

    @BeforeEach
    void open() {
        edge.partner(Partner.enhanced("xmpp.example", home.listen()));
        bob = edge.user("bob@sfb.example");
    }

    @AfterEach
    void close() {
        home.close();
        edge.close();
    }

    private SipMessage subscribe() throws InterruptedException {
        SipMessage next = home.next(World.SOON).orElseThrow();
        assertThat(next.method()).isEqualTo("SUBSCRIBE");
        return next;
    }

    private SipMessage.Builder response(SipMessage request, int status) {
        String to = request.header("To").orElseThrow();
        boolean tagged = request.to().tag().isPresent();
        return SipMessage.response(status, "Answer")
                .withAll("Via", request.list("Via"))
                .withAll("Record-Route", request.list("Record-Route"))
                .withAll("From", List.of(request.header("From").orElseThrow()))
                .withAll("To", List.of(tagged ? to : to + ";tag=gw-w001"))
                .with("Call-ID", request.callId())
                .with("CSeq", request.header("CSeq").orElseThrow());
    }

    private void refuse(SipMessage request, int status) {
        home.send(response(request, status).empty());
    }

    private SipMessage.Builder accepted(SipMessage request) {
        return response(request, 200)
                .with("Contact", "<sip:sip.xmpp.example:5061;transport=tls>")
                .with("Expires", "7200")
                .with("Event", "presence")
                .with("subscription-state", "active;expires=7200");
    }

    private void accept(SipMessage request) {
        home.send(accepted(request).empty());
    }

    private SipMessage.Builder notify(SipMessage subscribe, String method, String state) {
        String contact =
                subscribe.header("Contact").flatMap(NameAddress::parse).orElseThrow().uri();
        int number = ++branches;
        return SipMessage.request(method, contact)
                .with("Via", "SIP/2.0/TLS sip.xmpp.example:5061;branch=z9hG4bK-gw-n" + number)
                .with("Max-Forwards", "70")
                .withAll("Route", subscribe.list("Record-Route"))
                .with("From", "<sip:alice@xmpp.example>;tag=gw-w001")
                .withAll("To", List.of(subscribe.header("From").orElseThrow()))
                .with("Call-ID", subscribe.callId())
                .with("CSeq", number + " " + method)
                .with("Contact", "<sip:sip.xmpp.example:5061;transport=tls>")
                .with("Event", "presence")
                .with("Subscription-State", state)
                .with("ms-asserted-verification-level", RawGateway.VERIFIED);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void answered(int status) throws InterruptedException {
        assertThat(home.next(World.SOON).map(SipMessage::status)).contains(status);
    }

    private static Notified told(SimulatedUser user) throws InterruptedException {
        return Optional.ofNullable(user.notified().poll(World.SOON.toSeconds(), TimeUnit.SECONDS))
                .orElseThrow(() -> new AssertionError("nothing was told"));
    }

    private List<String> rules() {
        return edge.violations().stream().map(Violation::rule).toList();
    }

    /** Waits until the Edge has read all that was sent on this connection: its timers stand. */
    private void settle() throws InterruptedException {
        int number = ++branches;
        home.send(
                SipMessage.request("OPTIONS", "sip:sfb.example")
                        .with("Via", "SIP/2.0/TLS sip.xmpp.example:5061;branch=z9hG4bK-o" + number)
                        .with("Max-Forwards", "70")
                        .with("From", "<sip:probe@xmpp.example>;tag=1")
                        .with("To", "<sip:sfb.example>")
                        .with("Call-ID", "settle" + number)
                        .with("CSeq", number + " OPTIONS")
                        .empty());
        answered(200);
    }

    private static BatchSubscribe wish(SipMessage subscribe) {
        assertThat(subscribe.contentType()).isEqualTo(BatchSubscribe.TYPE);
        return BatchSubscribe.read(subscribe.body()).orElseThrow();
    }

    @Test
    void point14SubscribesAsAClientThatHasJustAddedTheContact() throws Exception {
        CompletableFuture<Sent> watching = bob.watches(ALICE);
        SipMessage first = subscribe();
        assertThat(first.requestUri()).isEqualTo("sip:alice@xmpp.example");
        assertThat(first.list("Record-Route")).hasSize(2);
        assertThat(first.header("Expires")).isEmpty();
        assertThat(first.list("Accept")).first().asString().contains("categories");
        assertThat(first.list("Supported")).contains("ms-benotify", "ms-piggyback-first-notify");
        assertThat(first.header("Proxy-Require")).contains("ms-benotify");
        assertThat(wish(first).contactList()).isTrue();
        assertThat(wish(first).resources()).containsExactly("sip:alice@xmpp.example");
        assertThat(wish(first).categories()).contains("state", "note", "contactCard");
        home.send(
                accepted(first)
                        .with("ms-piggyback-cseq", "1")
                        .body("application/pidf+xml", utf8(PIDF)));
        assertThat(World.end(watching).status()).isEqualTo(200);
        Notified notified = told(bob);
        assertThat(notified.carrier()).isEqualTo("200");
        assertThat(notified.document().map(PresenceDocument::status)).contains("open");
        assertThat(notified.document().map(PresenceDocument::note)).contains("In a briefing");
        assertThat(rules()).isEmpty();
    }

    @Test
    void point14RefreshesInTimeAndBeginsAnewAfter481() throws Exception {
        CompletableFuture<Sent> watching = bob.watches(ALICE);
        SipMessage first = subscribe();
        accept(first);
        World.end(watching);
        settle();
        clock.advance(Duration.ofMinutes(105).minusSeconds(1));
        assertThat(home.next(World.NOT_NOW)).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        SipMessage refresh = subscribe();
        assertThat(refresh.callId()).isEqualTo(first.callId());
        assertThat(refresh.to().tag()).contains("gw-w001");
        assertThat(refresh.requestUri()).isEqualTo("sip:sip.xmpp.example:5061;transport=tls");
        assertThat(refresh.list("Accept")).isEqualTo(first.list("Accept"));
        assertThat(wish(refresh).contactList()).isFalse();
        refuse(refresh, 481);
        SipMessage anew = subscribe();
        assertThat(anew.callId()).isNotEqualTo(first.callId());
        assertThat(anew.to().tag()).isEmpty();
        assertThat(wish(anew).contactList()).isFalse();
        assertThat(rules()).isEmpty();
    }

    @Test
    void point14TakesNotificationsAndUnsubscribes() throws Exception {
        CompletableFuture<Sent> watching = bob.watches(ALICE);
        SipMessage first = subscribe();
        // The first NOTIFY may overtake the 200.
        home.send(notify(first, "NOTIFY", "pending;expires=7200").empty());
        answered(200);
        accept(first);
        World.end(watching);
        assertThat(told(bob).state()).isEqualTo("pending");
        home.send(
                notify(first, "NOTIFY", "active;expires=7100")
                        .body("application/pidf+xml", utf8(PIDF)));
        answered(200);
        assertThat(told(bob).document()).isPresent();
        CompletableFuture<Sent> leaving = bob.unwatches(ALICE);
        SipMessage last = subscribe();
        assertThat(last.header("Expires")).contains("0");
        assertThat(last.callId()).isEqualTo(first.callId());
        accept(last);
        assertThat(World.end(leaving).status()).isEqualTo(200);
        home.send(notify(first, "NOTIFY", "terminated;reason=timeout").empty());
        answered(200);
        assertThat(told(bob).reason()).isEqualTo("timeout");
        clock.advance(Duration.ofHours(3));
        assertThat(home.next(World.NOT_NOW)).isEmpty();
        assertThat(rules()).isEmpty();
    }

    @Test
    void point14WatchesForSeveralUsers() throws Exception {
        SimulatedUser carol = edge.user("carol@sfb.example");
        bob.watches(ALICE);
        SipMessage his = subscribe();
        carol.watches(ALICE);
        SipMessage hers = subscribe();
        assertThat(hers.callId()).isNotEqualTo(his.callId());
        accept(his);
        accept(hers);
        home.send(
                notify(hers, "NOTIFY", "active;expires=7100")
                        .body("application/pidf+xml", utf8(PIDF)));
        answered(200);
        assertThat(told(carol).from()).isEqualTo(ALICE);
        assertThat(bob.notified()).isEmpty();
    }

    @Test
    void point14SeesWhatIsWrong() throws Exception {
        CompletableFuture<Sent> watching = bob.watches(ALICE);
        SipMessage first = subscribe();
        home.send(accepted(first).body("application/pidf+xml", utf8(PIDF)));
        World.end(watching);
        home.send(
                notify(first, "NOTIFY", "active").body("application/pidf+xml", utf8("<presence>")));
        answered(400);
        home.send(notify(first, "BENOTIFY", "active").empty());
        home.send(notify(first, "NOTIFY", "open").empty());
        answered(400);
        assertThat(rules())
                .containsExactly(
                        "piggyback", "presence-document", "benotify-not-agreed", "notify-state");
        assertThat(bob.notified()).isEmpty();
    }

    @Test
    void point14AndPoint13MeetOverBenotify() throws Exception {
        try (World world = World.usual()) {
            world.gateway.presence(PresenceRules.USUAL);
            assertThat(World.end(world.bob().watches(ALICE)).status()).isEqualTo(404);
            SimulatedUser alice = world.alice();
            assertThat(World.end(world.bob().watches(ALICE)).status()).isEqualTo(200);
            assertThat(told(world.bob()).document().orElseThrow().availability()).hasValue(3500);
            alice.is(6500);
            Notified change = told(world.bob());
            assertThat(change.carrier()).isEqualTo("BENOTIFY");
            assertThat(change.document().orElseThrow().availability()).hasValue(6500);
            world.bob().refreshes(ALICE);
            assertThat(told(world.bob()).carrier()).isEqualTo("200");
            assertThat(World.end(world.bob().unwatches(ALICE)).status()).isEqualTo(200);
            assertThat(told(world.bob()).state()).isEqualTo("terminated");
            assertThat(alice.prompts()).containsExactly(world.bob().address());
            assertThat(world.sfb.violations()).isEmpty();
            assertThat(world.gateway.violations()).isEmpty();
        }
    }

    @Test
    void point15TriesAgainAfterTenSecondsAndThenLessOften() throws Exception {
        CompletableFuture<Sent> watching = bob.watches(ALICE);
        refuse(subscribe(), 480);
        assertThat(World.end(watching).status()).isEqualTo(480);
        settle();
        clock.advance(Duration.ofMillis(9_999));
        assertThat(home.next(World.NOT_NOW)).isEmpty();
        clock.advance(Duration.ofMillis(1));
        SipMessage second = subscribe();
        assertThat(wish(second).contactList()).isTrue();
        refuse(second, 504);
        waits(Duration.ofSeconds(20));
        SipMessage third = subscribe();
        accept(third);
        waits(Duration.ofMinutes(105));
        refuse(subscribe(), 504);
        waits(Duration.ofSeconds(10));
        assertThat(subscribe().callId()).isEqualTo(third.callId());
        assertThat(rules()).isEmpty();
    }

    private void waits(Duration span) throws InterruptedException {
        settle();
        clock.advance(span);
    }

    @Test
    void point15GivesUpWhatIsRefusedForGood() throws Exception {
        for (int status : List.of(403, 404, 489, 603)) {
            CompletableFuture<Sent> watching = bob.watches(ALICE);
            refuse(subscribe(), status);
            assertThat(World.end(watching).status()).isEqualTo(status);
            waits(Duration.ofHours(1));
            assertThat(home.next(World.NOT_NOW)).isEmpty();
        }
    }
}
