package org.sallyport.adaptor.xmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sallyport.adaptor.xmpp.Boundary.SOON;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.adaptor.xmpp.config.XmppConfig;
import org.sallyport.adaptor.xmpp.config.XmppConfig.PingSettings;
import org.sallyport.adaptor.xmpp.config.XmppConfig.StreamLimits;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.packet.DeliveryFailure;
import org.sallyport.api.packet.InstantMessage;
import org.sallyport.simulator.xmpp.ReceivedMessage;
import org.sallyport.simulator.xmpp.SentStanza;
import org.sallyport.simulator.xmpp.SimulatedUser;
import org.sallyport.simulator.xmpp.StreamFacts;
import org.sallyport.testkit.RecordingSink.Submission;

/** Connections that break, stall or end, and what is known afterwards. */
class BrokenStreamsTest {
    private static final String ALICE = "alice@xmpp.example";
    private static final String BOB = "bob@sfb.example";

    @TempDir Path folder;

    @Test
    void withAcknowledgementsABreakIsKnownAtOnce() throws Exception {
        Boundary.Setup setup = new Boundary.Setup();
        setup.acknowledged = true;
        try (Boundary boundary = setup.open(folder)) {
            boundary.peer.behaviour().cutsAfter(3);
            assertThat(boundary.deliver(ALICE, "1")).isEqualTo(Outcome.taken());
            assertThat(boundary.deliver(ALICE, "2")).isEqualTo(Outcome.taken());
            assertThat(boundary.deliver(ALICE, "3"))
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> {
                                assertThat(failed.certainty()).isEqualTo(Outcome.Certainty.UNKNOWN);
                                assertThat(failed.code()).isEqualTo(ErrorCode.PEER_TIMEOUT);
                            });
            boundary.peer.behaviour().cutsAfter(0);
            Boundary.await(
                    "a new stream",
                    () -> boundary.deliver(ALICE, "4") instanceof Outcome.Delivered);
            assertThat(boundary.peer.user("alice").received().all())
                    .extracting(ReceivedMessage::text)
                    .containsExactly("1", "2", "4");
            assertThat(boundary.core.size()).isZero();
        }
    }

    @Test
    void withoutAcknowledgementsABreakIsToldAsDoubt() throws Exception {
        try (Boundary boundary = new Boundary.Setup().open(folder)) {
            InstantMessage text = Boundary.text(ALICE, "perhaps");
            assertThat(boundary.deliver(text))
                    .isEqualTo(new Outcome.Delivered(Outcome.Level.WRITTEN));
            boundary.peer.user("alice").received().next(SOON);
            boundary.peer.endpoint().cutAll();
            assertThat(boundary.core.next().packet())
                    .isInstanceOfSatisfying(
                            DeliveryFailure.class,
                            failure -> {
                                assertThat(failure.of()).isEqualTo(text.id());
                                assertThat(failure.certain()).isFalse();
                                assertThat(failure.to()).isEqualTo(Boundary.BOB);
                            });
            assertThat(boundary.core.size()).isZero();
        }
    }

    @Test
    void anAnsweredPingEndsTheDoubt() throws Exception {
        Boundary.Setup setup = new Boundary.Setup();
        setup.ping =
                new PingSettings(
                        Duration.ofMinutes(1), Duration.ofMillis(20), Duration.ofSeconds(5));
        try (Boundary boundary = setup.open(folder)) {
            assertThat(boundary.deliver(ALICE, "surely")).isInstanceOf(Outcome.Delivered.class);
            Boundary.await(
                    "the pong",
                    () ->
                            boundary.context
                                            .metrics()
                                            .count("stanzas-received", Map.of("kind", "iq"))
                                    == 1);
            // What we send now is written after the pong was taken in.
            boundary.peer.ping("sfb.example").answer().get(10, TimeUnit.SECONDS);
            boundary.peer.endpoint().cutAll();
            Boundary.await(
                    "the break", () -> boundary.adaptor.peers().getFirst().connections().isEmpty());
            assertThat(boundary.core.size()).isZero();
        }
    }

    @Test
    void aSilentPeerIsFoundOut() throws Exception {
        Boundary.Setup setup = new Boundary.Setup();
        setup.ping =
                new PingSettings(
                        Duration.ofMinutes(1), Duration.ofMillis(20), Duration.ofMillis(300));
        try (Boundary boundary = setup.open(folder)) {
            boundary.peer.behaviour().answersPings(false);
            assertThat(boundary.deliver(ALICE, "perhaps")).isInstanceOf(Outcome.Delivered.class);
            assertThat(boundary.core.next().packet()).isInstanceOf(DeliveryFailure.class);
            assertThat(boundary.context.metrics().count("streams-silent")).isEqualTo(1);
        }
    }

    @Test
    void aSilentPeerFailsADeliveryThatWaitsForItsPing() throws Exception {
        Boundary.Setup setup = new Boundary.Setup();
        setup.confirm = XmppConfig.Confirm.PING;
        setup.ping =
                new PingSettings(
                        Duration.ofMinutes(1), Duration.ofMillis(20), Duration.ofMillis(300));
        try (Boundary boundary = setup.open(folder)) {
            boundary.peer.behaviour().answersPings(false);
            assertThat(boundary.deliver(ALICE, "perhaps"))
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed ->
                                    assertThat(failed.certainty())
                                            .isEqualTo(Outcome.Certainty.UNKNOWN));
            assertThat(boundary.core.size()).isZero();
        }
    }

    @Test
    void aPeerThatDoesNotReadCostsOnlyItsOwnTexts() throws Exception {
        Boundary.Setup setup = new Boundary.Setup();
        setup.limits = _ -> limits(1000, 20);
        try (Boundary boundary = setup.open(folder);
                ExecutorService lanes = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(boundary.deliver(ALICE, "open")).isInstanceOf(Outcome.Delivered.class);
            boundary.peer.endpoint().reads(false);
            String large = "x".repeat(200_000);
            Map<Integer, Future<Outcome>> outcomes = new TreeMap<>();
            for (int i = 0; i < 60; i++) {
                InstantMessage text = Boundary.text(ALICE, i + " " + large);
                outcomes.put(
                        i,
                        lanes.submit(() ->
                                boundary.adaptor.deliver(text, Instant.now().plusSeconds(2))));
            }
            List<String> surelyNot = new ArrayList<>();
            int delivered = 0;
            for (Map.Entry<Integer, Future<Outcome>> entry : outcomes.entrySet()) {
                switch (entry.getValue().get(10, TimeUnit.SECONDS)) {
                    case Outcome.Failed failed
                            when failed.certainty() == Outcome.Certainty.NOT_TAKEN ->
                            surelyNot.add(entry.getKey() + "");
                    case Outcome.Delivered _ -> delivered++;
                    case Outcome _ -> {}
                }
            }
            assertThat(surelyNot).isNotEmpty();
            assertThat(delivered).isLessThan(60);
            boundary.peer.endpoint().reads(true);
            Boundary.await(
                    "a new stream",
                    () -> boundary.deliver(ALICE, "again") instanceof Outcome.Delivered);
            boundary.peer
                    .user("alice")
                    .received()
                    .await(message -> message.text().equals("again"), SOON);
            assertThat(boundary.peer.user("alice").received().all())
                    .extracting(message -> message.text().replaceAll(" .*", ""))
                    .doesNotContainAnyElementsOf(surelyNot);
        }
    }

    @Test
    void stanzasAreAcknowledgedAfterTheirOutcomeInOrderInABoundedWindow() throws Exception {
        Boundary.Setup setup = new Boundary.Setup();
        setup.acknowledged = true;
        setup.limits = _ -> limits(3, 1000);
        try (Boundary boundary = setup.open(folder)) {
            boundary.peer.connect("sfb.example").get(10, TimeUnit.SECONDS);
            boundary.core.hold();
            SimulatedUser alice = boundary.peer.user("alice");
            List<SentStanza> said = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                said.add(alice.says(BOB, "text " + i));
            }
            assertThat(said.get(3).error().get(10, TimeUnit.SECONDS).condition())
                    .isEqualTo("resource-constraint");
            List<Submission> taken =
                    List.of(boundary.core.next(), boundary.core.next(), boundary.core.next());
            taken.get(1).settle().accept(Outcome.taken());
            taken.get(2).settle().accept(Outcome.taken());
            assertThatThrownBy(() -> said.get(1).acknowledged().get(300, TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
            assertThat(said.get(0).acknowledged()).isNotDone();
            taken.get(0).settle().accept(Outcome.taken());
            for (SentStanza stanza : said) {
                stanza.acknowledged().get(10, TimeUnit.SECONDS);
            }
            assertThat(boundary.peer.violations()).isEmpty();
        }
    }

    @Test
    void aDrainLosesNothing() throws Exception {
        Boundary.Setup setup = new Boundary.Setup();
        setup.acknowledged = true;
        try (Boundary boundary = setup.open(folder)) {
            boundary.peer.connect("sfb.example").get(10, TimeUnit.SECONDS);
            boundary.core.hold();
            SimulatedUser alice = boundary.peer.user("alice");
            SentStanza before = alice.says(BOB, "before");
            Submission taken = boundary.core.next();
            CompletableFuture<Void> drained =
                    CompletableFuture.runAsync(() -> boundary.adaptor.drain(SOON));
            Boundary.await(
                    "the drain",
                    () ->
                            boundary.peer
                                            .user("alice")
                                            .says(BOB, "during")
                                            .error()
                                            .handle((e, t) -> e)
                                            .completeOnTimeout(null, 200, TimeUnit.MILLISECONDS)
                                            .join()
                                    != null);
            assertThat(boundary.deliver(ALICE, "the other way")).isEqualTo(Outcome.taken());
            taken.settle().accept(Outcome.taken());
            while (boundary.core.size() > 0) { // came before the drain began
                boundary.core.next().settle().accept(Outcome.taken());
            }
            before.acknowledged().get(10, TimeUnit.SECONDS);
            drained.get(10, TimeUnit.SECONDS);
            assertThat(boundary.peer.streams())
                    .filteredOn(StreamFacts::outbound)
                    .anySatisfy(
                            stream -> assertThat(stream.theirError()).contains("system-shutdown"));
            assertThat(before.error()).isNotDone();
            assertThat(boundary.peer.violations()).isEmpty();
        }
    }

    @Test
    void whatIsSentIntoAClosingStreamIsToldToItsSender() throws Exception {
        try (Boundary boundary = new Boundary.Setup().open(folder)) {
            boundary.peer.connect("sfb.example").get(10, TimeUnit.SECONDS);
            boundary.core.hold();
            SentStanza before = boundary.peer.user("alice").says(BOB, "before");
            Submission taken = boundary.core.next();
            boundary.adaptor.drain(Duration.ofSeconds(5));
            SentStanza after = boundary.peer.user("alice").says(BOB, "after");
            assertThat(after.error().get(10, TimeUnit.SECONDS)).isNotNull();
            taken.settle().accept(Outcome.notTaken(ErrorCode.USER_UNAVAILABLE, "because"));
            assertThat(before.error().get(10, TimeUnit.SECONDS).condition())
                    .isEqualTo("recipient-unavailable");
        }
    }

    @Test
    void closesInGoodOrder() throws Exception {
        try (Boundary boundary = new Boundary.Setup().open(folder)) {
            assertThat(boundary.deliver(ALICE, "hi")).isInstanceOf(Outcome.Delivered.class);
            boundary.adaptor.close();
            Boundary.await(
                    "the end",
                    () ->
                            boundary.peer.streams().stream()
                                    .allMatch(
                                            stream -> stream.ending() == StreamFacts.Ending.CLEAN));
            assertThat(boundary.peer.user("alice").awaitText(SOON)).isEqualTo("hi");
            assertThat(boundary.deliver(ALICE, "late"))
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.SHUTTING_DOWN));
            // Confirmed by the good end: no doubt is told.
            assertThat(boundary.core.size()).isZero();
        }
    }

    @Test
    void aPeerThatEndsItsStreamIsAnsweredAndReachedAgain() throws Exception {
        Boundary.Setup setup = new Boundary.Setup();
        setup.acknowledged = true;
        try (Boundary boundary = setup.open(folder)) {
            assertThat(boundary.deliver(ALICE, "1")).isEqualTo(Outcome.taken());
            boundary.peer.endpoint().closeAll();
            Boundary.await(
                    "the end",
                    () ->
                            boundary.peer.streams().stream()
                                    .allMatch(
                                            stream -> stream.ending() == StreamFacts.Ending.CLEAN));
            assertThat(boundary.deliver(ALICE, "2")).isEqualTo(Outcome.taken());
        }
    }

    private static StreamLimits limits(int unsettled, int queue) {
        StreamLimits normal = Boundary.normalLimits();
        return new StreamLimits(
                normal.maxStanza(),
                normal.preAuth(),
                normal.handshake(),
                normal.idle(),
                normal.connections(),
                normal.connectionsPerPeer(),
                normal.unprovedPerAddress(),
                unsettled,
                queue);
    }
}
