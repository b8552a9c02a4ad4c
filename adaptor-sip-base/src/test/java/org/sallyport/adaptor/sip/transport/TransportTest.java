package org.sallyport.adaptor.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sallyport.adaptor.sip.transport.Recorder.next;
import static org.sallyport.adaptor.sip.transport.TransportBench.OURS;
import static org.sallyport.adaptor.sip.transport.TransportBench.OUR_HOST;
import static org.sallyport.adaptor.sip.transport.TransportBench.THEIRS;
import static org.sallyport.adaptor.sip.transport.TransportBench.THEIR_HOST;
import static org.sallyport.adaptor.sip.transport.TransportBench.message;
import static org.sallyport.adaptor.sip.transport.TransportBench.peer;
import static org.sallyport.adaptor.sip.transport.TransportBench.soon;

import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.adaptor.PeerStatus;
import org.sallyport.api.address.Domain;
import org.sallyport.api.config.PeerSettings;
import org.sallyport.api.network.NameResolver.SrvRecord;
import org.sallyport.api.outcome.Outcome.Certainty;
import org.sallyport.simulator.cert.IssuedCertificate;

@Timeout(60)
class TransportTest {
    @TempDir Path folder;

    private TransportBench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new TransportBench(folder);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private TransportBench.Side theirs(Recorder recorder) throws Exception {
        TransportBench.Side side = bench.theirs(TransportLimits.DEFAULTS, peer(OURS, OUR_HOST, 0));
        side.transport().start(recorder);
        return side;
    }

    private TransportBench.Side ours(PeerSettings partner, Recorder recorder) throws Exception {
        TransportBench.Side side = bench.ours(TransportLimits.DEFAULTS, partner);
        side.transport().start(recorder);
        return side;
    }

    private static OutboundRequest request(PeerSettings partner, String callId, int number) {
        return new OutboundRequest(message(OURS, THEIRS, callId, number), partner, soon());
    }

    @Test
    void theFirstMessageOfANewConnectionArrivesAndIsAnswered() throws Exception {
        Recorder edge = Recorder.answering(200);
        PeerSettings partner = peer(THEIRS, THEIR_HOST, theirs(edge).port());
        TransportBench.Side ours = ours(partner, Recorder.silent());
        Answers answers = new Answers();

        ours.transport().send(request(partner, "first", 1), answers);

        InboundRequest request = next(edge.requests);
        assertThat(request.body()).asString(StandardCharsets.UTF_8).isEqualTo("hello 1");
        assertThat(request.fromDomain()).isEqualTo(OURS);
        assertThat(request.rawHeaders("Via").getFirst())
                .contains("sip.xmpp.example:" + ours.port());
        assertThat(next(answers.finals).status()).isEqualTo(200);
        assertThat(ours.transport().peers().getFirst().state())
                .isEqualTo(PeerStatus.State.CONNECTED);
        assertThat(ours.transport().peers().getFirst().connections().getFirst())
                .containsEntry("direction", "outbound")
                .containsEntry("tls", "TLSv1.3");
    }

    @Test
    void twoThousandMessagesArriveOnceInOrderAndLeaveNothingBehind() throws Exception {
        Recorder edge = Recorder.answering(200);
        TransportBench.Side theirs = theirs(edge);
        PeerSettings partner = peer(THEIRS, THEIR_HOST, theirs.port());
        TransportBench.Side ours = ours(partner, Recorder.silent());
        Answers answers = new Answers();

        for (int i = 1; i <= 2000; i++) {
            ours.transport().send(request(partner, "many", i), answers);
        }

        for (int i = 1; i <= 2000; i++) {
            assertThat(next(edge.requests).body())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("hello " + i);
            assertThat(next(answers.finals).status()).isEqualTo(200);
        }
        assertThat(answers.failures).isEmpty();
        assertThat(edge.ups).hasSize(1);
        Waiting.until(() -> transactions(ours) == 0 && transactions(theirs) == 0);
    }

    @Test
    void aConnectionThatBreaksTellsEveryRequestHowItEnded() throws Exception {
        AtomicInteger count = new AtomicInteger();
        Recorder edge =
                new Recorder(request -> {
                    if (count.incrementAndGet() <= 100) {
                        request.respond(200);
                    } else if (request.link() instanceof Connection connection) {
                        connection.close();
                    }
                });
        PeerSettings partner = peer(THEIRS, THEIR_HOST, theirs(edge).port());
        TransportBench.Side ours = ours(partner, Recorder.silent());
        Answers answers = new Answers();
        for (int i = 1; i <= 200; i++) {
            ours.transport().send(request(partner, "cut", i), answers);
        }
        Waiting.until(() -> answers.finals.size() + answers.failures.size() >= 200);
        assertThat(answers.finals.size() + answers.failures.size()).isEqualTo(200);
        assertThat(answers.finals).hasSizeLessThanOrEqualTo(100);
        assertThat(answers.failures)
                .allSatisfy(failure ->
                        assertThat(failure.reason()).isEqualTo(SendFailure.Reason.CONNECTION_LOST))
                .anySatisfy(
                        failure -> assertThat(failure.certainty()).isEqualTo(Certainty.UNKNOWN));
        Waiting.until(() -> transactions(ours) == 0);
    }

    @Test
    void usesTheConnectionThatThePeerOpened() throws Exception {
        Recorder mine = Recorder.answering(200);
        Recorder edge = Recorder.answering(200);
        TransportBench.Side theirs = theirs(edge);
        PeerSettings partner = peer(THEIRS, THEIR_HOST, theirs.port());
        TransportBench.Side ours = ours(partner, mine);
        Answers answers = new Answers();
        ours.transport().send(request(partner, "c", 1), answers);
        next(answers.finals);

        theirs.transport()
                .send(
                        new OutboundRequest(
                                message(THEIRS, OURS, "back", 1), peer(OURS, OUR_HOST, 0), soon()),
                        answers);

        assertThat(next(answers.finals).status()).isEqualTo(200);
        assertThat(next(mine.requests).link().isInbound()).isFalse();
        assertThat(edge.ups).hasSize(1);
    }

    @Test
    void carriesRoutesOctetForOctetAlsoOnCancelAndAck() throws Exception {
        Recorder edge =
                new Recorder(request -> {
                    switch (request.method()) {
                        case "INVITE" -> request.respond(180);
                        case "CANCEL" -> {
                            InboundRequest invite = request.cancels().orElseThrow();
                            request.respond(200);
                            invite.respond(487);
                        }
                        default -> {}
                    }
                });
        PeerSettings partner = peer(THEIRS, THEIR_HOST, theirs(edge).port());
        TransportBench.Side ours = ours(partner, Recorder.silent());
        List<String> routes =
                List.of(
                        "<sip:sip.sfb.example:5061;transport=tls;opaque=state:T:F;ms-route-sig=a+b;lr>;tag=X;ms-rrsig=y",
                        "\"a, b\"  <sip:fepool.int.sfb.example;ms-fe=x;lr>");
        Answers answers = new Answers();
        SentRequest sent =
                ours.transport()
                        .send(
                                new OutboundRequest(
                                        TransportBench.request(
                                                "INVITE", OURS, THEIRS, "i", 1, "v=0"),
                                        routes,
                                        partner,
                                        soon()),
                                answers);

        assertThat(next(answers.provisional).status()).isEqualTo(180);
        sent.cancel();

        assertThat(next(answers.finals).status()).isEqualTo(487);
        InboundRequest invite = next(edge.requests);
        InboundRequest cancel = next(edge.requests);
        assertThat(invite.rawHeaders("Route")).isEqualTo(routes);
        assertThat(cancel.method()).isEqualTo("CANCEL");
        assertThat(cancel.rawHeaders("Route")).isEqualTo(routes);
        assertThat(answers.failures).isEmpty();
    }

    @Test
    void acknowledgesASuccessWithoutATransaction() throws Exception {
        Recorder edge = Recorder.silent();
        TransportBench.Side theirs = theirs(edge);
        PeerSettings partner = peer(THEIRS, THEIR_HOST, theirs.port());
        TransportBench.Side ours = ours(partner, Recorder.silent());
        ours.transport()
                .sendStateless(
                        new OutboundRequest(
                                TransportBench.request("ACK", OURS, THEIRS, "i", 1, ""),
                                List.of(),
                                partner,
                                soon()));
        assertThat(next(edge.requests).method()).isEqualTo("ACK");
        assertThat(transactions(ours)).isZero();
    }

    @Test
    void saysWhyThereIsNoConnection() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        PeerSettings absent = peer(THEIRS, THEIR_HOST, closed);
        PeerSettings unknown =
                peer(new Domain("other.example"), new Domain("sip.other.example"), 0);
        TransportBench.Side ours = bench.ours(TransportLimits.DEFAULTS, absent, unknown);
        ours.transport().start(Recorder.silent());
        Answers answers = new Answers();
        ours.transport().send(request(absent, "c", 1), answers);
        assertThat(next(answers.failures).reason()).isEqualTo(SendFailure.Reason.CONNECT);
        ours.transport().send(request(unknown, "c", 2), answers);
        SendFailure failure = next(answers.failures);
        assertThat(failure.reason()).isEqualTo(SendFailure.Reason.DNS);
        assertThat(failure.certainty()).isEqualTo(Certainty.NOT_TAKEN);
        assertThat(ours.transport().peers())
                .extracting(PeerStatus::state)
                .containsOnly(PeerStatus.State.FAILED);
    }

    @Test
    void goesOnToTheNextAddress() throws Exception {
        Recorder edge = Recorder.answering(200);
        int port = theirs(edge).port();
        bench.names.srv(
                "_sipfederationtls._tcp.sfb.example",
                new SrvRecord(1, 0, port, "gone.sfb.example"),
                new SrvRecord(2, 0, port, "sip.sfb.example"));
        bench.names.host("sip.sfb.example", "127.0.0.1");
        PeerSettings partner = peer(THEIRS, THEIR_HOST, 0);
        TransportBench.Side ours = ours(partner, Recorder.silent());
        Answers answers = new Answers();
        ours.transport().send(request(partner, "c", 1), answers);
        assertThat(next(answers.finals).status()).isEqualTo(200);
    }

    @Test
    void writesNothingAfterTheDeadline() throws Exception {
        Recorder edge = Recorder.answering(200);
        PeerSettings partner = peer(THEIRS, THEIR_HOST, theirs(edge).port());
        TransportBench.Side ours = ours(partner, Recorder.silent());
        Answers answers = new Answers();
        OutboundRequest late =
                new OutboundRequest(
                        message(OURS, THEIRS, "late", 1), partner, Instant.now().minusSeconds(1));
        ours.transport().send(late, answers);
        assertThat(next(answers.failures).reason()).isEqualTo(SendFailure.Reason.DEADLINE);
        ours.transport().send(request(partner, "good", 2), answers);
        next(answers.finals);
        assertThat(edge.requests).hasSize(1);
    }

    @Test
    void writesNothingLateBehindAPeerThatDoesNotRead() throws Exception {
        IssuedCertificate certificate = bench.issue(THEIR_HOST);
        try (StoppingPeer peer = new StoppingPeer(certificate.sslContext(bench.authority))) {
            PeerSettings partner = peer(THEIRS, THEIR_HOST, peer.port());
            TransportBench.Side ours = ours(partner, Recorder.silent());
            Answers answers = new Answers();
            Instant deadline = Instant.now().plusSeconds(2);
            int many = 2_000;
            for (int i = 0; i < many; i++) {
                ours.transport()
                        .send(
                                new OutboundRequest(
                                        TransportBench.request(
                                                "MESSAGE", OURS, THEIRS, "c", i, "x".repeat(1_500)),
                                        partner,
                                        deadline),
                                answers);
            }
            Waiting.until(() -> Instant.now().isAfter(deadline.plusMillis(200)));
            peer.readOn();
            Waiting.until(() -> !answers.failures.isEmpty());
            SendFailure failure = next(answers.failures);
            assertThat(failure.reason()).isEqualTo(SendFailure.Reason.DEADLINE);
            assertThat(failure.certainty()).isEqualTo(Certainty.NOT_TAKEN);
        }
    }

    @Test
    void closingFailsWhatIsOpenAndLeavesNoThread() throws Exception {
        Recorder edge = Recorder.silent();
        PeerSettings partner = peer(THEIRS, THEIR_HOST, theirs(edge).port());
        TransportBench.Side ours = ours(partner, Recorder.silent());
        Answers answers = new Answers();
        ours.transport().send(request(partner, "c", 1), answers);
        next(edge.requests);
        ours.transport().close();
        assertThat(next(answers.failures).certainty()).isEqualTo(Certainty.UNKNOWN);
        ours.transport().send(request(partner, "c", 2), answers);
        assertThat(next(answers.failures).reason()).isEqualTo(SendFailure.Reason.CLOSED);
        bench.close();
        Waiting.until(() ->
                Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread ->
                                thread.isAlive()
                                        && (thread.getName().startsWith("sip-")
                                                || thread.getName().equals("EventScannerThread"))));
    }

    private static long transactions(TransportBench.Side side) {
        return side.context().metrics().gauge("sip.transactions", Map.of());
    }

    @Test
    void whatWasSentBeforeTheCloseStillLeaves() throws Exception {
        Recorder edge = Recorder.silent();
        PeerSettings partner = peer(THEIRS, THEIR_HOST, theirs(edge).port());
        TransportBench.Side ours = ours(partner, Recorder.silent());
        Answers answers = new Answers();
        ours.transport().send(request(partner, "c", 1), answers);
        next(edge.requests);
        for (int i = 2; i <= 300; i++) {
            ours.transport().send(request(partner, "c", i), answers);
        }
        ours.transport().close();
        for (int i = 2; i <= 300; i++) {
            next(edge.requests);
        }
        Waiting.until(() -> answers.failures.size() == 300);
    }
}
