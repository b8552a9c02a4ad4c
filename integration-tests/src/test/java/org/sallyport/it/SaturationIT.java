package org.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.simulator.edge.Behaviour;
import org.sallyport.simulator.edge.Received;
import org.sallyport.simulator.edge.Sent;
import org.sallyport.simulator.edge.SimulatedEdge;
import org.sallyport.simulator.sip.SipMessage;
import org.sallyport.simulator.xmpp.Inbox;
import org.sallyport.simulator.xmpp.ReceivedMessage;
import org.sallyport.simulator.xmpp.Security;
import org.sallyport.simulator.xmpp.SentStanza;
import org.sallyport.simulator.xmpp.SimulatedXmppDomain;
import org.sallyport.simulator.xmpp.StanzaError;

/**
 * Slow peers and slow people: everybody else goes on, and each text arrives or its sender is told.
 */
@SuppressWarnings("NullAway.Init") // each test starts its own world
class SaturationIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir private Path folder;

    private World world;
    private SimulatedXmppDomain domain;
    private SimulatedEdge edge;
    private GatewayProcess gateway;

    private void start(double speed, String settings) throws Exception {
        world = new World(folder);
        world.settings(settings);
        domain = world.startDomain(true);
        edge = world.startEdge(speed);
        gateway =
                world.startGateway(
                        domain.address(Security.STARTTLS).getPort(), edge.address().getPort());
    }

    @AfterEach
    void stop() {
        if (world != null) {
            world.close();
        }
    }

    private static String xmpp(int pair) {
        return "x" + pair + "@xmpp.example";
    }

    private static String skype(int pair) {
        return "s" + pair + "@sfb.example";
    }

    private SentStanza fromXmpp(int pair, String text) {
        return domain.user("x" + pair).says("s" + pair + "@sip.example", text);
    }

    private CompletableFuture<Sent> fromSkype(int pair, String text) {
        return edge.user(skype(pair)).says(xmpp(pair), text);
    }

    // One text each way for each pair, which opens its session.
    private void assertAllTalk(int firstPair, int lastPair, String text) throws Exception {
        List<CompletableFuture<Sent>> answers = new ArrayList<>();
        for (int pair = firstPair; pair <= lastPair; pair++) {
            edge.user(skype(pair));
            fromXmpp(pair, text);
        }
        for (int pair = firstPair; pair <= lastPair; pair++) {
            assertThat(edge.user(skype(pair)).awaitText(LIMIT))
                    .map(Received::text)
                    .as("to " + skype(pair))
                    .hasValue(text);
            answers.add(fromSkype(pair, text));
        }
        for (int pair = firstPair; pair <= lastPair; pair++) {
            assertThat(answers.get(pair - firstPair).get(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .matches(Sent::taken, "taken");
            assertThat(domain.user("x" + pair).awaitText(LIMIT))
                    .as("to " + xmpp(pair))
                    .isEqualTo(text);
        }
    }

    @Test
    void aUserWhoIgnoresTheRingingHoldsUpNobodyElse() throws Exception {
        // The Edge lives eight times faster: it rings for 60 s, we wait for 7.5 s.
        start(8, "limits: { lane-bound: 4 }");
        edge.user("sleeper@sfb.example").behaves(Behaviour.ignoresRinging());
        List<SentStanza> ignored = new ArrayList<>();
        for (int number = 0; number < 30; number++) {
            ignored.add(domain.user("x0").says("sleeper@sip.example", "wake up " + number));
        }
        assertAllTalk(0, 19, "meanwhile");
        assertThat(ignored.getFirst().error()).as("it still rings").isNotDone();
        Map<String, Integer> conditions = new HashMap<>();
        for (SentStanza text : ignored) {
            StanzaError error = text.error().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(error.fromOwnServer()).isFalse();
            assertThat(error.type()).isEqualTo("wait");
            conditions.merge(error.condition(), 1, Integer::sum);
        }
        assertThat(conditions).containsOnlyKeys("resource-constraint", "recipient-unavailable");
        assertThat(conditions.get("recipient-unavailable")).isBetween(1, 6);
        assertThat(edge.user("sleeper@sfb.example").received()).isEmpty();
        gateway.settles(LIMIT);
        assertThat(edge.violations()).isEmpty();
        assertThat(domain.violations()).isEmpty();
    }

    @Test
    void aSkypeUserIsToldOfTooMuchForOnePerson() throws Exception {
        start(1, "limits: { lane-bound: 4 }");
        assertAllTalk(0, 1, "opened");
        Queue<SipMessage> refusals = new ConcurrentLinkedQueue<>();
        edge.tap((_, message) -> {
            if (!message.isRequest() && message.status() >= 300) {
                refusals.add(message);
            }
        });
        domain.endpoint().reads(false);
        List<CompletableFuture<Sent>> sent = new ArrayList<>();
        for (int number = 0; number < 30; number++) {
            // The simulated client of a user is patient; this one is not.
            byte[] text = ("text " + number).getBytes(StandardCharsets.UTF_8);
            sent.add(
                    edge.user(skype(0))
                            .sendsRaw(xmpp(0), "MESSAGE", "text/plain; charset=UTF-8", text));
        }
        Waiting.until(
                "the surplus is refused at once",
                Duration.ofSeconds(15),
                () -> refusals.size() >= 20);
        domain.endpoint().reads(true);
        List<String> taken = new ArrayList<>();
        for (int number = 0; number < 30; number++) {
            if (sent.get(number).get(LIMIT.toSeconds(), TimeUnit.SECONDS).taken()) {
                taken.add("text " + number);
            }
        }
        assertThat(taken).isNotEmpty();
        for (String text : taken) {
            assertThat(domain.user("x0").awaitText(LIMIT)).isEqualTo(text);
        }
        assertThat(refusals)
                .hasSize(30 - taken.size())
                .allSatisfy(refusal -> {
                    // 503 would take the whole gateway out of service for the Edge; 408, 480 and
                    // 481 would end the session.
                    assertThat(refusal.status()).isNotIn(503, 408, 480, 481);
                    assertThat(refusal.header("Retry-After")).isPresent();
                });
        assertAllTalk(0, 1, "and on");
        gateway.settles(LIMIT);
        assertThat(edge.violations()).isEmpty();
    }

    @Test
    void bothDirectionsAtOnceAgainstSlowPeersGoOn() throws Exception {
        start(1, "");
        assertAllTalk(0, 29, "opened");
        for (int pair = 0; pair < 10; pair++) {
            edge.user(skype(pair))
                    .behaves(Behaviour.answers().answeringTextsAfter(Duration.ofMillis(300)));
        }
        domain.endpoint().reads(false);
        edge.pause();
        String ballast = " " + "ballast ".repeat(400);
        Map<String, SentStanza> fromXmpp = new HashMap<>();
        Map<String, CompletableFuture<Sent>> fromSkype = new HashMap<>();
        for (int number = 0; number < 20; number++) {
            for (int pair = 0; pair < 30; pair++) {
                String text = pair + ":" + number + ballast;
                fromXmpp.put(text, fromXmpp(pair, text));
                fromSkype.put(text, fromSkype(pair, text));
            }
        }
        Waiting.until(
                "much is under way in both directions",
                LIMIT,
                () -> gateway.total("in-flight") > 100);
        domain.endpoint().reads(true);
        edge.resume();
        assertEachArrivedOrWasTold(fromXmpp, fromSkype);
        assertAllTalk(0, 29, "and on");
        gateway.settles(LIMIT);
        assertThat(domain.violations()).isEmpty();
        assertThat(edge.violations()).isEmpty();
    }

    private void assertEachArrivedOrWasTold(
            Map<String, SentStanza> fromXmpp, Map<String, CompletableFuture<Sent>> fromSkype)
            throws Exception {
        Set<String> open = new HashSet<>(fromXmpp.keySet());
        Set<String> shown = new HashSet<>();
        Waiting.until(
                "each text from XMPP arrived or came back",
                LIMIT,
                () -> {
                    for (int pair = 0; pair < 30; pair++) {
                        Queue<Received> heard = edge.user(skype(pair)).received();
                        for (Received text = heard.poll(); text != null; text = heard.poll()) {
                            assertThat(shown.add(text.text())).as("shown once").isTrue();
                            open.remove(text.text());
                        }
                    }
                    fromXmpp.forEach((text, sent) -> {
                        if (sent.error().isDone()) {
                            open.remove(text);
                        }
                    });
                    return open.isEmpty();
                });
        Set<String> taken = new HashSet<>();
        for (Map.Entry<String, CompletableFuture<Sent>> sent : fromSkype.entrySet()) {
            Sent end = sent.getValue().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(end.status()).isNotEqualTo(503);
            if (end.taken()) {
                taken.add(sent.getKey());
            }
        }
        List<String> heard = new ArrayList<>();
        for (int pair = 0; pair < 30; pair++) {
            Inbox<ReceivedMessage> inbox = domain.user("x" + pair).received();
            // The first was taken when the session was opened.
            for (int left = inbox.all().size() - 1; left > 0; left--) {
                heard.add(inbox.next(LIMIT).text());
            }
        }
        assertThat(heard).doesNotHaveDuplicates().containsAll(taken);
        assertThat(taken)
                .as("the patience of the Edge is longer than this pause")
                .hasSizeGreaterThan(fromSkype.size() / 2);
    }
}
