package org.sallyport.app.demo;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.sallyport.simulator.edge.Received;
import org.sallyport.simulator.edge.Sent;
import org.sallyport.simulator.xmpp.ReceivedMessage;
import org.sallyport.simulator.xmpp.SentStanza;
import org.sallyport.simulator.xmpp.SimulatedUser;
import org.sallyport.simulator.xmpp.StanzaError;

/** The script. The texts are the program's own, so they may be shown. */
final class Conversation {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String ALICE = "alice@" + DemoWorld.XMPP_DOMAIN;
    private static final String MALLORY = "mallory@" + DemoWorld.XMPP_DOMAIN;
    private static final String BOB = "bob@" + DemoWorld.SIP_DOMAIN;

    private final DemoWorld world;
    private final Consumer<String> show;
    private final Tally tally = new Tally();

    Conversation(DemoWorld world, Consumer<String> show) {
        this.world = world;
        this.show = show;
    }

    Tally play() throws InterruptedException {
        world.edge().user(BOB);
        aliceSays("Good morning Bob, this is Alice, writing with an XMPP client.");
        bobSays("Good morning Alice! I read you in Skype for Business.");
        aliceSays(
                "No bot and no second account between us: umlauts \u00e4\u00f6\u00fc, < & > and \ud83c\udf0d come through too.");
        bobSays("They do. And your answer came\ninto the same window.");
        mallorySays("You do not know me, but I have an offer.");
        bobSays("Alice, somebody tried to write to me?");
        aliceSays("The whitelist of the gateway knows only the two of us. He was told so.");
        return tally;
    }

    private void aliceSays(String text) throws InterruptedException {
        heading(ALICE, BOB, text);
        long begin = System.nanoTime();
        SentStanza sent = alice().says(BOB, text);
        Optional<Received> received = world.edge().user(BOB).awaitText(LIMIT);
        if (received.map(Received::text).filter(text::equals).isPresent()) {
            tally.delivered();
            show.accept("    arrived as a SIP session text after " + millis(begin) + " ms");
        } else if (sent.error().isDone()) {
            tally.failed();
            show.accept("    FAILED: alice was told " + sent.error().resultNow().condition());
        } else {
            tally.vanished();
            show.accept("    LOST");
        }
    }

    private void bobSays(String text) throws InterruptedException {
        heading(BOB, ALICE, text);
        long begin = System.nanoTime();
        int before = alice().received().all().size();
        try {
            Sent sent =
                    world.edge()
                            .user(BOB)
                            .says(ALICE, text)
                            .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (!sent.taken()) {
                tally.failed();
                show.accept("    FAILED: bob was told " + sent.status() + " " + sent.diagnostics());
                return;
            }
            ReceivedMessage received = alice().received().awaitCount(before + 1, LIMIT).getLast();
            if (received.text().equals(text)) {
                tally.delivered();
                show.accept("    arrived as an XMPP message after " + millis(begin) + " ms");
            } else {
                tally.vanished();
                show.accept("    LOST: another text arrived");
            }
        } catch (TimeoutException | ExecutionException e) {
            tally.vanished();
            show.accept("    LOST");
        }
    }

    private void mallorySays(String text) throws InterruptedException {
        heading(MALLORY, BOB, text);
        try {
            StanzaError error =
                    world.xmpp()
                            .user("mallory")
                            .says(BOB, text)
                            .error()
                            .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            tally.refused();
            show.accept(
                    "    refused by the whitelist, as it should be; mallory was told: "
                            + error.condition()
                            + error.text().map(words -> " (" + words + ")").orElse(""));
        } catch (TimeoutException | ExecutionException e) {
            tally.notRefused();
            show.accept("    NOT REFUSED: mallory was told nothing");
        }
    }

    private SimulatedUser alice() {
        return world.xmpp().user("alice");
    }

    private void heading(String from, String to, String text) {
        show.accept("");
        show.accept(from + "  ->  gateway  ->  " + to);
        text.lines().forEach(line -> show.accept("    \"" + line + "\""));
    }

    private static long millis(long begin) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    }
}
