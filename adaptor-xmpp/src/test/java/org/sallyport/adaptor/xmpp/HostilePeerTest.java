package org.sallyport.adaptor.xmpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sallyport.adaptor.xmpp.config.XmppConfig.StreamLimits;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.simulator.xmpp.Security;

/** Peers that have proved nothing, and servers that are not what they should be. */
class HostilePeerTest {
    private static final String STARTTLS = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";
    private static final String PROCEED = "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";
    private static final String MESSAGE =
            "<message from='a@xmpp.example' to='b@sfb.example'><body>x</body></message>";

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OPEN " + MESSAGE + "|policy-violation",
                "OPEN <db:result xmlns:db='jabber:server:dialback'>k</db:result>|policy-violation",
                "OPEN <auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='EXTERNAL'/>|policy-violation",
                "<stream:stream xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams' to='no.example' version='1.0'>|host-unknown",
                "<stream:stream xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>|host-unknown",
                "<stream:stream xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams' to='sfb.example'>|unsupported-version",
                "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='sfb.example' version='1.0'>|invalid-namespace",
                "<!DOCTYPE x>|restricted-xml",
                "GET / HTTP/1.1|not-well-formed",
            })
    void inClearThereIsNothingButStartTls(String input, String condition) throws Exception {
        try (Boundary boundary = new Boundary.Setup().open(folder);
                RawConnection peer = RawConnection.to(boundary.ourAddress(Security.STARTTLS))) {
            peer.writes(input.replace("OPEN ", RawConnection.OPEN));
            assertThat(peer.readsToTheEnd())
                    .contains("<" + condition + " ")
                    .endsWith("</stream:stream>");
        }
    }

    @Test
    void otherEncodingsAndLargeInputEndBeforeTheProof() throws Exception {
        try (Boundary boundary = new Boundary.Setup().open(folder)) {
            InetSocketAddress address = boundary.ourAddress(Security.STARTTLS);
            try (RawConnection peer = RawConnection.to(address)) {
                peer.writes(RawConnection.OPEN.getBytes(StandardCharsets.UTF_16));
                assertThat(peer.readsToTheEnd()).contains("<unsupported-encoding ");
            }
            try (RawConnection peer = RawConnection.to(address)) {
                peer.writes(RawConnection.OPEN + "<x a='" + "y".repeat(10_000));
                assertThat(peer.readsToTheEnd()).contains("<policy-violation ");
            }
        }
    }

    /** CVE-2011-0411 and its like: what came in clear must not count after TLS. */
    @Test
    void octetsBehindStartTlsEndTheConnection() throws Exception {
        try (Boundary boundary = new Boundary.Setup().open(folder);
                RawConnection peer = RawConnection.to(boundary.ourAddress(Security.STARTTLS))) {
            peer.writes(RawConnection.OPEN + STARTTLS + RawConnection.OPEN + MESSAGE);
            peer.readsToTheEnd();
            assertThat(boundary.failedSteps()).isNotEmpty();
            assertThat(boundary.core.size()).isZero();
            assertThat(boundary.adaptor.peers().getFirst().connections()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "xmpp.example, EXTERNAL, success",
        "XMPP.example, EXTERNAL, success",
        "'', EXTERNAL, success",
        "other.example, EXTERNAL, invalid-authzid",
        "xmpp.example, PLAIN, invalid-mechanism",
        "xmpp.example, ANONYMOUS, invalid-mechanism"
    })
    void theAuthorizationIdIsTheDomainOfTheStream(String id, String mechanism, String answer)
            throws Exception {
        try (Boundary boundary = new Boundary.Setup().open(folder);
                RawConnection peer =
                        RawConnection.encrypted(
                                boundary, boundary.ourAddress(Security.DIRECT_TLS))) {
            peer.writes(RawConnection.OPEN);
            assertThat(peer.readsUntil("</stream:features>"))
                    .contains("EXTERNAL")
                    .doesNotContain("starttls");
            String encoded =
                    id.isEmpty()
                            ? "="
                            : Base64.getEncoder()
                                    .encodeToString(id.getBytes(StandardCharsets.UTF_8));
            peer.writes(
                    "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='"
                            + mechanism
                            + "'>"
                            + encoded
                            + "</auth>");
            String read = peer.readsUntil(answer);
            if (!answer.equals("success")) {
                assertThat(read + peer.readsToTheEnd()).contains("<not-authorized ");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                MESSAGE + "|not-authorized",
                "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='EXTERNAL'>!</auth>|incorrect-encoding",
            })
    void nothingPassesBeforeTheProof(String input, String condition) throws Exception {
        try (Boundary boundary = new Boundary.Setup().open(folder);
                RawConnection peer =
                        RawConnection.encrypted(
                                boundary, boundary.ourAddress(Security.DIRECT_TLS))) {
            peer.writes(RawConnection.OPEN);
            peer.readsUntil("</stream:features>");
            peer.writes(input);
            assertThat(peer.readsToTheEnd()).contains("<" + condition);
            assertThat(boundary.core.size()).isZero();
        }
    }

    @Test
    void theNameMayNotChangeAfterTheProof() throws Exception {
        try (Boundary boundary = new Boundary.Setup().open(folder);
                RawConnection peer =
                        RawConnection.encrypted(
                                boundary, boundary.ourAddress(Security.DIRECT_TLS))) {
            peer.writes(RawConnection.OPEN);
            peer.readsUntil("</stream:features>");
            peer.writes(
                    "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='EXTERNAL'>=</auth>");
            peer.readsUntil("<success");
            peer.writes(RawConnection.OPEN.replace("from='xmpp.example'", "from='bank.example'"));
            assertThat(peer.readsToTheEnd()).contains("<invalid-from ");
        }
    }

    @Test
    void aConnectionThatDoesNotProveItselfIsEndedAndTheirNumberIsBounded() throws Exception {
        Boundary.Setup setup = new Boundary.Setup();
        setup.limits =
                normal ->
                        new StreamLimits(
                                normal.maxStanza(),
                                normal.preAuth(),
                                Duration.ofSeconds(2),
                                normal.idle(),
                                1000,
                                20,
                                3,
                                1000,
                                1000);
        try (Boundary boundary = setup.open(folder)) {
            InetSocketAddress address = boundary.ourAddress(Security.STARTTLS);
            List<RawConnection> silent = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                silent.add(RawConnection.to(address));
                silent.getLast().writes(RawConnection.OPEN).readsUntil("</stream:features>");
            }
            try (RawConnection tooMany = RawConnection.to(address)) {
                assertThat(tooMany.readsToTheEnd()).isEmpty();
            }
            for (RawConnection connection : silent) {
                assertThat(connection.readsToTheEnd()).contains("<connection-timeout ");
                connection.close();
            }
            Boundary.await("room", () -> isGreeted(address));
        }
    }

    private static boolean isGreeted(InetSocketAddress address) {
        try (RawConnection again = RawConnection.to(address)) {
            again.writes(RawConnection.OPEN);
            return again.readsToTheEnd("</stream:features>").contains("<starttls ");
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aServerThatHidesOrAbusesStartTlsGetsNothing() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Boundary.Setup setup = new Boundary.Setup();
            setup.target = Optional.of((InetSocketAddress) server.getLocalSocketAddress());
            try (Boundary boundary = setup.open(folder)) {
                CompletableFuture<String> heard = new CompletableFuture<>();
                Thread.startVirtualThread(() -> heard.completeAsync(() -> talk(server)));
                Outcome outcome =
                        boundary.adaptor.deliver(
                                Boundary.text("alice@xmpp.example", "secret words"),
                                Instant.now().plusSeconds(10));
                assertThat(outcome).isInstanceOf(Outcome.Failed.class);
                assertThat(heard.get(10, TimeUnit.SECONDS))
                        .contains("<starttls ")
                        .doesNotContain("secret", "<auth");
            }
        }
    }

    /** Offers no STARTTLS, and puts something behind its consent. */
    private static String talk(ServerSocket server) {
        try (RawConnection client = RawConnection.of(server.accept())) {
            String header = client.readsUntil("version='1.0'");
            client.writes(RawConnection.OPEN + "<stream:features/>");
            String asked = client.readsUntil("<starttls");
            client.writes(
                    PROCEED
                            + "<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/></stream:features>");
            return header + asked + client.readsToTheEnd();
        } catch (IOException e) {
            return "failed";
        }
    }
}
