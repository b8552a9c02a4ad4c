package org.sallyport.adaptor.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.adaptor.PeerStatus;
import org.sallyport.api.address.Address;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.filter.Verdict;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.outcome.Outcome.Certainty;
import org.sallyport.api.outcome.RuleId;
import org.sallyport.api.packet.Composing;
import org.sallyport.api.packet.ConversationEnd;
import org.sallyport.api.packet.CorrelationId;
import org.sallyport.api.packet.DeliveryFailure;
import org.sallyport.simulator.edge.Behaviour;
import org.sallyport.simulator.edge.Dialect;
import org.sallyport.simulator.edge.InviteReply;
import org.sallyport.simulator.edge.MessageReply;
import org.sallyport.simulator.edge.OddInvite;
import org.sallyport.simulator.edge.Received;
import org.sallyport.simulator.edge.Sent;
import org.sallyport.simulator.edge.TextForm;
import org.sallyport.testkit.SamplePackets;

/** The adaptor against an Edge that was written by somebody else, over mutual TLS (MS-SIP §8.1). */
@Timeout(120)
class EdgeTest {
    private static final String ALICE = "alice@xmpp.example";

    @TempDir Path folder;

    private EdgeRig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new EdgeRig(folder);
    }

    @AfterEach
    void close() {
        try (EdgeRig closed = rig) {
            assertThat(closed.edge.violations()).isEmpty();
        }
    }

    private static Sent ended(CompletableFuture<Sent> sent) throws Exception {
        return sent.get(20, TimeUnit.SECONDS);
    }

    private static Outcome.Failed failed(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return (Outcome.Failed) outcome;
    }

    // --- Alice writes

    @Test
    void carriesTextsToBobInOneSession() throws Exception {
        for (String words : List.of("Hello Bob", "Grüße \uD83D\uDE00", "two\nlines")) {
            assertThat(rig.says(words)).isEqualTo(Outcome.taken());
        }
        assertThat(List.of(rig.heard(), rig.heard(), rig.heard()))
                .containsExactly("Hello Bob", "Grüße \uD83D\uDE00", "two\r\nlines");
        assertThat(rig.edge.sessions()).isEqualTo(1);
    }

    @Test
    void losesAndDoublesNothingWhenTheToastIsConsumed() throws Exception {
        rig.bob.behaves(Behaviour.answers().consumingToast(true));
        assertThat(rig.says("one")).isEqualTo(Outcome.taken());
        assertThat(rig.says("two")).isEqualTo(Outcome.taken());
        Received one = rig.bob.awaitText(Duration.ofSeconds(10)).orElseThrow();
        assertThat(one.toast()).isTrue();
        assertThat(one.text()).isEqualTo("one");
        assertThat(rig.heard()).isEqualTo("two");
        assertThat(rig.bob.received()).isEmpty();
    }

    @Test
    void waitsForASlowAnswer() throws Exception {
        rig.bob.behaves(Behaviour.ringsFor(Duration.ofSeconds(2)));
        assertThat(rig.says("Hello Bob")).isEqualTo(Outcome.taken());
        assertThat(rig.heard()).isEqualTo("Hello Bob");
    }

    @ParameterizedTest
    @CsvSource({
        "480, USER_UNAVAILABLE",
        "486, USER_BUSY",
        "603, USER_DECLINED",
        "404, UNKNOWN_USER",
        "403, FORBIDDEN"
    })
    void tellsWhyBobCannotBeWrittenTo(int status, ErrorCode code) {
        rig.bob.behaves(Behaviour.answers().with(InviteReply.refuse(status, "No")));
        assertThat(failed(rig.says("Hello")).code()).isEqualTo(code);
        assertThat(failed(rig.says("Hello")).certainty()).isEqualTo(Certainty.NOT_TAKEN);
    }

    @Test
    void endsByTheDeadlineWhenBobIgnoresTheRinging() {
        rig.bob.behaves(Behaviour.ignoresRinging());
        long start = System.nanoTime();
        assertThat(
                        failed(
                                        rig.adaptor.deliver(
                                                SamplePackets.text("Hello"),
                                                java.time.Instant.now().plusSeconds(4)))
                                .code())
                .isEqualTo(ErrorCode.USER_UNAVAILABLE);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
    }

    @Test
    void writesOnWhenBobsClientForgotTheSession() throws Exception {
        assertThat(rig.says("one")).isEqualTo(Outcome.taken());
        rig.bob.losesDialogs();
        rig.bob.closesWindows();
        assertThat(rig.says("two")).isEqualTo(Outcome.taken());
        assertThat(List.of(rig.heard(), rig.heard())).containsExactly("one", "two");
    }

    @Test
    void survivesAStaleNumber() throws Exception {
        assertThat(rig.says("one")).isEqualTo(Outcome.taken());
        rig.bob.repliesToTexts(MessageReply.refuse(500, "Stale CSeq Value"));
        assertThat(rig.says("two")).isEqualTo(Outcome.taken());
        assertThat(List.of(rig.heard(), rig.heard())).containsExactly("one", "two");
    }

    @Test
    void tellsThatAContentFilterBlockedIt() {
        rig.edge.contentFilter(text -> text.contains("http"));
        assertThat(rig.says("fine")).isEqualTo(Outcome.taken());
        assertThat(failed(rig.says("http://example.com")).code())
                .isEqualTo(ErrorCode.CONTENT_BLOCKED);
    }

    @Test
    void triesAgainAfterAClashOfConversationIds() throws Exception {
        rig.bob.repliesToInvites(
                new InviteReply.Refuse(
                        488,
                        "Not Acceptable Here",
                        Map.of(
                                "ms-client-diagnostics",
                                "52035;reason=\"This client has an IM session with the same conversation ID\""),
                        Duration.ZERO));
        assertThat(rig.says("Hello")).isEqualTo(Outcome.taken());
        assertThat(rig.heard()).isEqualTo("Hello");
    }

    @Test
    void saysUnknownWhenTheConnectionBreaksAfterTheText() throws Exception {
        assertThat(rig.says("one")).isEqualTo(Outcome.taken());
        rig.bob.repliesToTexts(new MessageReply.ShowAndReset());
        Outcome.Failed failed = failed(rig.says("two"));
        assertThat(failed.certainty()).isEqualTo(Certainty.UNKNOWN);
        assertThat(rig.says("three")).isEqualTo(Outcome.taken());
        assertThat(List.of(rig.heard(), rig.heard(), rig.heard()))
                .containsExactly("one", "two", "three");
    }

    @Test
    void sendsALongTextInParts() throws Exception {
        String words = "word ".repeat(5_000);
        assertThat(rig.says(words)).isEqualTo(Outcome.taken());
        StringBuilder heard = new StringBuilder();
        while (heard.length() < words.length()) {
            heard.append(rig.heard());
        }
        assertThat(heard).hasToString(words);
    }

    @Test
    void showsTypingAndLeaving() throws Exception {
        assertThat(rig.says("Hello")).isEqualTo(Outcome.taken());
        rig.deliver(
                new Composing(
                        SamplePackets.envelope(EdgeRig.ALICE, EdgeRig.BOB),
                        Composing.State.COMPOSING));
        assertThat(rig.bob.typing().poll(10, TimeUnit.SECONDS).active()).isTrue();
        rig.deliver(
                new Composing(
                        SamplePackets.envelope(EdgeRig.ALICE, EdgeRig.BOB),
                        Composing.State.PAUSED));
        assertThat(rig.bob.typing().poll(10, TimeUnit.SECONDS).active()).isFalse();
        rig.deliver(new ConversationEnd(SamplePackets.envelope(EdgeRig.ALICE, EdgeRig.BOB)));
        assertThat(rig.bob.ended().poll(10, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void keepsManyConversationsInOrder() throws Exception {
        int users = 20;
        int texts = 20;
        try (ExecutorService lanes = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Outcome>>> ends = new ArrayList<>();
            for (int user = 0; user < users; user++) {
                Address to = Address.parse("user" + user + "@sfb.example");
                rig.edge.user(to.full());
                ends.add(
                        lanes.submit(() ->
                                IntStream.range(0, texts)
                                        .mapToObj(i ->
                                                rig.deliver(
                                                        SamplePackets.text(
                                                                EdgeRig.ALICE, to, "text " + i)))
                                        .toList()));
            }
            for (Future<List<Outcome>> end : ends) {
                assertThat(end.get(60, TimeUnit.SECONDS)).allMatch(Outcome.taken()::equals);
            }
        }
        for (int user = 0; user < users; user++) {
            List<String> heard =
                    rig.edge.user("user" + user + "@sfb.example").received().stream()
                            .map(Received::text)
                            .toList();
            assertThat(heard)
                    .isEqualTo(IntStream.range(0, texts).mapToObj(i -> "text " + i).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "o'malley",
                "tschüss",
                "bob@corp.test",
                "a b",
                "a;b=c,d&f",
                "x%41[y]{z}",
                "quote\"<>:\\/",
                "π"
            })
    void carriesEveryName(String local) throws Exception {
        Address alice = Address.of(local, EdgeRig.ALICE.domain());
        assertThat(rig.deliver(SamplePackets.text(alice, EdgeRig.BOB, "Hello")))
                .isEqualTo(Outcome.taken());
        Received received = rig.bob.awaitText(Duration.ofSeconds(10)).orElseThrow();
        assertThat(ended(rig.bob.says(received.from(), "Hello you")).status()).isEqualTo(200);
        assertThat(rig.sink.next().packet().to()).isEqualTo(alice);
    }

    // --- Bob writes

    @ParameterizedTest
    @EnumSource(
            names = {
                "PLAIN",
                "PLAIN_WITH_FONT",
                "PLAIN_WITH_LINE_END",
                "ALTERNATIVE",
                "HTML",
                "RTF"
            })
    void carriesEveryFormOfTextToAlice(TextForm form) throws Exception {
        Sent sent = ended(rig.bob.says(ALICE, "Hello Alice", form));
        assertThat(sent.status()).isEqualTo(200);
        assertThat(rig.sink.next().words()).isEqualTo("Hello Alice");
    }

    @Test
    void answersInTheSessionThatBobOpened() throws Exception {
        assertThat(ended(rig.bob.says(ALICE, "Hello Alice")).status()).isEqualTo(200);
        assertThat(rig.says("Hello Bob")).isEqualTo(Outcome.taken());
        assertThat(rig.heard()).isEqualTo("Hello Bob");
        assertThat(rig.edge.sessions()).isEqualTo(1);
        assertThat(ended(rig.bob.says(ALICE, "Bye")).invites()).isZero();
    }

    @Test
    void tellsBobWhatTheHouseSays() throws Exception {
        assertThat(ended(rig.bob.says(ALICE, "one")).status()).isEqualTo(200);
        rig.sink.answerWith(packet -> Outcome.notTaken(ErrorCode.USER_UNAVAILABLE, "offline"));
        Sent refused = ended(rig.bob.says(ALICE, "two"));
        assertThat(refused.status()).isEqualTo(500);
        assertThat(refused.messages()).isEqualTo(1);
        assertThat(refused.diagnostics()).contains("user-unavailable");
        rig.sink.answerWith(packet -> new Outcome.Dropped(RuleId.of("a.rule")));
        assertThat(ended(rig.bob.says(ALICE, "three")).status()).isEqualTo(200);
    }

    @Test
    void refusesTheSessionOfWhoMayNotWrite() throws Exception {
        rig.sink.admitWith(
                new Verdict.Reject(ErrorCode.POLICY_DENIED, RuleId.of("whitelist.user")));
        Sent refused = ended(rig.bob.says(ALICE, "Hello"));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.diagnostics()).contains("policy-denied");
        assertThat(rig.sink.size()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void refusesEverythingButATextOfTwo(OddInvite kind) throws Exception {
        assertThat(Integer.toString(ended(rig.bob.invites(ALICE, kind)).status()))
                .isIn((Object[]) kind.expected().split(" or "));
    }

    @Test
    void takesANewSessionForAnOldOne() throws Exception {
        assertThat(ended(rig.bob.says(ALICE, "one")).status()).isEqualTo(200);
        rig.bob.closesWindows();
        assertThat(ended(rig.bob.reopens(ALICE, "two")).status()).isEqualTo(200);
        assertThat(rig.says("Hello Bob")).isEqualTo(Outcome.taken());
        assertThat(rig.heard()).isEqualTo("Hello Bob");
    }

    @Test
    void tellsOfTypingAndLeaving() throws Exception {
        ended(rig.bob.says(ALICE, "Hello"));
        rig.sink.next();
        rig.bob.types(ALICE);
        assertThat(rig.sink.next().packet())
                .isInstanceOfSatisfying(
                        Composing.class,
                        c -> assertThat(c.state()).isEqualTo(Composing.State.COMPOSING));
        rig.bob.stopsTyping(ALICE);
        assertThat(rig.sink.next().packet())
                .isInstanceOfSatisfying(
                        Composing.class,
                        c -> assertThat(c.state()).isEqualTo(Composing.State.PAUSED));
        rig.bob.leaves(ALICE);
        assertThat(rig.sink.next().packet()).isInstanceOf(ConversationEnd.class);
    }

    @Test
    void refusesBodiesThatAreNoText() throws Exception {
        ended(rig.bob.says(ALICE, "Hello"));
        byte[] ink = "canary".getBytes(StandardCharsets.UTF_8);
        assertThat(ended(rig.bob.sendsRaw(ALICE, "MESSAGE", "application/x-ms-ink", ink)).status())
                .isEqualTo(415);
        assertThat(ended(rig.bob.sendsRaw(ALICE, "MESSAGE", "multipart/alternative", ink)).status())
                .isEqualTo(400);
        assertThat(ended(rig.bob.sendsRaw(ALICE, "INFO", "application/xml", ink)).status())
                .isEqualTo(400);
    }

    @Test
    void tellsBobThatAnEarlierTextDidNotArrive() throws Exception {
        ended(rig.bob.says(ALICE, "Hello"));
        CorrelationId of = rig.sink.next().packet().id();
        Outcome told =
                rig.deliver(
                        new DeliveryFailure(
                                SamplePackets.envelope(EdgeRig.ALICE, EdgeRig.BOB),
                                of,
                                java.util.Optional.empty(),
                                ErrorCode.USER_UNAVAILABLE,
                                true));
        assertThat(told).isEqualTo(Outcome.taken());
        assertThat(rig.heard()).contains("could not be delivered", of.shortForm());
    }

    @Test
    void answersTheProbeOfAnAdministrator() throws Exception {
        assertThat(ended(rig.edge.probe("xmpp.example")).status()).isEqualTo(200);
    }

    @Test
    void goesOnWhenConnectionsBreak() throws Exception {
        ended(rig.bob.says(ALICE, "one"));
        assertThat(rig.says("two")).isEqualTo(Outcome.taken());
        rig.edge.dropConnections();
        long limit = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!rig.edge.connections().isEmpty() && System.nanoTime() < limit) {
            Thread.onSpinWait();
        }
        assertThat(ended(rig.bob.says(ALICE, "three")).status()).isEqualTo(200);
        assertThat(rig.says("four")).isEqualTo(Outcome.taken());
    }

    // --- life

    @Test
    void showsItsPeersAndDrains() throws Exception {
        assertThat(rig.says("one")).isEqualTo(Outcome.taken());
        assertThat(rig.adaptor.peers().getFirst().state()).isEqualTo(PeerStatus.State.CONNECTED);
        rig.adaptor.drain(Duration.ofSeconds(1));
        Sent refused = ended(rig.edge.user("carol@sfb.example").says(ALICE, "Hello"));
        assertThat(refused.status()).isEqualTo(480);
        assertThat(rig.says("two")).isEqualTo(Outcome.taken());
        rig.adaptor.close();
        assertThat(rig.bob.ended().poll(10, TimeUnit.SECONDS)).isNotNull();
    }

    @ParameterizedTest
    @EnumSource
    void losesNothingWhenBothInviteAtOnce(Dialect.Glare glare) throws Exception {
        rig.close();
        rig = new EdgeRig(folder, config -> config.withDialect(Dialect.USUAL.withGlare(glare)));
        rig.bob.behaves(Behaviour.ringsFor(Duration.ofMillis(300)));
        CompletableFuture<Sent> theirs = rig.bob.says(ALICE, "from Bob");
        Outcome ours = rig.says("from Alice");
        assertThat(ours).isEqualTo(Outcome.taken());
        assertThat(ended(theirs).status()).isEqualTo(200);
        assertThat(rig.heard()).isEqualTo("from Alice");
        assertThat(rig.sink.next().words()).isEqualTo("from Bob");
        assertThat(rig.says("next")).isEqualTo(Outcome.taken());
        assertThat(ended(rig.bob.says(ALICE, "next")).status()).isEqualTo(200);
        assertThat(rig.heard()).isEqualTo("next");
        assertThat(rig.bob.received()).isEmpty();
    }

    @Test
    void followsADialogOverSeveralConnections() throws Exception {
        rig.close();
        rig =
                new EdgeRig(
                        folder,
                        config -> config.withDialect(Dialect.USUAL.withConnections(4, true)));
        for (int i = 0; i < 12; i++) {
            assertThat(ended(rig.bob.says(ALICE, "text " + i)).status()).isEqualTo(200);
            assertThat(rig.sink.next().words()).isEqualTo("text " + i);
        }
        assertThat(rig.edge.connections().size()).isGreaterThan(1);
    }
}
