package org.sallyport.adaptor.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sallyport.adaptor.sip.transport.TransportBench.THEIRS;
import static org.sallyport.adaptor.sip.transport.TransportBench.THEIR_HOST;
import static org.sallyport.adaptor.sip.transport.TransportBench.peer;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * What a peer with a good certificate can do to us with bad octets: be answered, or be cut off;
 * never more.
 */
@Timeout(60)
class HostileInputTest {
    /** One input and what is to come of it. */
    enum Input {
        GOOD("", "", "SIP/2.0 200", false),
        BROKEN_FROM("<sip:bob@sfb.example>", "<sip:bob@sfb.example", "SIP/2.0 400", false),
        NO_FROM("From: <sip:bob@sfb.example>;tag=1", "X: y", "SIP/2.0 400", false),
        TWO_FROMS("Call-ID", "From: <sip:eve@evil.example>;tag=2\r\nCall-ID", "SIP/2.0 400", false),
        FOREIGN_FROM("bob@sfb.example", "bob@evil.example", "SIP/2.0 403", false),
        FOREIGN_ASSERTED(
                "Call-ID",
                "P-Asserted-Identity: <sip:eve@evil.example>\r\nCall-ID",
                "SIP/2.0 403",
                false),
        ASSERTED_BEHIND_A_NAME(
                "Call-ID",
                "P-Asserted-Identity: \"<sip:bob@sfb.example>\" <sip:eve@evil.example>\r\nCall-ID",
                "SIP/2.0 403",
                false),
        ASSERTED_BESIDE_OURS(
                "Call-ID",
                "P-Asserted-Identity: <sip:bob@sfb.example>, <sip:eve@evil.example>\r\nCall-ID",
                "SIP/2.0 403",
                false),
        GOOD_ASSERTED(
                "Call-ID",
                "P-Asserted-Identity: \"B, ob\" <sip:bob@sfb.example>, <tel:+49123>\r\nCall-ID",
                "SIP/2.0 200",
                false),
        COMPACT_LENGTH("Content-Length", "l", "SIP/2.0 200", false),
        BLANK_BEFORE_COLON("Content-Length:", "Content-Length :", "SIP/2.0 200", false),
        SIP_THREE("example SIP/2.0", "example SIP/3.0", "SIP/2.0 505", true),
        OTHER_METHOD("CSeq: 1 MESSAGE", "CSeq: 1 INFO", "SIP/2.0 400", false),
        NO_HOPS_LEFT("Max-Forwards: 70", "Max-Forwards: 0", "SIP/2.0 483", false),
        CONTROL_IN_NAME(
                "Call-ID", "To\u0001: <sip:eve@evil.example>\r\nCall-ID", "SIP/2.0 400", true),
        NO_VIA("Via", "X", "", true),
        NO_LENGTH("Content-Length: 2\r\n", "", "", true),
        NEGATIVE_LENGTH("Length: 2", "Length: -1", "", true),
        HUGE_LENGTH("Length: 2", "Length: 2000000000", "", true),
        LENGTH_TOO_LARGE("Length: 2", "Length: 70000", "", true),
        TWO_LENGTHS("Call-ID", "Content-Length: 10\r\nCall-ID", "", true),
        LONG_HEADER("Call-ID", "X: " + "a".repeat(70_000) + "\r\nCall-ID", "", true),
        BARE_LINE_FEEDS("\r\n", "\n", "", true);

        private final String text;
        private final String answer;
        private final boolean closes;

        Input(String part, String replacement, String answer, boolean closes) {
            this.text = good(1).replace(part.isEmpty() ? "\u0000" : part, replacement);
            this.answer = answer;
            this.closes = closes;
        }
    }

    @TempDir Path folder;

    private TransportBench bench;
    private TransportBench.Side ours;
    private SSLContext theirs;
    private Recorder recorder;
    private volatile Consumer<InboundRequest> reaction = request -> request.respond(200);

    @BeforeEach
    void open() throws Exception {
        bench = new TransportBench(folder);
        recorder = new Recorder(request -> reaction.accept(request));
        ours = bench.ours(TransportBench.quick(), peer(THEIRS, THEIR_HOST, 0));
        ours.transport().start(recorder);
        theirs = bench.issue(THEIR_HOST).sslContext(bench.authority);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    static String good(int number) {
        return """
        MESSAGE sip:alice@xmpp.example SIP/2.0
        Via: SIP/2.0/TLS sip.sfb.example:5061;branch=z9hG4bKraw%d
        From: <sip:bob@sfb.example>;tag=1
        To: <sip:alice@xmpp.example>
        Call-ID: c%d
        CSeq: 1 MESSAGE
        Max-Forwards: 70
        Content-Length: 2

        hi\
        """
                .formatted(number, number)
                .replace("\n", "\r\n");
    }

    @ParameterizedTest
    @EnumSource
    void answersOrClosesAndStaysAlive(Input input) throws Exception {
        try (RawPeer peer = new RawPeer(theirs, ours.port())) {
            peer.says(input.text);
            String heard = input.answer.isEmpty() ? peer.hearsTheEnd() : peer.hears("\r\n\r\n");
            assertThat(heard).startsWith(input.answer.isEmpty() ? "<closed>" : input.answer);
            assertThat(recorder.requests).hasSize(input.answer.endsWith("200") ? 1 : 0);
            peer.forget();
            if (input.closes) {
                assertThat(peer.hearsTheEnd()).endsWith("<closed>");
            } else {
                assertThat(peer.says(good(2)).hears("\r\n\r\n")).startsWith("SIP/2.0 200");
            }
        }
        try (RawPeer next = new RawPeer(theirs, ours.port())) {
            assertThat(next.says(good(3)).hears("\r\n\r\n")).startsWith("SIP/2.0 200");
        }
    }

    @Test
    void aNameCutBetweenTwoChunksStaysWhole() throws IOException, InterruptedException {
        byte[] octets =
                good(1).replace("From: <", "From: \"\u00c4rne\" <")
                        .getBytes(StandardCharsets.UTF_8);
        int cut = new String(octets, StandardCharsets.ISO_8859_1).indexOf('\u00c3') + 1;
        try (RawPeer peer = new RawPeer(theirs, ours.port())) {
            peer.says(Arrays.copyOf(octets, cut));
            peer.says(Arrays.copyOfRange(octets, cut, octets.length));
            assertThat(peer.hears("\r\n\r\n")).startsWith("SIP/2.0 200").contains("\u00c4rne");
        }
        assertThat(Recorder.next(recorder.requests).rawHeaders("f"))
                .containsExactly("\"\u00c4rne\" <sip:bob@sfb.example>;tag=1");
    }

    @Test
    void answersTwoMessagesInOneWrite() throws IOException {
        try (RawPeer peer = new RawPeer(theirs, ours.port())) {
            String heard = peer.says(good(1) + good(2)).hears("z9hG4bKraw2");
            assertThat(heard).contains("z9hG4bKraw1");
        }
    }

    @Test
    void answersAPing() throws IOException {
        try (RawPeer peer = new RawPeer(theirs, ours.port())) {
            assertThat(peer.says("\r\n\r\n").hears("\r\n")).isEqualTo("\r\n");
        }
    }

    @Test
    void asksASilentPeerAndThenLeavesIt() throws IOException {
        try (RawPeer peer = new RawPeer(theirs, ours.port())) {
            assertThat(peer.hearsTheEnd()).startsWith("\r\n\r\n").endsWith("<closed>");
        }
        assertThat(ours.refused("sip.connections.refused", "idle")).isEqualTo(1);
    }

    @Test
    void doesNotWaitForAMessageForEver() throws IOException {
        try (RawPeer peer = new RawPeer(theirs, ours.port())) {
            peer.says(good(1).substring(0, 40));
            assertThat(peer.hearsTheEnd()).endsWith("<closed>");
        }
        assertThat(ours.refused("sip.connections.refused", "slow-message")).isEqualTo(1);
    }

    @Test
    void doesNotWaitForAHandshakeForEver() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), ours.port())) {
            socket.setSoTimeout(20_000);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void returnsRecordRoutesAsTheyCame() throws IOException {
        String first =
                "<sip:sip.sfb.example:5061;transport=tls;opaque=state:T;ms-key-info=AA+/EAA=;ms-route-sig=aB==;lr>;tag=AB;ms-rrsig=x==";
        String second = "<sip:fe.int;lr> , \"q, q\" <sip:fe2.int;lr>";
        reaction = request -> request.respond(180);
        try (RawPeer peer = new RawPeer(theirs, ours.port())) {
            String invite =
                    good(1).replace("MESSAGE", "INVITE")
                            .replace(
                                    "Call-ID",
                                    "Record-Route: "
                                            + first
                                            + "\r\nRecord-Route: "
                                            + second
                                            + "\r\nCall-ID");
            assertThat(peer.says(invite).hears("\r\n\r\n"))
                    .startsWith("SIP/2.0 180")
                    .contains("Record-Route: " + first + "\r\nRecord-Route: " + second + "\r\n");
            assertThat(recorder.requests.remove().recordRoutes())
                    .containsExactly(first, "<sip:fe.int;lr>", "\"q, q\" <sip:fe2.int;lr>");
        }
    }

    @Test
    void saysThatItTriesWhenAnInviteWaits() throws IOException {
        reaction = request -> {};
        try (RawPeer peer = new RawPeer(theirs, ours.port())) {
            assertThat(peer.says(good(1).replace("MESSAGE", "INVITE")).hears("\r\n\r\n"))
                    .startsWith("SIP/2.0 100");
        }
    }

    @Test
    void takesTheAcknowledgementOfARefusalForItself() throws Exception {
        reaction = request -> request.respond(486);
        try (RawPeer peer = new RawPeer(theirs, ours.port())) {
            String heard = peer.says(good(1).replace("MESSAGE", "INVITE")).hears("\r\n\r\n");
            assertThat(heard).startsWith("SIP/2.0 486");
            peer.says(good(1).replace("MESSAGE", "ACK"));
            peer.forget();
            assertThat(peer.says(good(2).replace("MESSAGE", "BYE")).hears("\r\n\r\n"))
                    .startsWith("SIP/2.0 486");
        }
        assertThat(recorder.requests)
                .extracting(InboundRequest::method)
                .containsExactly("INVITE", "BYE");
    }

    @Test
    void handsUpTheAcknowledgementOfASuccess() throws Exception {
        reaction = request -> request.respond(request.isAnswerable() ? 486 : 200);
        try (RawPeer peer = new RawPeer(theirs, ours.port())) {
            peer.says(good(7).replace("MESSAGE", "ACK"));
            InboundRequest ack = Recorder.next(recorder.requests);
            assertThat(ack.method()).isEqualTo("ACK");
            assertThat(ack.isAnswerable()).isFalse();
        }
    }

    @Test
    void findsTheInviteThatACancelMeans() throws Exception {
        reaction =
                request -> {
                    if (request.method().equals("CANCEL")) {
                        InboundRequest invite = request.cancels().orElseThrow();
                        request.respond(200);
                        invite.respond(487);
                    }
                };
        try (RawPeer peer = new RawPeer(theirs, ours.port())) {
            peer.says(good(1).replace("MESSAGE", "INVITE"));
            peer.says(good(1).replace("MESSAGE", "CANCEL"));
            String heard = peer.hears("487");
            assertThat(heard).contains("SIP/2.0 200", "1 CANCEL", "SIP/2.0 487");
            assertThat(heard.indexOf("SIP/2.0 200")).isLessThan(heard.indexOf("SIP/2.0 487"));
        }
    }

    @Test
    void forgetsWhatNobodyAnswersAndWhatWantsNoAnswer() throws Exception {
        reaction = request -> {};
        try (RawPeer peer = new RawPeer(theirs, ours.port())) {
            for (int i = 1; i <= 50; i++) {
                peer.says(good(i).replace("MESSAGE", "BENOTIFY"));
                peer.says(good(100 + i));
            }
            for (int i = 0; i < 100; i++) {
                Recorder.next(recorder.requests);
            }
            assertThat(ours.context().metrics().gauge("sip.transactions", Map.of()))
                    .isBetween(1L, 50L);
            Waiting.until(() -> ours.context().metrics().gauge("sip.transactions", Map.of()) == 0);
            assertThat(ours.refused("sip.messages.refused", "unanswered")).isEqualTo(50);
        }
    }

    @Test
    void oneAddressCannotTakeAllConnectionsBeforeItProvesAPeer() throws IOException {
        TransportLimits.Counts few = new TransportLimits.Counts(100, 2, 3, 10);
        TransportBench.Side small =
                bench.ours(
                        new TransportLimits(
                                TransportBench.quick().sizes(),
                                TransportBench.quick().times(),
                                few),
                        peer(THEIRS, THEIR_HOST, 0));
        small.transport().start(recorder);
        List<Socket> mute = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                mute.add(new Socket(InetAddress.getLoopbackAddress(), small.port()));
            }
            mute.getLast().setSoTimeout(10_000);
            assertThat(mute.getLast().getInputStream().read()).isEqualTo(-1);
            assertThat(small.refused("sip.connections.refused", "too-many")).isEqualTo(1);
        } finally {
            for (Socket socket : mute) {
                socket.close();
            }
        }
        Waiting.until(() -> small.context().metrics().gauge("sip.connections", Map.of()) == 0);
        try (RawPeer one = new RawPeer(theirs, small.port());
                RawPeer two = new RawPeer(theirs, small.port());
                RawPeer three = new RawPeer(theirs, small.port())) {
            assertThat(one.says(good(1)).hears("\r\n\r\n")).startsWith("SIP/2.0 200");
            assertThat(two.says(good(2)).hears("\r\n\r\n")).startsWith("SIP/2.0 200");
            assertThat(three.hearsTheEnd()).isEqualTo("<closed>");
        }
    }

    @Test
    void thereIsAnEndToAllConnectionsTogether() throws IOException {
        TransportLimits.Counts few = new TransportLimits.Counts(2, 20, 16, 10);
        TransportBench.Side small =
                bench.ours(
                        new TransportLimits(
                                TransportLimits.DEFAULTS.sizes(),
                                TransportLimits.DEFAULTS.times(),
                                few),
                        peer(THEIRS, THEIR_HOST, 0));
        small.transport().start(recorder);
        try (RawPeer one = new RawPeer(theirs, small.port());
                RawPeer two = new RawPeer(theirs, small.port())) {
            assertThat(one.says(good(1)).hears("\r\n\r\n")).startsWith("SIP/2.0 200");
            assertThat(two.says(good(2)).hears("\r\n\r\n")).startsWith("SIP/2.0 200");
            try (Socket third = new Socket(InetAddress.getLoopbackAddress(), small.port())) {
                third.setSoTimeout(10_000);
                assertThat(third.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(small.refused("sip.connections.refused", "too-many")).isEqualTo(1);
        }
        Waiting.until(() -> small.context().metrics().gauge("sip.connections", Map.of()) == 0);
        try (RawPeer next = new RawPeer(theirs, small.port())) {
            assertThat(next.says(good(3)).hears("\r\n\r\n")).startsWith("SIP/2.0 200");
        }
    }

    @Test
    void handshakesOnceForEachConnection() throws IOException {
        TransportBench.Side patient =
                bench.ours(TransportLimits.DEFAULTS, peer(THEIRS, THEIR_HOST, 0));
        patient.transport().start(recorder);
        try (RawPeer peer = new RawPeer(theirs, patient.port(), "TLSv1.2")) {
            assertThat(peer.says(good(1)).hears("\r\n\r\n")).startsWith("SIP/2.0 200");
            peer.forget();
            assertThat(peer.handshakesAgain().hearsTheEnd()).endsWith("<closed>");
        }
        assertThat(patient.refused("sip.connections.refused", "renegotiation")).isEqualTo(1);
    }

    @Test
    void repeatsAnAcceptanceOctetForOctet() throws Exception {
        reaction =
                request -> {
                    SIPResponse accepted = (SIPResponse) request.response(200);
                    accepted.addHeader(contact());
                    request.respond(accepted);
                };
        try (RawPeer peer = new RawPeer(theirs, ours.port())) {
            String heard = peer.says(good(1).replace("MESSAGE", "INVITE")).hears("200 OK");
            InboundRequest invite = Recorder.next(recorder.requests);
            heard = peer.hears("Content-Length: 0\r\n\r\n");
            String accepted = heard.substring(heard.indexOf("SIP/2.0 200"));
            peer.forget();
            assertThat(invite.repeat()).isTrue();
            assertThat(peer.hears("Content-Length: 0\r\n\r\n")).isEqualTo(accepted);
        }
    }

    private static SIPHeader contact() {
        try {
            return StringMsgParser.parseSIPHeader("Contact: <sip:alice@sip.xmpp.example>");
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anAnswerThatCannotBeMadeIsAnAnswerAllTheSame() throws IOException {
        // The transaction layer takes no 200 to an INVITE without Contact.
        reaction = request -> request.respond(200);
        try (RawPeer peer = new RawPeer(theirs, ours.port())) {
            assertThat(peer.says(good(1).replace("MESSAGE", "INVITE")).hears("\r\n\r\n"))
                    .startsWith("SIP/2.0 500");
        }
    }

    @Test
    void neverShowsWhatUsersWrote() throws IOException {
        ListAppender<ILoggingEvent> seen = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger("ROOT");
        root.setLevel(Level.TRACE);
        seen.start();
        root.addAppender(seen);
        try (RawPeer peer = new RawPeer(theirs, ours.port())) {
            String canary =
                    good(1).replace(
                                    "Content-Length: 2\r\n\r\nhi",
                                    "Content-Length: 6\r\n\r\ncanary");
            peer.says(canary).hears("\r\n\r\n");
            peer.says(
                    canary.replace("raw1", "raw2")
                            .replace("<sip:bob@sfb.example>", "\"canary\" <sip:bob@"));
            peer.says(canary.replace("raw1", "raw3").replace("To: <", "To: canary <<<"));
            peer.says("canary canary\r\n\r\n").hearsTheEnd();
        } finally {
            root.detachAppender(seen);
            root.setLevel(Level.WARN);
        }
        assertThat(seen.list).isNotEmpty();
        assertThat(seen.list)
                .noneMatch(event ->
                        event.getFormattedMessage().contains("canary")
                                || (event.getThrowableProxy() != null
                                        && String.valueOf(event.getThrowableProxy().getMessage())
                                                .contains("canary")));
    }
}
