package org.sallyport.simulator.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sallyport.simulator.edge.WatchSteps.body;
import static org.sallyport.simulator.edge.WatchSteps.document;
import static org.sallyport.simulator.edge.WatchSteps.first;
import static org.sallyport.simulator.edge.WatchSteps.piggyback;
import static org.sallyport.simulator.edge.WatchSteps.wish;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sallyport.simulator.cert.CertificateRequest;
import org.sallyport.simulator.edge.presence.BatchSubscribe;
import org.sallyport.simulator.edge.presence.PresenceDocument;
import org.sallyport.simulator.edge.presence.PresenceRules;
import org.sallyport.simulator.sip.SipLine;
import org.sallyport.simulator.sip.SipMessage;
import org.sallyport.simulator.sip.TlsRules;

/** MS-SIP §8.1, point 13, with a raw gateway that watches a simulated user. */
@SuppressWarnings("NullAway.Init") // set before each test
class NotifierPointsTest {
    private static final String ALL =
            "application/pidf+xml, text/xml+msrtc.pidf, application/msrtc-event-categories+xml,"
                    + " application/rlmi+xml, multipart/related";

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
    private RawGateway gateway;

    @BeforeEach
    void open() {
        edge.partner(Partner.enhanced("xmpp.example", home.listen()));
        edge.presence(PresenceRules.USUAL);
        bob = edge.user("bob@sfb.example");
        gateway = new RawGateway(edge, "watch1");
    }

    @AfterEach
    void close() {
        gateway.close();
        home.close();
        edge.close();
    }

    private SipMessage.Builder later(int number) {
        return wish(gateway.inDialog("SUBSCRIBE", number, gateway.routes()));
    }

    private SipMessage taken(SipMessage subscribe) throws InterruptedException {
        return taken(gateway, subscribe);
    }

    private static SipMessage taken(RawGateway peer, SipMessage subscribe)
            throws InterruptedException {
        peer.line.send(subscribe);
        SipMessage answer = peer.answer(200);
        if (answer.count("Record-Route") > 0) {
            peer.meet(answer);
        }
        return answer;
    }

    private SipMessage notification(String method) throws InterruptedException {
        SipMessage next = home.next(World.SOON).orElseThrow();
        assertThat(next.method()).isEqualTo(method);
        return next;
    }

    private void answer(SipMessage notify, int status) {
        home.send(RawGateway.reply(notify, status));
    }

    private int ended() throws InterruptedException {
        return Optional.ofNullable(
                        bob.notificationEnds().poll(World.SOON.toSeconds(), TimeUnit.SECONDS))
                .orElseThrow(() -> new AssertionError("no notification ended"));
    }

    @Test
    void point13RefusesUnlessPresenceIsCarried() throws Exception {
        edge.presence(PresenceRules.NONE);
        gateway.line.send(first(gateway).with("Accept", ALL).empty());
        assertThat(gateway.answer(403).header("ms-diagnostics-public").orElseThrow())
                .startsWith("1027;");
    }

    @Test
    void point13PrefersCategoriesThenMsrtcThenPidf() throws Exception {
        Map<String, String> wanted =
                Map.of(
                        ALL,
                        "application/msrtc-event-categories+xml",
                        "application/pidf+xml, text/xml+msrtc.pidf;q=0.1",
                        "text/xml+msrtc.pidf",
                        "application/xpidf+xml, application/pidf+xml",
                        "application/pidf+xml");
        int number = 0;
        for (Map.Entry<String, String> entry : wanted.entrySet()) {
            try (RawGateway watcher = new RawGateway(edge, "prefers" + number++)) {
                SipMessage answer =
                        taken(
                                watcher,
                                piggyback(first(watcher)).with("Accept", entry.getKey()).empty());
                assertThat(answer.contentType()).isEqualTo(entry.getValue());
            }
        }
        gateway.line.send(first(gateway).with("Accept", "application/xpidf+xml").empty());
        gateway.answer(406);
    }

    @Test
    void point13PiggybacksOnlyWhereOffered() throws Exception {
        SipMessage plain = taken(first(gateway).with("Accept", ALL).empty());
        assertThat(plain.bodyLength()).isZero();
        assertThat(plain.header("ms-piggyback-cseq")).isEmpty();
        assertThat(plain.list("Record-Route")).hasSize(2);
        SipMessage notify = notification("NOTIFY");
        assertThat(notify.cseq().number()).isEqualTo(1);
        assertThat(notify.requestUri()).isEqualTo(RawGateway.CONTACT.replaceAll("[<>]", ""));
        assertThat(document(notify).availability()).hasValue(3500);
        assertThat(new String(notify.toBytes(), StandardCharsets.UTF_8))
                .contains("\r\nsubscription-state: active;expires=");
        answer(notify, 200);
        SipMessage refreshed = taken(piggyback(later(2)).with("Accept", ALL).empty());
        assertThat(refreshed.header("ms-piggyback-cseq")).contains("2");
        assertThat(refreshed.list("Supported")).contains("ms-piggyback-first-notify");
        assertThat(document(refreshed).availability()).hasValue(3500);
        assertThat(home.next(World.NOT_NOW)).isEmpty();
        assertThat(edge.violations()).isEmpty();
    }

    @Test
    void point13UsesBenotifyOnlyWithBothHeaders() throws Exception {
        SipMessage half =
                taken(
                        piggyback(first(gateway))
                                .with("Accept", ALL)
                                .with("Supported", "ms-benotify")
                                .empty());
        assertThat(half.list("Supported")).doesNotContain("ms-benotify");
        bob.is(6500);
        answer(notification("NOTIFY"), 200);
        assertThat(ended()).isEqualTo(200);
        SipMessage both =
                taken(
                        piggyback(later(2))
                                .with("Accept", ALL)
                                .with("Supported", "ms-benotify")
                                .with("Proxy-Require", "ms-benotify")
                                .empty());
        assertThat(both.list("Supported")).contains("ms-benotify");
        bob.is(15_500);
        SipMessage best = notification("BENOTIFY");
        assertThat(best.header("Require")).contains("eventlist");
        clock.advance(Duration.ofMinutes(1));
        assertThat(bob.watchers()).isEqualTo(1);
        assertThat(bob.notificationEnds()).isEmpty();
    }

    @Test
    void point13ReplacesAnOlderSubscription() throws Exception {
        taken(piggyback(first(gateway)).with("Accept", ALL).empty());
        try (RawGateway younger = new RawGateway(edge, "watch2")) {
            taken(younger, piggyback(first(younger)).with("Accept", ALL).empty());
            SipMessage last = notification("NOTIFY");
            assertThat(last.callId()).isEqualTo("watch1");
            assertThat(last.bodyLength()).isZero();
            assertThat(last.header("Subscription-State")).contains("terminated;expires=0");
            assertThat(last.header("ms-diagnostics-public").orElseThrow())
                    .startsWith("2139;")
                    .endsWith(";source=\"sip.sfb.example\"");
            answer(last, 481);
            assertThat(ended()).isEqualTo(481);
            assertThat(bob.watchers()).isEqualTo(1);
            gateway.line.send(later(2).with("Accept", ALL).empty());
            gateway.answer(481);
        }
    }

    @Test
    void point13GrantsSevenToEightHoursUnlessLessIsAsked() throws Exception {
        SipMessage open = taken(piggyback(first(gateway)).with("Accept", ALL).empty());
        int granted = Integer.parseInt(open.header("Expires").orElseThrow());
        assertThat(granted).isBetween(24_000, 29_000);
        SipMessage capped =
                taken(piggyback(later(2)).with("Accept", ALL).with("Expires", "7200").empty());
        assertThat(capped.header("Expires")).contains("7200");
        clock.advance(Duration.ofSeconds(60));
        bob.is(6500);
        SipMessage change = notification("NOTIFY");
        assertThat(change.header("Subscription-State")).contains("active;expires=7140");
        answer(change, 200);
        clock.advance(Duration.ofSeconds(7141));
        assertThat(notification("NOTIFY").header("Subscription-State"))
                .contains("terminated;expires=0");
        assertThat(bob.watchers()).isZero();
    }

    @Test
    void point13ShowsWhatExternalContactsSee() throws Exception {
        bob.is(6500).notes("Lab <1>");
        PresenceDocument seen =
                document(taken(piggyback(first(gateway)).with("Accept", ALL).empty()));
        assertThat(seen.categories())
                .containsExactly(
                        "calendarData 0",
                        "contactCard 0",
                        "contactCard 1",
                        "contactCard 3",
                        "contactCard 6",
                        "legacyInterop 1",
                        "note 0",
                        "note 1",
                        "services 0",
                        "state 1");
        assertThat(seen.note()).isEqualTo("Lab <1>");
        assertThat(seen.display()).isEqualTo("Bob Example");
        assertThat(seen.availability()).hasValue(6500);
        assertThat(seen.raw())
                .contains("<uri></uri><hash>", "commontypes\"></delimiter>", "<end ")
                .doesNotContain("<activity", "<device>", "timeZone", "lastActive", "<phone");
    }

    @Test
    void point13TellsOnlyWhatChangedAndOnlyWhatWasAsked() throws Exception {
        taken(
                piggyback(first(gateway))
                        .with("Accept", ALL)
                        .body(
                                BatchSubscribe.TYPE,
                                BatchSubscribe.write(
                                        "alice@xmpp.example", "bob@sfb.example", 1, true)));
        assertThat(bob.prompts().poll(World.SOON.toSeconds(), TimeUnit.SECONDS))
                .isEqualTo("alice@xmpp.example");
        bob.is(9500);
        PresenceDocument state = document(notification("NOTIFY"));
        assertThat(state.categories()).containsExactly("state 1");
        assertThat(state.availability()).hasValue(9500);
        bob.notes("Back at 3");
        PresenceDocument note = document(notification("NOTIFY"));
        assertThat(note.categories()).containsExactly("note 0");
        assertThat(note.note()).isEqualTo("Back at 3");
        bob.is(9500).notes("");
        assertThat(body(notification("NOTIFY"))).contains("name=\"note\"").doesNotContain("<body");
    }

    @Test
    void point13WritesTheOlderDialects() throws Exception {
        bob.is(12_500);
        String msrtc =
                body(
                        taken(
                                piggyback(first(gateway))
                                        .with("Accept", "text/xml+msrtc.pidf")
                                        .empty()));
        assertThat(msrtc)
                .contains("<presentity uri=\"bob@sfb.example\"", "aggregate=\"300\" description");
        try (RawGateway plain = new RawGateway(edge, "pidf")) {
            String pidf =
                    body(
                            taken(
                                    plain,
                                    piggyback(first(plain))
                                            .with("Accept", "application/pidf+xml")
                                            .empty()));
            assertThat(pidf)
                    .contains("<ep:activities><ep:activity>away</ep:activity></ep:activities>")
                    .contains("urn:ietf:params:xml:ns:pidf:status:rpid-status")
                    .contains("<basic>open</basic>", "<ci:display-name>Bob Example<");
            answer(notification("NOTIFY"), 200);
            bob.is(18_500);
            assertThat(body(notification("NOTIFY")))
                    .contains("<basic>closed</basic>")
                    .doesNotContain("ep:activity>");
        }
    }

    @Test
    void point13WrapsDocumentsIntoAList() throws Exception {
        edge.presence(PresenceRules.USUAL.withLists(true));
        SipMessage answer =
                taken(
                        piggyback(first(gateway))
                                .with("Accept", ALL)
                                .with("Supported", "eventlist")
                                .empty());
        assertThat(answer.header("Require")).contains("eventlist");
        assertThat(answer.header("Content-Type").orElseThrow())
                .startsWith("multipart/related;type=\"application/rlmi+xml\";start=resourceList;");
        assertThat(body(answer))
                .contains("version=\"0\"", "Content-ID: bob@sfb.example\r\n", "<categories ")
                .endsWith("--\r\n");
        bob.is(6500);
        SipMessage change = notification("NOTIFY");
        assertThat(change.header("Require")).contains("eventlist");
        assertThat(body(change)).contains("version=\"1\"", "<availability>6500<");
    }

    @Test
    void point13EndsWhenAskedAndWhenTheWatcherIsGone() throws Exception {
        taken(piggyback(first(gateway)).with("Accept", ALL).empty());
        SipMessage ended = taken(later(2).with("Expires", "0").empty());
        assertThat(ended.header("Expires")).contains("0");
        assertThat(notification("NOTIFY").header("Subscription-State"))
                .contains("terminated;expires=0");
        try (RawGateway second = new RawGateway(edge, "gone")) {
            taken(second, piggyback(first(second)).with("Accept", ALL).empty());
            bob.is(6500);
            answer(notification("NOTIFY"), 481);
            assertThat(ended()).isEqualTo(481);
            assertThat(bob.watchers()).isZero();
        }
    }

    @Test
    void point13SeesWhatIsWrong() throws Exception {
        taken(piggyback(first(gateway)).with("Accept", ALL).empty());
        taken(piggyback(later(2)).with("Accept", "application/pidf+xml").empty());
        gateway.line.send(
                wish(gateway.inDialog("SUBSCRIBE", 3, List.of())).with("Accept", ALL).empty());
        gateway.answer(504);
        gateway.line.send(later(2).with("Accept", ALL).empty());
        gateway.answer(500);
        try (RawGateway poll = new RawGateway(edge, "poll")) {
            poll.line.send(first(poll).with("Accept", ALL).with("Expires", "0").empty());
            poll.answer(403);
        }
        try (RawGateway list = new RawGateway(edge, "list")) {
            byte[] wrong = "<batchSub><resource uri=\"bob\"/></batchSub>".getBytes("US-ASCII");
            list.line.send(first(list).with("Accept", ALL).body(BatchSubscribe.TYPE, wrong));
            list.answer(400);
        }
        assertThat(edge.violations())
                .extracting(Violation::rule)
                .containsExactly(
                        "accept-changed",
                        "route-set",
                        "cseq-stale",
                        "subscribe-poll",
                        "subscribe-malformed");
    }

    @Test
    void point13AnswersForLostStateAndAsScripted() throws Exception {
        taken(piggyback(first(gateway)).with("Accept", ALL).empty());
        bob.losesWatchers();
        gateway.line.send(later(2).with("Accept", ALL).empty());
        gateway.answer(481);
        bob.repliesToSubscribes(480, 504);
        for (int status : List.of(480, 504, 200)) {
            try (RawGateway next = new RawGateway(edge, "scripted" + status)) {
                next.line.send(piggyback(first(next)).with("Accept", ALL).empty());
                next.answer(status);
            }
        }
    }

    @Test
    void point13CountsAnewWithEachNotificationIfOffered() throws Exception {
        SipMessage.Builder offer = piggyback(first(gateway)).with("Accept", ALL);
        taken(offer.with("Supported", "com.microsoft.autoextend").with("Expires", "600").empty());
        clock.advance(Duration.ofSeconds(500));
        bob.is(6500);
        SipMessage change = notification("NOTIFY");
        assertThat(change.header("Subscription-State")).contains("active;expires=600");
        clock.advance(Duration.ofSeconds(500));
        assertThat(bob.watchers()).isEqualTo(1);
    }

    @Test
    void point13MayNotifyBeforeItAnswers() throws Exception {
        edge.presence(PresenceRules.USUAL.withNotifyFirst(true));
        taken(first(gateway).with("Accept", ALL).empty());
        answer(notification("NOTIFY"), 200);
        home.send(later(2).with("Accept", ALL).empty());
        notification("NOTIFY");
        assertThat(home.next(World.SOON).map(SipMessage::status)).contains(200);
    }
}
