package org.sallyport.simulator.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sallyport.simulator.cert.CertificateAuthority;
import org.sallyport.simulator.cert.CertificateRequest;
import org.sallyport.simulator.cert.IssuedCertificate;
import org.sallyport.simulator.cert.KeyUsage;
import org.sallyport.simulator.sip.SipMessage;
import org.sallyport.simulator.sip.TlsIdentity;
import org.sallyport.simulator.sip.TlsRules;

/** MS-SIP §8.1, points 1 to 5. */
class TransportPointsTest {
    private static final InetSocketAddress NOWHERE =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);

    private static SimulatedEdge edge(EdgeConfig config) {
        SimulatedEdge edge = new SimulatedEdge(config);
        edge.partner(Partner.enhanced("xmpp.example", NOWHERE));
        edge.user("bob@sfb.example");
        return edge;
    }

    private static SipMessage options(RawGateway gateway) {
        return gateway.start("OPTIONS", "sip:sfb.example", 1)
                .with("ms-asserted-verification-level", RawGateway.VERIFIED)
                .empty();
    }

    @Test
    void point1SpeaksTls12UnlessToldOtherwise() throws Exception {
        TlsIdentity identity = World.identity(CertificateRequest.forDomain("sip.xmpp.example"));
        TlsRules both = TlsRules.USUAL.withProtocols("TLSv1.2", "TLSv1.3");
        try (SimulatedEdge old = edge(World.sfbConfig());
                SimulatedEdge young = edge(World.sfbConfig().withTls(both));
                RawGateway toOld = new RawGateway(identity, both, old, "t1");
                RawGateway toYoung = new RawGateway(identity, both, young, "t2")) {
            assertThat(toOld.line.connection().protocol()).isEqualTo("TLSv1.2");
            assertThat(toYoung.line.connection().protocol()).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void point1CutsAnUntrustedPeerOff() throws Exception {
        CertificateAuthority stranger = CertificateAuthority.create("Stranger");
        IssuedCertificate issued = stranger.issue(CertificateRequest.forDomain("sip.xmpp.example"));
        try (SimulatedEdge edge = edge(World.sfbConfig())) {
            assertThatThrownBy(() ->
                            new RawGateway(World.identity(issued), TlsRules.USUAL, edge, "t3"))
                    .isInstanceOf(IllegalStateException.class);
            World.until("the failure is counted", () -> edge.handshakeFailures() == 1);
            assertThat(edge.connections()).isEmpty();
        }
    }

    @Test
    void point1LooksAtTheKeyUsageAsConfigured() throws Exception {
        TlsIdentity serverOnly =
                World.identity(
                        CertificateRequest.forDomain("sip.xmpp.example").usage(KeyUsage.SERVER));
        try (SimulatedEdge strict = edge(World.sfbConfig());
                SimulatedEdge lax =
                        edge(
                                World.sfbConfig()
                                        .withTls(TlsRules.USUAL.withUsage(TlsRules.Usage.ANY)))) {
            assertThatThrownBy(() -> new RawGateway(serverOnly, TlsRules.USUAL, strict, "t4"))
                    .isInstanceOf(IllegalStateException.class);
            try (RawGateway gateway = new RawGateway(serverOnly, TlsRules.USUAL, lax, "t5")) {
                gateway.line.send(options(gateway));
                assertThat(gateway.answer(200).header("Server")).contains("RTC/7.0");
            }
        }
    }

    @Test
    void point1LooksAtRevocationAsConfigured() {
        TlsRules revoking = TlsRules.USUAL.withRevocationLists(List.of());
        try (SimulatedEdge edge = edge(World.sfbConfig().withTls(revoking))) {
            // No list covers the authority, so nothing says that the certificate is still good.
            assertThatThrownBy(() -> new RawGateway(edge, "t6"))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void point2WantsTheNameOfTheSrvTargetInTheCertificate() throws Exception {
        TlsIdentity other = World.identity(CertificateRequest.forDomain("sip.other.example"));
        try (SimulatedEdge edge = edge(World.sfbConfig());
                RawGateway gateway = new RawGateway(other, TlsRules.USUAL, edge, "n1")) {
            gateway.line.send(options(gateway));
            assertBare504(gateway.answer(504));
            assertThat(edge.refusedByGate()).isEqualTo(1);
        }
    }

    @Test
    void point2WantsTheSrvTargetInExactlyTheDomain() throws Exception {
        for (String target :
                List.of("sip.sub.xmpp.example", "sip.hoster.example", "xmpp.example")) {
            EdgeConfig config =
                    World.sfbConfig()
                            .withFederation(Federation.USUAL.withSrv("xmpp.example", target));
            TlsIdentity identity = World.identity(CertificateRequest.forDomain(target));
            try (SimulatedEdge edge = edge(config);
                    RawGateway gateway = new RawGateway(identity, TlsRules.USUAL, edge, "n2")) {
                gateway.line.send(options(gateway));
                assertBare504(gateway.answer(504));
            }
        }
    }

    @Test
    void point2WantsTheAssertedIdentityInTheSameDomain() throws Exception {
        try (SimulatedEdge edge = edge(World.sfbConfig());
                RawGateway gateway = new RawGateway(edge, "n3")) {
            gateway.line.send(
                    gateway.inviteHead("n3")
                            .with("P-Asserted-Identity", "<sip:alice@other.example>")
                            .body("application/sdp", RawGateway.offer()));
            assertBare504(gateway.answer(504));
        }
    }

    private static void assertBare504(SipMessage answer) {
        assertThat(answer.reason()).isEqualTo("Server time-out");
        assertThat(answer.header("Server")).contains("RTC/7.0");
        assertThat(answer.headers())
                .noneMatch(header -> header.name().startsWith("ms-diagnostics"));
    }

    @Test
    void point3KnowsDirectDynamicAndBlockedPartners() throws Exception {
        EdgeConfig closed = World.sfbConfig().withFederation(Federation.USUAL.withDiscovery(false));
        try (SimulatedEdge edge = edge(closed);
                RawGateway gateway = new RawGateway(edge, "m1")) {
            edge.partner(Partner.direct("xmpp.example", "sip.xmpp.example", NOWHERE));
            gateway.line.send(options(gateway));
            gateway.answer(200);
            edge.partner(Partner.direct("xmpp.example", "other.xmpp.example", NOWHERE));
            gateway.line.send(options(gateway));
            gateway.answer(504);
            edge.partner(Partner.dynamic("xmpp.example", NOWHERE));
            gateway.line.send(options(gateway));
            gateway.answer(504);
            edge.partner(Partner.blocked("xmpp.example"));
            gateway.line.send(options(gateway));
            gateway.answer(504);
        }
    }

    @Test
    void point3LimitsTheRateAndTheContactsOfADiscoveredPartner() throws Exception {
        ManualClock clock = new ManualClock();
        EdgeConfig config = World.sfbConfig().withClock(clock);
        config = config.withFederation(config.federation().withLimits(20, 3));
        try (SimulatedEdge edge = edge(config);
                RawGateway gateway = new RawGateway(edge, "m2")) {
            edge.partner(Partner.dynamic("xmpp.example", NOWHERE));
            for (int number = 0; number < 20; number++) {
                gateway.line.send(options(gateway));
                gateway.answer(200);
            }
            gateway.line.send(options(gateway));
            gateway.answer(504);
            clock.advance(Duration.ofSeconds(1));
            gateway.line.send(options(gateway));
            gateway.answer(200);
            for (int contact = 0; contact < 3; contact++) {
                gateway.line.send(toContact(contact));
                gateway.answer(contact < 2 ? 404 : 504);
            }
        }
    }

    private static SipMessage toContact(int contact) {
        String uri = "sip:nobody" + contact + "@sfb.example";
        return SipMessage.request("INVITE", uri)
                .with("Via", "SIP/2.0/TLS sip.xmpp.example;branch=z9hG4bKc" + contact)
                .with("Max-Forwards", "70")
                .with("From", RawGateway.FROM)
                .with("To", "<" + uri + ">")
                .with("Call-ID", "contact" + contact)
                .with("CSeq", "1 INVITE")
                .with("Contact", RawGateway.CONTACT)
                .with("ms-asserted-verification-level", RawGateway.VERIFIED)
                .body("application/sdp", RawGateway.offer());
    }

    @Test
    void point3ThrottlesADiscoveredPartnerThatMostlyFails() throws Exception {
        ManualClock clock = new ManualClock();
        EdgeConfig config = World.sfbConfig().withClock(clock);
        config = config.withFederation(config.federation().withThrottle(5, Duration.ofMinutes(60)));
        try (SimulatedEdge edge = edge(config);
                RawGateway gateway = new RawGateway(edge, "m3")) {
            edge.partner(Partner.dynamic("xmpp.example", NOWHERE));
            for (int contact = 0; contact < 5; contact++) {
                gateway.line.send(toContact(contact));
                gateway.answer(404);
            }
            clock.advance(Duration.ofSeconds(5));
            gateway.line.send(options(gateway));
            gateway.answer(200);
            gateway.line.send(options(gateway));
            gateway.answer(504);
            clock.advance(Duration.ofMinutes(60));
            gateway.line.send(options(gateway));
            gateway.answer(200);
            gateway.line.send(options(gateway));
            gateway.answer(200);
        }
    }

    @Test
    void point4LooksAtTheVerificationLevel() throws Exception {
        try (SimulatedEdge edge = edge(World.sfbConfig())) {
            assertThat(invitedWithoutHeader(edge, VerificationLevel.USE_SOURCE, "v1"))
                    .isEqualTo(504);
            assertThat(invitedWithoutHeader(edge, VerificationLevel.USE_SOURCE_OR_MARK, "v2"))
                    .isEqualTo(200);
            assertThat(invitedWithoutHeader(edge, VerificationLevel.ALWAYS_VERIFIABLE, "v3"))
                    .isEqualTo(200);
            assertThat(invitedWithoutHeader(edge, VerificationLevel.ALWAYS_UNVERIFIABLE, "v4"))
                    .isEqualTo(480);
            edge.user("bob@sfb.example").knows("alice@xmpp.example");
            assertThat(invitedWithoutHeader(edge, VerificationLevel.ALWAYS_UNVERIFIABLE, "v5"))
                    .isEqualTo(200);
        }
    }

    private static int invitedWithoutHeader(
            SimulatedEdge edge, VerificationLevel level, String callId) throws Exception {
        edge.partner(Partner.enhanced("xmpp.example", NOWHERE).withLevel(level));
        try (RawGateway gateway = new RawGateway(edge, callId)) {
            gateway.line.send(
                    gateway.start("INVITE", "sip:bob@sfb.example", 1)
                            .with("Contact", RawGateway.CONTACT)
                            .body("application/sdp", RawGateway.offer()));
            while (true) {
                SipMessage answer = gateway.line.next(World.SOON).orElseThrow();
                if (answer.status() >= 200) {
                    return answer.status();
                }
            }
        }
    }

    @Test
    void point5SpreadsADialogOverUpToFourConnections() throws Exception {
        try (World world =
                World.with(config -> config.withDialect(Dialect.USUAL.withConnections(4, true)))) {
            Set<Long> used = java.util.Collections.synchronizedSet(new HashSet<>());
            world.gateway.tap((connection, message) -> used.add(connection.number()));
            world.alice();
            for (int number = 0; number < 12; number++) {
                assertThat(
                                World.end(world.bob().says("alice@xmpp.example", "text " + number))
                                        .taken())
                        .isTrue();
            }
            assertThat(used).hasSize(4);
            assertThat(world.gateway.violations()).isEmpty();
            assertThat(world.gateway.sessions()).isEqualTo(1);
        }
    }

    @Test
    void point5LosesItsConnectionsAndGoesOnInTheSameDialog() throws Exception {
        try (World world = World.usual()) {
            world.alice();
            assertThat(World.end(world.bob().says("alice@xmpp.example", "one")).invites())
                    .isEqualTo(1);
            world.sfb.dropConnections();
            World.until("all connections are gone", () -> world.gateway.connections().isEmpty());
            Sent two = World.end(world.bob().says("alice@xmpp.example", "two"));
            assertThat(two).extracting(Sent::status, Sent::invites).containsExactly(200, 0);
        }
    }

    @Test
    void point5SendsItsOwnKeepAlive() throws Exception {
        ManualClock clock = new ManualClock();
        try (World world = World.with(config -> config.withClock(clock))) {
            world.alice();
            World.end(world.bob().says("alice@xmpp.example", "one"));
            clock.advance(Duration.ofSeconds(60));
            World.until("the pong came", () -> world.sfb.pongs() == 1);
        }
    }

    @Test
    void point5CanBeASlowPeer() throws Exception {
        try (World world = World.usual()) {
            world.alice();
            World.end(world.bob().says("alice@xmpp.example", "one"));
            World.text(world.alice());
            world.gateway.pause();
            var waiting = world.bob().says("alice@xmpp.example", "two");
            assertThat(world.alice().awaitText(World.NOT_NOW)).isEmpty();
            assertThat(waiting).isNotDone();
            world.gateway.resume();
            assertThat(World.end(waiting).taken()).isTrue();
        }
    }
}
