package org.sallyport.simulator.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.sallyport.simulator.cert.CertificateAuthority;
import org.sallyport.simulator.cert.CertificateRequest;
import org.sallyport.simulator.cert.IssuedCertificate;
import org.sallyport.simulator.edge.Behaviour;
import org.sallyport.simulator.edge.EdgeConfig;
import org.sallyport.simulator.edge.Federation;
import org.sallyport.simulator.edge.MessageReply;
import org.sallyport.simulator.edge.Partner;
import org.sallyport.simulator.edge.Sent;
import org.sallyport.simulator.edge.SimulatedEdge;
import org.sallyport.simulator.sip.TlsIdentity;
import org.sallyport.simulator.sip.TlsRules;

class SipLoadTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final CertificateAuthority AUTHORITY =
            CertificateAuthority.create("Load Test CA");
    private static final LoadPlan PLAN = new LoadPlan("xmpp.example", "sfb.example", 20, 60);
    private static final LoadPlan MIRROR = new LoadPlan("sfb.example", "xmpp.example", 20, 60);

    private static TlsIdentity identity(String name) {
        IssuedCertificate issued = AUTHORITY.issue(CertificateRequest.forDomain(name));
        return new TlsIdentity(issued.chain(), issued.key(), List.of(AUTHORITY.certificate()));
    }

    private static SipLoad.Settings settings(String name) {
        return new SipLoad.Settings(identity(name), TlsRules.USUAL, name, 1);
    }

    private static void until(BooleanSupplier so) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!so.getAsBoolean() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(2_000_000);
        }
        assertThat(so.getAsBoolean()).isTrue();
    }

    @Test
    void carriesEveryTextOnceAndInOrder() throws Exception {
        LoadScore there = new LoadScore(20);
        LoadScore back = new LoadScore(20);
        try (SipLoad edge = new SipLoad(settings("sip.sfb.example"), PLAN, there, back);
                SipLoad gateway = new SipLoad(settings("sip.xmpp.example"), MIRROR, back, there)) {
            edge.connect(gateway.address(), "sip.xmpp.example", 2);
            assertThat(edge.openSessions(LIMIT)).isEqualTo(20);
            assertThat(edge.sendWindowed(100, 5_000, LIMIT)).isEqualTo(5_000);
            until(() -> there.open() == 0);
            assertThat(there.report().counts()).isEqualTo(new LoadReport.Counts(5_000, 5_000, 0));
            assertThat(there.report().faults().isNone()).isTrue();
            until(() -> edge.answers().count() == 5_000);

            gateway.connect(edge.address(), "sip.sfb.example", 1);
            until(() -> gateway.sessions() == 20);
            gateway.sendAtRate(500, Duration.ofMillis(400));
            until(() -> back.open() == 0);
            assertThat(back.report().counts().arrived()).isGreaterThan(100);
            assertThat(back.report().faults().isNone()).isTrue();
        }
    }

    @Test
    void passesTheStrictEdgeInBothRoles() throws Exception {
        LoadScore there = new LoadScore(20);
        LoadScore back = new LoadScore(20);
        EdgeConfig config =
                EdgeConfig.of(identity("sip.xmpp.example"), "sip.xmpp.example", "xmpp.example")
                        .withFederation(Federation.USUAL.withSrv("sfb.example", "sip.sfb.example"));
        try (SipLoad load = new SipLoad(settings("sip.sfb.example"), PLAN, there, back);
                SimulatedEdge strict = new SimulatedEdge(config)) {
            strict.partner(Partner.enhanced("sfb.example", load.address()));
            for (int number = 0; number < 20; number++) {
                strict.user(PLAN.xmppAddress(number));
            }
            load.connect(strict.address(), "sip.xmpp.example", 1);
            assertThat(load.openSessions(LIMIT)).isEqualTo(20);
            load.sendAtRate(400, Duration.ofMillis(250));
            until(() -> load.answers().count() == there.report().counts().sent());
            assertThat(strict.user(PLAN.xmppAddress(0)).received()).isNotEmpty();

            String other = PLAN.sipAddress(3);
            strict.user("new@xmpp.example");
            Sent sent =
                    strict.user("new@xmpp.example")
                            .says(other, new LoadToken(3, 7, System.nanoTime()).text())
                            .get(10, TimeUnit.SECONDS);
            assertThat(sent.status()).isEqualTo(200);
            assertThat(back.report().counts().arrived()).isEqualTo(1);
            assertThat(strict.violations()).isEmpty();
        }
    }

    @Test
    void tellsRefusalsOfSessionsAndTexts() throws Exception {
        LoadScore there = new LoadScore(20);
        EdgeConfig config =
                EdgeConfig.of(identity("sip.xmpp.example"), "sip.xmpp.example", "xmpp.example")
                        .withFederation(Federation.USUAL.withSrv("sfb.example", "sip.sfb.example"));
        try (SipLoad load =
                        new SipLoad(settings("sip.sfb.example"), PLAN, there, new LoadScore(20));
                SimulatedEdge strict = new SimulatedEdge(config)) {
            strict.partner(Partner.enhanced("sfb.example", load.address()));
            for (int number = 0; number < 5; number++) {
                strict.user(
                        PLAN.xmppAddress(number),
                        Behaviour.answers().with(MessageReply.refuse(500, "No")));
            }
            load.connect(strict.address(), "sip.xmpp.example", 1);
            assertThat(load.openSessions(LIMIT)).isEqualTo(5);
            load.sendWindowed(50, 20, LIMIT);
            until(() -> there.open() == 0);
            assertThat(load.refusals()).containsEntry(404, 15L).containsEntry(500, 5L);
            assertThat(there.report().counts().failed()).isEqualTo(20);
        }
    }

    @Test
    void framesTheSameWhereverTheStreamIsCut() {
        String one = "SIP/2.0 200 OK\r\nVia: x\r\nl: 3\r\n\r\nabc";
        byte[] octets =
                (one + "\r\n\r\n" + one.replace("l:", "Content-Length:"))
                        .getBytes(StandardCharsets.US_ASCII);
        for (int cut = 1; cut < octets.length; cut++) {
            EmbeddedChannel channel = new EmbeddedChannel(new SipFrames());
            channel.writeInbound(Unpooled.copiedBuffer(octets, 0, cut));
            channel.writeInbound(Unpooled.copiedBuffer(octets, cut, octets.length - cut));
            SipFrames.Frame first = channel.readInbound();
            SipFrames.Frame second = channel.readInbound();
            assertThat(new String(first.octets(), StandardCharsets.US_ASCII)).isEqualTo(one);
            assertThat(second.octets().length - second.head()).isEqualTo(3);
        }
    }
}
