package org.sallyport.adaptor.xmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sallyport.adaptor.xmpp.Boundary.SOON;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.packet.Composing;
import org.sallyport.api.packet.ConversationEnd;
import org.sallyport.api.packet.InstantMessage;
import org.sallyport.api.packet.SubscriptionRequest;
import org.sallyport.simulator.xmpp.SentStanza;
import org.sallyport.simulator.xmpp.SimulatedUser;
import org.sallyport.simulator.xmpp.StreamFacts;

/**
 * What is done with stanzas of an authenticated peer; see stream_rules and stanza_routing of the
 * vectors.
 */
class StanzaRulesTest {
    private static final String BOB = "bob@sfb.example";

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<!-- x -->|restricted-xml",
                "<?foo bar?>|restricted-xml",
                "<!DOCTYPE x>|restricted-xml",
                "<message from='a@xmpp.example' to='b@sfb.example'><body>&foo;</body></message>|restricted-xml",
                "<message from='a@xmpp.example' to='b@sfb.example'><body></message>|not-well-formed",
                "<message from='a@xmpp.example'><body>x</body></message>|improper-addressing",
                "<message to='b@sfb.example'><body>x</body></message>|improper-addressing",
                "<message from='a@other.example' to='b@sfb.example'/>|invalid-from",
                "<message from='a@sub.xmpp.example' to='b@sfb.example'/>|invalid-from",
                "<message from='a@xmpp.example' to='b@other.example'/>|host-unknown",
                "<foo xmlns='urn:foo'/>|unsupported-stanza-type",
                "<foo/>|unsupported-stanza-type",
                "<message xmlns='jabber:client' from='a@xmpp.example' to='b@sfb.example'/>|unsupported-stanza-type",
                "<db:result type='valid' from='xmpp.example' to='sfb.example'/>|unsupported-stanza-type",
                "<x:message/>|bad-namespace-prefix",
                "text|bad-format",
            })
    void endsTheStream(String input, String condition) throws Exception {
        try (Boundary boundary = new Boundary.Setup().open(folder)) {
            boundary.peer
                    .sendRaw("sfb.example", input.getBytes(StandardCharsets.UTF_8))
                    .get(10, TimeUnit.SECONDS);
            Boundary.await(
                    "a stream error",
                    () ->
                            boundary.peer.streams().stream()
                                    .anyMatch(stream -> stream.theirError().isPresent()));
            assertThat(boundary.peer.streams().getFirst().theirError()).contains(condition);
            assertThat(boundary.core.size()).isZero();
        }
    }

    @Test
    void endsTheStreamAtTheFirstOctetTooMany() throws Exception {
        try (Boundary boundary = new Boundary.Setup().open(folder)) {
            String large =
                    "<message from='a@xmpp.example' to='b@sfb.example'><body>"
                            + "x".repeat(300_000);
            CompletableFuture<?> _ =
                    boundary.peer.sendRaw("sfb.example", large.getBytes(StandardCharsets.UTF_8));
            Boundary.await(
                    "a stream error",
                    () ->
                            boundary.peer.streams().stream()
                                    .map(StreamFacts::theirError)
                                    .anyMatch(error ->
                                            error.filter("policy-violation"::equals).isPresent()));
        }
    }

    @Test
    void refusesOneStanzaAndGoesOn() throws Exception {
        try (Boundary boundary = new Boundary.Setup().open(folder)) {
            SimulatedUser alice = boundary.peer.user("alice");
            assertThat(
                            alice.says("x y@sfb.example", "hi")
                                    .error()
                                    .get(10, TimeUnit.SECONDS)
                                    .condition())
                    .isEqualTo("jid-malformed");
            assertThat(error(alice.sends("message", BOB, "type='groupchat'", "<body>x</body>")))
                    .isEqualTo("service-unavailable");
            assertThat(
                            error(
                                    alice.sends(
                                            "message",
                                            BOB + "/x",
                                            "type='headline'",
                                            "<body>x</body>")))
                    .isEqualTo("service-unavailable");
            assertThat(
                            error(
                                    alice.sends(
                                            "message",
                                            "sfb.example",
                                            "type='chat'",
                                            "<body>x</body>")))
                    .isEqualTo("service-unavailable");
            assertThat(
                            error(
                                    alice.sends(
                                            "message",
                                            BOB,
                                            "type='chat'",
                                            "<body>[encrypted]</body><encryption xmlns='urn:xmpp:eme:0' namespace='eu.siacs.conversations.axolotl'/>")))
                    .isEqualTo("not-acceptable");
            assertThat(error(alice.sends("iq", BOB, "type='get'", "<x xmlns='urn:unknown'/>")))
                    .isEqualTo("service-unavailable");
            assertThat(error(alice.sends("iq", BOB, "type='bogus'", "<x xmlns='urn:unknown'/>")))
                    .isEqualTo("bad-request");
            assertThat(error(alice.asks(BOB, "<vCard xmlns='vcard-temp'/>")))
                    .isEqualTo("service-unavailable");
            assertThat(error(alice.asks(BOB, ""))).isEqualTo("bad-request");
            alice.says(BOB, "still here");
            assertThat(boundary.core.next().words()).isEqualTo("still here");
            assertThat(boundary.peer.violations()).isEmpty();
        }
    }

    @Test
    void answersQueries() throws Exception {
        try (Boundary boundary = new Boundary.Setup().open(folder)) {
            boundary.peer.ping("sfb.example").answer().get(10, TimeUnit.SECONDS);
            SimulatedUser alice = boundary.peer.user("alice");
            alice.asks(BOB, "<ping xmlns='urn:xmpp:ping'/>").answer().get(10, TimeUnit.SECONDS);
            String info = "<query xmlns='http://jabber.org/protocol/disco#info'/>";
            assertThat(
                            alice.asks("sfb.example", info)
                                    .answer()
                                    .get(10, TimeUnit.SECONDS)
                                    .children()
                                    .getFirst()
                                    .children())
                    .anySatisfy(item -> assertThat(item.attribute("category")).contains("gateway"));
            assertThat(
                            alice.asks(BOB, info)
                                    .answer()
                                    .get(10, TimeUnit.SECONDS)
                                    .children()
                                    .getFirst()
                                    .children())
                    .anySatisfy(item -> assertThat(item.attribute("category")).contains("account"));
            alice.asks("sfb.example", "<query xmlns='http://jabber.org/protocol/disco#items'/>")
                    .answer()
                    .get(10, TimeUnit.SECONDS);
            alice.asks("sfb.example", "<query xmlns='jabber:iq:version'/>")
                    .answer()
                    .get(10, TimeUnit.SECONDS);
            alice.asks("sfb.example", "<time xmlns='urn:xmpp:time'/>")
                    .answer()
                    .get(10, TimeUnit.SECONDS);
            assertThat(boundary.peer.violations()).isEmpty();
        }
    }

    @Test
    void readsWhatBelongsToAText() throws Exception {
        try (Boundary boundary = new Boundary.Setup().open(folder)) {
            SimulatedUser alice = boundary.peer.user("alice");
            alice.sends(
                    "message",
                    BOB,
                    "type='chat'",
                    "<subject>s</subject><body xml:lang='de'>hallo</body><body>hello</body><thread>t1</thread>"
                            + "<request xmlns='urn:xmpp:receipts'/><active xmlns='http://jabber.org/protocol/chatstates'/>"
                            + "<delay xmlns='urn:xmpp:delay' stamp='2026-01-02T03:04:05Z'/><x xmlns='urn:foreign'>y</x>"
                            + "<forwarded xmlns='urn:xmpp:forward:0'/><delay xmlns='urn:xmpp:delay' stamp='broken'/>");
            InstantMessage message = (InstantMessage) boundary.core.next().packet();
            assertThat(message.body().value()).isEqualTo("hello");
            assertThat(message.subject().orElseThrow().value()).isEqualTo("s");
            assertThat(message.marks().thread()).contains("t1");
            assertThat(message.marks().receiptWanted()).isTrue();
            assertThat(message.envelope().sentAt()).isEqualTo("2026-01-02T03:04:05Z");
            assertThat(message.envelope().payloads())
                    .singleElement()
                    .satisfies(payload -> assertThat(payload.namespace()).isEqualTo("urn:foreign"));
            // Taken by the other side: the receipt goes back.
            assertThat(
                            alice.stanzas()
                                    .next(SOON)
                                    .child("urn:xmpp:receipts", "received")
                                    .orElseThrow()
                                    .attribute("id"))
                    .isEqualTo(message.marks().wireId());
        }
    }

    @Test
    void statesAndSubscriptionsAreCarriedAndFailInSilence() throws Exception {
        try (Boundary boundary = new Boundary.Setup().open(folder)) {
            boundary.core.answerWith(_ -> Outcome.notTaken(ErrorCode.UNSUPPORTED, "not yet"));
            SimulatedUser alice = boundary.peer.user("alice");
            alice.sends(
                    "message",
                    BOB,
                    "type='chat'",
                    "<composing xmlns='http://jabber.org/protocol/chatstates'/>");
            alice.sends(
                    "message",
                    BOB,
                    "type='chat'",
                    "<gone xmlns='http://jabber.org/protocol/chatstates'/>");
            alice.sends("presence", BOB, "type='subscribe'", "");
            alice.sends("presence", BOB, "type='bogus'", "");
            assertThat(boundary.core.next().packet())
                    .isInstanceOfSatisfying(
                            Composing.class,
                            composing ->
                                    assertThat(composing.state())
                                            .isEqualTo(Composing.State.COMPOSING));
            assertThat(boundary.core.next().packet()).isInstanceOf(ConversationEnd.class);
            assertThat(boundary.core.next().packet())
                    .isInstanceOfSatisfying(
                            SubscriptionRequest.class,
                            request -> assertThat(request.from().device()).isEmpty());
            boundary.peer.ping("sfb.example").answer().get(10, TimeUnit.SECONDS);
            assertThat(alice.errors().all()).isEmpty();
            assertThat(boundary.core.size()).isZero();
        }
    }

    @Test
    void dialbackIsRefusedWithoutEndingTheStream() throws Exception {
        try (Boundary boundary = new Boundary.Setup().open(folder)) {
            boundary.peer
                    .sendRaw(
                            "sfb.example",
                            "<db:result from='xmpp.example' to='sfb.example'>key</db:result>"
                                    .getBytes(StandardCharsets.UTF_8))
                    .get(10, TimeUnit.SECONDS);
            Boundary.await(
                    "a refusal", () -> boundary.context.metrics().count("dialback-refused") == 1);
        }
    }

    private static String error(SentStanza stanza) throws Exception {
        return stanza.error().get(10, TimeUnit.SECONDS).condition();
    }
}
