package org.sallyport.adaptor.xmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.adaptor.xmpp.config.XmppConfig.StreamLimits;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.simulator.cert.CertificateRequest;
import org.sallyport.simulator.xmpp.Security;

/** Peers and strangers that take more than they give, and peers that take less than others. */
class GreedyPeerTest {
    private static final String ALICE = "alice@xmpp.example";

    @TempDir Path folder;

    @Test
    void whoAsksWithoutReadingTheAnswersIsCutOff() throws Exception {
        try (Boundary boundary = new Boundary.Setup().open(folder);
                RawConnection peer =
                        RawConnection.proved(boundary, boundary.ourAddress(Security.DIRECT_TLS))) {
            peer.writes("<enable xmlns='urn:xmpp:sm:3'/>").readsUntil("<enabled");
            byte[] questions =
                    "<r xmlns='urn:xmpp:sm:3'/>".repeat(5_000).getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(
                            () -> {
                                for (int i = 0; i < 500; i++) {
                                    peer.writes(questions);
                                }
                            })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void strangersLeaveRoomForPeers() throws Exception {
        Boundary.Setup setup = new Boundary.Setup();
        setup.limits =
                normal ->
                        new StreamLimits(
                                normal.maxStanza(),
                                normal.preAuth(),
                                Duration.ofSeconds(30),
                                normal.idle(),
                                4,
                                20,
                                20,
                                1000,
                                1000);
        try (Boundary boundary = setup.open(folder)) {
            List<RawConnection> strangers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                RawConnection stranger = RawConnection.to(boundary.ourAddress(Security.STARTTLS));
                stranger.writes(RawConnection.OPEN).readsUntil("</stream:features>");
                strangers.add(stranger);
            }
            try (RawConnection tooMany = RawConnection.to(boundary.ourAddress(Security.STARTTLS))) {
                assertThat(tooMany.readsToTheEnd()).isEmpty();
            }
            assertThat(boundary.deliver(ALICE, "hi")).isInstanceOf(Outcome.Delivered.class);
            for (RawConnection stranger : strangers) {
                stranger.close();
            }
        }
    }

    @Test
    void whatWasSentWithoutTlsIsShownNowhere() throws Exception {
        try (Boundary boundary = new Boundary.Setup().open(folder);
                RawConnection stranger =
                        RawConnection.to(boundary.ourAddress(Security.DIRECT_TLS))) {
            String words = "some secret words of a user";
            stranger.writes(words).readsToTheEnd();
            Boundary.await("the failure", () -> !boundary.failedSteps().isEmpty());
            String hexadecimal =
                    HexFormat.of().formatHex("secret".getBytes(StandardCharsets.UTF_8));
            assertThat(boundary.context.published().toString())
                    .doesNotContainIgnoringCase("secret", hexadecimal);
        }
    }

    @Test
    void theLimitThatAPeerTellsIsKept() throws Exception {
        Boundary.Setup setup = new Boundary.Setup();
        setup.security = Security.DIRECT_TLS;
        setup.routeToUs = false;
        InetSocketAddress where;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            where = (InetSocketAddress) free.getLocalSocketAddress();
        }
        setup.target = Optional.of(where);
        try (Boundary boundary = setup.open(folder);
                ServerSocket server =
                        boundary.authority
                                .issue(CertificateRequest.forDomain("xmpp.example"))
                                .sslContext(boundary.authority)
                                .getServerSocketFactory()
                                .createServerSocket(where.getPort(), 5, where.getAddress())) {
            CompletableFuture<String> heard = new CompletableFuture<>();
            Thread.startVirtualThread(() -> heard.completeAsync(() -> serve(server)));
            assertThat(boundary.deliver(ALICE, "x".repeat(30_000)))
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.TOO_LARGE));
            assertThat(boundary.deliver(ALICE, "small")).isInstanceOf(Outcome.Delivered.class);
            assertThat(heard.get(10, TimeUnit.SECONDS)).contains("small").doesNotContain("xxx");
        }
    }

    /** A server that takes 20,000 octets and knows no acknowledgements (XEP-0478). */
    private static String serve(ServerSocket server) {
        String header =
                "<?xml version='1.0'?><stream:stream xmlns='jabber:server' id='x' version='1.0'"
                        + " xmlns:stream='http://etherx.jabber.org/streams' from='xmpp.example'>";
        try (RawConnection client = RawConnection.of(server.accept())) {
            client.readsUntil("version='1.0'");
            client.writes(
                    header
                            + "<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>EXTERNAL</mechanism></mechanisms></stream:features>");
            client.readsUntil("</auth>");
            client.writes("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
            client.readsUntil("version='1.0'");
            client.writes(
                    header
                            + "<stream:features><limits xmlns='urn:xmpp:stream-limits:0'><max-bytes>20000</max-bytes></limits></stream:features>");
            return client.readsUntil("</message>");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
