package org.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.StanzaError.Condition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.simulator.edge.Behaviour;
import org.sallyport.simulator.edge.InviteReply;
import org.sallyport.simulator.edge.Received;
import org.sallyport.simulator.edge.Sent;
import org.sallyport.simulator.edge.SimulatedEdge;
import org.sallyport.simulator.edge.SimulatedUser;

/**
 * Each way in which a text can fail to arrive is told to its sender, with the mapped condition and
 * the short id.
 */
class ProsodyFailuresIT {
    private static final String EXPLANATION =
            "The message was not delivered \\([a-z-]+, [a-z0-9]{8}\\)";

    @TempDir private Path folder;

    private World world;
    private ProsodyServer prosody;
    private SimulatedEdge edge;
    private GatewayProcess gateway;
    private ChatUser alice;

    @BeforeEach
    void start() throws Exception {
        world = new World(folder);
        prosody = world.startProsody("alice");
        edge = world.startEdge();
        gateway = world.startGateway(prosody.serverPort(), edge.address().getPort());
        alice = ChatUser.login(prosody, "alice", world.authority());
    }

    @AfterEach
    void stop() {
        if (alice != null) {
            alice.close();
        }
        world.close();
    }

    @Test
    void whatTheEdgeRefusesIsToldToTheXmppUser() throws Exception {
        Map<Integer, Condition> conditions =
                Map.of(
                        404, Condition.item_not_found,
                        403, Condition.forbidden,
                        480, Condition.recipient_unavailable,
                        486, Condition.recipient_unavailable,
                        603, Condition.recipient_unavailable,
                        504, Condition.remote_server_timeout,
                        500, Condition.internal_server_error);
        for (Map.Entry<Integer, Condition> expected : conditions.entrySet()) {
            String callee = "callee" + expected.getKey();
            edge.user(
                    callee + "@sfb.example",
                    Behaviour.answers().with(InviteReply.refuse(expected.getKey(), "No")));
            String id = alice.says(callee + "@sip.example", "are you there?");
            Message error = alice.hearsError();
            assertThat(error.getStanzaId()).as(callee).isEqualTo(id);
            assertThat(ChatUser.condition(error)).as(callee).isEqualTo(expected.getValue());
            assertThat(gateway.management("peers/sfb.example"))
                    .as(callee)
                    .contains("-" + shortId(error) + "\"");
        }
    }

    // The administrator finds the failure by the id that the user was told.
    private static String shortId(Message error) {
        String explanation = ChatUser.explanation(error);
        assertThat(explanation).matches(EXPLANATION);
        return explanation.substring(explanation.length() - 9, explanation.length() - 1);
    }

    @Test
    void anEdgeThatIsDownIsToldToTheXmppUser() throws Exception {
        edge.close();
        alice.says("bob@sip.example", "anybody?");
        Message error = alice.hearsError();
        assertThat(ChatUser.condition(error)).isEqualTo(Condition.remote_server_timeout);
        assertThat(ChatUser.explanation(error)).matches(EXPLANATION);
    }

    @Test
    void aUserWhoIsUnknownToProsodyIsToldToTheSkypeUserInTheConversation() throws Exception {
        SimulatedUser bob = edge.user("bob@sfb.example");
        Sent sent = bob.says("nobody@xmpp.example", "hello?").get(30, TimeUnit.SECONDS);
        if (sent.taken()) {
            assertThat(bob.awaitText(Duration.ofSeconds(20)))
                    .hasValueSatisfying(notice ->
                            assertThat(notice.text())
                                    .containsIgnoringCase("not")
                                    .doesNotContain("hello?"))
                    .map(Received::from)
                    .hasValue("nobody@xmpp.example");
        } else {
            assertThat(sent.diagnostics()).isNotEmpty();
        }
    }

    @Test
    void aProsodyThatIsDownIsToldToTheSkypeUser() throws Exception {
        prosody.stop();
        Sent sent =
                edge.user("bob@sfb.example")
                        .says("alice@xmpp.example", "hello?")
                        .get(60, TimeUnit.SECONDS);
        assertThat(sent.taken()).isFalse();
        assertThat(sent.local()).as("the gateway itself answered").isFalse();
        assertThat(sent.diagnostics()).contains("source=").doesNotContain("hello?");
    }

    @Test
    void aDomainThatIsNotWhitelistedIsRefusedOnTheSipSide() throws Exception {
        Sent sent =
                edge.user("bob@sfb.example")
                        .says("eve@unlisted.example", "psst")
                        .get(60, TimeUnit.SECONDS);
        assertThat(sent.taken()).isFalse();
        assertThat(gateway.log()).doesNotContain("psst");
    }

    @Test
    void trafficGoesOnAfterEachPeerWasAway() throws Exception {
        prosody.stop();
        assertThat(
                        edge.user("bob@sfb.example")
                                .says("alice@xmpp.example", "too early")
                                .get(60, TimeUnit.SECONDS)
                                .taken())
                .isFalse();
        prosody.restart();
        try (ChatUser again = ChatUser.login(prosody, "alice", world.authority())) {
            // A peer that was away is not tried again at once: each text until then is told to be
            // lost.
            Waiting.until(
                    "a text is taken again",
                    Duration.ofSeconds(30),
                    () ->
                            edge.user("bob@sfb.example")
                                    .says("alice@xmpp.example", "now")
                                    .orTimeout(60, TimeUnit.SECONDS)
                                    .join()
                                    .taken());
            assertThat(again.hears().getBody()).isEqualTo("now");
            assertThat(again.texts()).isEmpty();
        }
    }
}
