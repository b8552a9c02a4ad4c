package org.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jivesoftware.smack.packet.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.simulator.edge.Received;
import org.sallyport.simulator.edge.Sent;
import org.sallyport.simulator.edge.SimulatedEdge;
import org.sallyport.simulator.edge.SimulatedUser;

/**
 * The gateway ends in mid-stream, by request and by force: each text arrives, or its sender is
 * told. Prosody has acknowledgements (XEP-0198), SIP has final answers, so nothing may be lost in
 * silence even by force.
 */
class ProsodyStopIT {
    private static final int TEXTS = 300;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir private Path folder;

    @FunctionalInterface
    private interface End {
        void of(GatewayProcess gateway) throws InterruptedException;
    }

    @Test
    void aStopLosesNoTextOfXmppUsers() throws Exception {
        fromXmpp(GatewayProcess::stop);
    }

    @Test
    void aKillLosesNoTextOfXmppUsersInSilence() throws Exception {
        fromXmpp(GatewayProcess::kill);
    }

    @Test
    void aStopLosesNoTextOfSkypeUsers() throws Exception {
        fromSip(GatewayProcess::stop);
    }

    @Test
    void aKillLosesNoTextOfSkypeUsersInSilence() throws Exception {
        fromSip(GatewayProcess::kill);
    }

    private void fromXmpp(End end) throws Exception {
        try (World world = new World(folder)) {
            ProsodyServer prosody = world.startProsody("alice");
            SimulatedEdge edge = world.startEdge();
            GatewayProcess gateway =
                    world.startGateway(prosody.serverPort(), edge.address().getPort());
            SimulatedUser bob = edge.user("bob@sfb.example");
            try (ChatUser alice = ChatUser.login(prosody, "alice", world.authority())) {
                alice.says("bob@sip.example", "first");
                assertThat(bob.awaitText(LIMIT)).map(Received::text).hasValue("first");
                Map<String, String> textOfId = new HashMap<>();
                Set<String> heard = new HashSet<>();
                for (int number = 0; number < TEXTS; number++) {
                    textOfId.put(alice.says("bob@sip.example", "t" + number), "t" + number);
                    if (number == TEXTS / 3) {
                        heard.add(bob.awaitText(LIMIT).orElseThrow().text());
                        end.of(gateway);
                    }
                }
                Set<String> missing = new HashSet<>(textOfId.values());
                missing.removeAll(heard);
                Waiting.until(
                        "each text arrived or was returned",
                        LIMIT,
                        () -> {
                            for (Received text = bob.received().poll();
                                    text != null;
                                    text = bob.received().poll()) {
                                missing.remove(text.text());
                            }
                            for (Message error = alice.errors().poll();
                                    error != null;
                                    error = alice.errors().poll()) {
                                missing.remove(textOfId.get(error.getStanzaId()));
                            }
                            return missing.isEmpty();
                        });
            }
        }
    }

    private void fromSip(End end) throws Exception {
        try (World world = new World(folder)) {
            ProsodyServer prosody = world.startProsody("alice");
            SimulatedEdge edge = world.startEdge();
            GatewayProcess gateway =
                    world.startGateway(prosody.serverPort(), edge.address().getPort());
            try (ChatUser alice = ChatUser.login(prosody, "alice", world.authority())) {
                List<CompletableFuture<Sent>> sent = new ArrayList<>();
                Set<String> heard = new HashSet<>();
                for (int number = 0; number < TEXTS; number++) {
                    sent.add(
                            edge.user("u" + number % 10 + "@sfb.example")
                                    .says("alice@xmpp.example", "t" + number));
                    if (number == TEXTS / 3) {
                        // Some are answered, the others are in the gateway or on their way.
                        Waiting.until(
                                "the gateway took some texts",
                                LIMIT,
                                () -> sent.stream().filter(Future::isDone).count() >= 20);
                        end.of(gateway);
                    }
                }
                Set<String> taken = new HashSet<>();
                for (int number = 0; number < TEXTS; number++) {
                    if (sent.get(number).get(120, TimeUnit.SECONDS).taken()) {
                        taken.add("t" + number);
                    }
                }
                Waiting.until(
                        "each text that was taken arrived",
                        LIMIT,
                        () -> {
                            for (Message text = alice.texts().poll();
                                    text != null;
                                    text = alice.texts().poll()) {
                                heard.add(text.getBody());
                            }
                            return heard.containsAll(taken);
                        });
                assertThat(taken).as("texts that the gateway took").hasSizeGreaterThanOrEqualTo(20);
            }
        }
    }
}
