package org.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jivesoftware.smack.packet.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.simulator.edge.Received;
import org.sallyport.simulator.edge.Sent;
import org.sallyport.simulator.edge.SimulatedEdge;
import org.sallyport.simulator.edge.SimulatedUser;

/**
 * Texts between users of a real Prosody and users of the simulated Edge, through the packaged
 * gateway.
 */
class ProsodyTextsIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int CONVERSATIONS = 50;
    private static final int TEXTS_EACH = 20;

    @TempDir private Path folder;

    @Test
    void aTextAndItsAnswerCross() throws Exception {
        try (World world = new World(folder)) {
            ProsodyServer prosody = world.startProsody("alice");
            SimulatedEdge edge = world.startEdge();
            GatewayProcess gateway =
                    world.startGateway(prosody.serverPort(), edge.address().getPort());
            SimulatedUser bob = edge.user("bob@sfb.example");
            try (ChatUser alice = ChatUser.login(prosody, "alice", world.authority())) {
                alice.says("bob@sip.example", "Grüße, Bob 🙂");
                assertThat(bob.awaitText(LIMIT))
                        .hasValueSatisfying(text -> {
                            assertThat(text.text()).isEqualTo("Grüße, Bob 🙂");
                            assertThat(text.from()).isEqualTo("alice@xmpp.example");
                        });
                Sent answer =
                        bob.says("alice@xmpp.example", "Hello <Alice> & all")
                                .get(30, TimeUnit.SECONDS);
                assertThat(answer.taken()).isTrue();
                Message heard = alice.hears();
                assertThat(heard.getBody()).isEqualTo("Hello <Alice> & all");
                assertThat(heard.getFrom().asBareJid().toString()).isEqualTo("bob@sip.example");
            }
            assertThat(edge.violations()).isEmpty();
            assertThat(gateway.cli("status").code()).isZero();
            GatewayProcess.Answer peers = gateway.cli("peers", "xmpp.example", "--output", "json");
            assertThat(peers.code()).isZero();
            assertThat(peers.output()).contains("external").doesNotContain("Grüße");
            assertThat(gateway.stop()).isZero();
        }
    }

    @Test
    void aThousandTextsInFiftyConversationsArriveOnceAndInOrder() throws Exception {
        try (World world = new World(folder)) {
            ProsodyServer prosody = world.startProsody("alice", "carol");
            SimulatedEdge edge = world.startEdge();
            world.startGateway(prosody.serverPort(), edge.address().getPort());
            try (ChatUser alice = ChatUser.login(prosody, "alice", world.authority());
                    ChatUser carol = ChatUser.login(prosody, "carol", world.authority())) {
                for (int conversation = 0; conversation < CONVERSATIONS; conversation++) {
                    edge.user("u" + conversation + "@sfb.example");
                }
                List<ChatUser> senders = List.of(alice, carol);
                for (int number = 0; number < TEXTS_EACH; number++) {
                    for (int conversation = 0; conversation < CONVERSATIONS; conversation++) {
                        senders.get(conversation % 2)
                                .says(
                                        "u" + conversation + "@sip.example",
                                        conversation + ":" + number);
                    }
                }
                for (int conversation = 0; conversation < CONVERSATIONS; conversation++) {
                    assertInOrder(edge.user("u" + conversation + "@sfb.example"), conversation);
                }
                assertThat(alice.errors()).isEmpty();
                assertThat(carol.errors()).isEmpty();
            }
            assertThat(edge.violations()).isEmpty();
        }
    }

    private static void assertInOrder(SimulatedUser user, int conversation)
            throws InterruptedException {
        List<String> heard = new ArrayList<>();
        for (int number = 0; number < TEXTS_EACH; number++) {
            heard.add(
                    user.awaitText(LIMIT)
                            .map(Received::text)
                            .orElseThrow(() ->
                                    new AssertionError(
                                            "conversation "
                                                    + conversation
                                                    + " ends after "
                                                    + heard)));
        }
        assertThat(heard)
                .isEqualTo(
                        IntStream.range(0, TEXTS_EACH)
                                .mapToObj(number -> conversation + ":" + number)
                                .toList());
        assertThat(user.received()).isEmpty();
    }

    @Test
    void aThousandAnswersInFiftyConversationsArriveOnceAndInOrder() throws Exception {
        try (World world = new World(folder)) {
            ProsodyServer prosody = world.startProsody("alice");
            SimulatedEdge edge = world.startEdge();
            world.startGateway(prosody.serverPort(), edge.address().getPort());
            try (ChatUser alice = ChatUser.login(prosody, "alice", world.authority())) {
                List<CompletableFuture<Sent>> sent = new ArrayList<>();
                for (int number = 0; number < TEXTS_EACH; number++) {
                    for (int conversation = 0; conversation < CONVERSATIONS; conversation++) {
                        sent.add(
                                edge.user("u" + conversation + "@sfb.example")
                                        .says("alice@xmpp.example", conversation + ":" + number));
                    }
                }
                Map<String, List<String>> heard = new HashMap<>();
                for (int number = 0; number < CONVERSATIONS * TEXTS_EACH; number++) {
                    String text = alice.hears().getBody();
                    heard.computeIfAbsent(
                                    text.substring(0, text.indexOf(':')), _ -> new ArrayList<>())
                            .add(text);
                }
                for (int conversation = 0; conversation < CONVERSATIONS; conversation++) {
                    int name = conversation;
                    assertThat(heard.get(Integer.toString(name)))
                            .isEqualTo(
                                    IntStream.range(0, TEXTS_EACH)
                                            .mapToObj(number -> name + ":" + number)
                                            .toList());
                }
                for (CompletableFuture<Sent> one : sent) {
                    assertThat(one.get(30, TimeUnit.SECONDS).taken()).isTrue();
                }
                assertThat(alice.texts()).isEmpty();
            }
            assertThat(edge.violations()).isEmpty();
        }
    }
}
