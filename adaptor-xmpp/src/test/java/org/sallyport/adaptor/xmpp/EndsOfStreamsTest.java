package org.sallyport.adaptor.xmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.adaptor.xmpp.config.XmppConfig.PingSettings;
import org.sallyport.adaptor.xmpp.config.XmppConfig.StreamLimits;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.simulator.xmpp.Security;
import org.sallyport.simulator.xmpp.SentStanza;
import org.sallyport.simulator.xmpp.StreamFacts;
import org.sallyport.testkit.RecordingSink.Submission;

/**
 * Streams that end while something is open: what was taken is acknowledged, what failed is told.
 */
class EndsOfStreamsTest {
    private static final String ALICE = "alice@xmpp.example";
    private static final String BOB = "bob@sfb.example";
    private static final Duration IDLE = Duration.ofMillis(400);

    @TempDir Path folder;

    @Test
    void aStreamErrorOfThePeerIsNotAnsweredWithOne() throws Exception {
        Boundary.Setup setup = new Boundary.Setup();
        setup.acknowledged = true;
        try (Boundary boundary = setup.open(folder)) {
            boundary.peer.connect("sfb.example").get(10, TimeUnit.SECONDS);
            boundary.core.hold();
            SentStanza said = boundary.peer.user("alice").says(BOB, "before");
            Submission taken = boundary.core.next();
            String goodbye =
                    "<stream:error><system-shutdown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>";
            boundary.peer
                    .sendRaw("sfb.example", goodbye.getBytes(StandardCharsets.UTF_8))
                    .get(10, TimeUnit.SECONDS);
            Boundary.await(
                    "the error",
                    () -> boundary.context.metrics().count("stream-errors-received") == 1);
            taken.settle().accept(Outcome.taken());
            said.acknowledged().get(10, TimeUnit.SECONDS);
            assertThat(boundary.context.metrics().count("stream-errors-sent")).isZero();
            assertThat(boundary.peer.streams())
                    .allSatisfy(stream -> assertThat(stream.theirError()).isEmpty());
        }
    }

    @Test
    void aSilentStreamOfThePeerEndsOnceEverythingHasItsOutcome() throws Exception {
        Boundary.Setup setup = new Boundary.Setup();
        setup.acknowledged = true;
        setup.limits = _ -> idle();
        try (Boundary boundary = setup.open(folder)) {
            boundary.peer.connect("sfb.example").get(10, TimeUnit.SECONDS);
            boundary.core.hold();
            SentStanza said = boundary.peer.user("alice").says(BOB, "before");
            Submission taken = boundary.core.next();
            // Refused from here on, so that the stream can end.
            Boundary.await("the limit", () -> refused(boundary));
            assertThat(said.acknowledged()).isNotDone();
            taken.settle().accept(Outcome.taken());
            while (boundary.core.size() > 0) { // came before the limit
                boundary.core.next().settle().accept(Outcome.taken());
            }
            said.acknowledged().get(10, TimeUnit.SECONDS);
            Boundary.await("the end", () -> ended(boundary, "connection-timeout"));
        }
    }

    private static boolean refused(Boundary boundary) {
        try {
            return boundary.peer
                    .user("alice")
                    .says(BOB, "during")
                    .error()
                    .get(2 * IDLE.toMillis(), TimeUnit.MILLISECONDS)
                    .condition()
                    .equals("resource-constraint");
        } catch (TimeoutException e) {
            return false;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static boolean ended(Boundary boundary, String condition) {
        return boundary.peer.streams().stream()
                .anyMatch(stream -> stream.theirError().filter(condition::equals).isPresent());
    }

    @Test
    void aStreamOfOursThatNobodyUsesEndsInGoodOrder() throws Exception {
        Boundary.Setup setup = new Boundary.Setup();
        setup.acknowledged = true;
        setup.limits = _ -> idle();
        setup.ping =
                new PingSettings(
                        Duration.ofMillis(100), Duration.ofMillis(20), Duration.ofSeconds(5));
        try (Boundary boundary = setup.open(folder)) {
            assertThat(boundary.deliver(ALICE, "1")).isEqualTo(Outcome.taken());
            Boundary.await(
                    "the end",
                    () ->
                            boundary.peer.streams().stream()
                                    .filter(stream -> !stream.outbound())
                                    .anyMatch(
                                            stream -> stream.ending() == StreamFacts.Ending.CLEAN));
            assertThat(boundary.deliver(ALICE, "2")).isEqualTo(Outcome.taken());
        }
    }

    @Test
    void streamsEndWithTheCertificateThatProvedThem() throws Exception {
        Boundary.Setup setup = new Boundary.Setup();
        Instant end = Instant.now().plusSeconds(8).truncatedTo(ChronoUnit.SECONDS);
        setup.peerCertificate = request -> request.valid(end.minusSeconds(3_600), end);
        try (Boundary boundary = setup.open(folder)) {
            assertThat(boundary.deliver(ALICE, "in time")).isInstanceOf(Outcome.Delivered.class);
            boundary.peer.connect("sfb.example").get(10, TimeUnit.SECONDS);
            Boundary.await("the reset", () -> ended(boundary, "reset"));
            Boundary.await(
                    "the end of all",
                    () -> boundary.adaptor.peers().getFirst().connections().isEmpty());
            assertThat(Instant.now()).isAfterOrEqualTo(end);
            assertThat(boundary.deliver(ALICE, "too late"))
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed ->
                                    assertThat(failed.code())
                                            .isEqualTo(ErrorCode.PEER_NOT_TRUSTED));
        }
    }

    @Test
    void whoWasToldOfADoubtIsNotToldTwice() throws Exception {
        Boundary.Setup setup = new Boundary.Setup();
        setup.acknowledged = true;
        try (Boundary boundary = setup.open(folder)) {
            assertThat(boundary.deliver(ALICE, "1")).isEqualTo(Outcome.taken());
            boundary.peer.endpoint().reads(false);
            Outcome outcome = impatient(boundary);
            for (int i = 0; i < 5 && outcome instanceof Outcome.Delivered; i++) {
                outcome = impatient(boundary); // what was being read is still read
            }
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed ->
                                    assertThat(failed.certainty())
                                            .isEqualTo(Outcome.Certainty.UNKNOWN));
            boundary.peer.endpoint().cutAll();
            Boundary.await(
                    "the break", () -> boundary.adaptor.peers().getFirst().connections().isEmpty());
            assertThat(boundary.core.size()).isZero();
            assertThat(
                            boundary.context
                                    .metrics()
                                    .count("message-errors", Map.of("kind", "uncertain")))
                    .isZero();
        }
    }

    private static Outcome impatient(Boundary boundary) {
        return boundary.adaptor.deliver(Boundary.text(ALICE, "2"), Instant.now().plusMillis(500));
    }

    @Test
    void aFailureIsToldWhenThePeerCanBeReachedAgainAndOnlyThenAcknowledged() throws Exception {
        Boundary.Setup setup = new Boundary.Setup();
        setup.acknowledged = true;
        InetSocketAddress later;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            later = (InetSocketAddress) free.getLocalSocketAddress();
        }
        setup.target = Optional.of(later);
        try (Boundary boundary = setup.open(folder)) {
            boundary.peer.connect("sfb.example").get(10, TimeUnit.SECONDS);
            boundary.core.answerWith(_ -> Outcome.notTaken(ErrorCode.USER_UNAVAILABLE, "because"));
            SentStanza said = boundary.peer.user("alice").says(BOB, "hi");
            boundary.core.next();
            assertThatThrownBy(() -> said.acknowledged().get(700, TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
            try (ServerSocket server = new ServerSocket()) {
                server.setReuseAddress(true);
                server.bind(later);
                Thread.startVirtualThread(
                        () -> forward(server, boundary.peer.address(Security.STARTTLS)));
                assertThat(said.error().get(10, TimeUnit.SECONDS).condition())
                        .isEqualTo("recipient-unavailable");
                said.acknowledged().get(10, TimeUnit.SECONDS);
            }
        }
    }

    /** Carries one connection. */
    private static void forward(ServerSocket server, InetSocketAddress where) {
        try (Socket one = server.accept();
                Socket other = new Socket(where.getAddress(), where.getPort())) {
            Thread back = Thread.startVirtualThread(() -> copy(other, one));
            copy(one, other);
            back.join(Duration.ofSeconds(10));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // Its end is the end.
        }
    }

    private static StreamLimits idle() {
        StreamLimits normal = Boundary.normalLimits();
        return new StreamLimits(
                normal.maxStanza(),
                normal.preAuth(),
                normal.handshake(),
                IDLE,
                normal.connections(),
                normal.connectionsPerPeer(),
                normal.unprovedPerAddress(),
                normal.unsettled(),
                normal.queue());
    }
}
