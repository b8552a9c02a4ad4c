package org.sallyport.simulator.xmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sallyport.simulator.cert.CertificateAuthority;
import org.sallyport.simulator.cert.CertificateRequest;
import org.sallyport.simulator.cert.IssuedCertificate;
import org.sallyport.simulator.cert.KeyUsage;
import org.sallyport.simulator.cert.SubjectName;

class FederationTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final CertificateAuthority AUTHORITY = CertificateAuthority.create("Test Root");
    private static final CertificateRequest GOOD = CertificateRequest.forDomain("a.example");

    private final List<SimulatedXmppDomain> started = new ArrayList<>();

    @AfterEach
    void stop() {
        started.forEach(SimulatedXmppDomain::close);
    }

    @ParameterizedTest
    @CsvSource({"STARTTLS,TLSv1.3", "STARTTLS,TLSv1.2", "DIRECT_TLS,TLSv1.3", "DIRECT_TLS,TLSv1.2"})
    void carriesTextsBothWays(Security security, String version) throws Exception {
        SimulatedXmppDomain a = start(settings("a.example").tlsVersions(version));
        SimulatedXmppDomain b = start(settings("b.example"));
        join(a, b, security);
        SimulatedUser alice = a.user("alice");
        SimulatedUser bob = b.user("bob");
        alice.says("bob@b.example", "hello <&> \"ü\" 😀\r\n").written().get(10, TimeUnit.SECONDS);
        assertThat(bob.awaitText(SOON)).isEqualTo("hello <&> \"ü\" 😀\r\n");
        bob.says("alice@a.example/sim", "and back");
        assertThat(alice.awaitText(SOON)).isEqualTo("and back");
        assertThat(a.streams())
                .hasSize(2)
                .allSatisfy(stream -> {
                    assertThat(stream.tlsVersion()).isEqualTo(version);
                    assertThat(stream.mechanism()).isEqualTo("EXTERNAL");
                    assertThat(stream.directTls()).isEqualTo(security == Security.DIRECT_TLS);
                    assertThat(stream.certificate()).isEqualTo(PeerIdentity.VALID);
                });
        assertNoViolations();
    }

    @Test
    void keepsOrderAndLosesNothing() throws Exception {
        SimulatedXmppDomain a = start(settings("a.example").streamManagement(true));
        SimulatedXmppDomain b = start(settings("b.example").streamManagement(true));
        join(a, b, Security.STARTTLS);
        SimulatedUser alice = a.user("alice");
        List<String> texts = IntStream.range(0, 1000).mapToObj(i -> "text " + i).toList();
        texts.forEach(text -> alice.says("bob@b.example", text));
        assertThat(b.user("bob").received().awaitCount(1000, SOON))
                .extracting(ReceivedMessage::text)
                .isEqualTo(texts);
        alice.says("bob@b.example", "one more").acknowledged().get(10, TimeUnit.SECONDS);
        assertThat(a.streams().getFirst().streamManagement()).isTrue();
        assertNoViolations();
    }

    @ParameterizedTest
    @CsvSource({"STARTTLS", "DIRECT_TLS"})
    void refusesBadCertificatesInBothRoles(Security security) throws Exception {
        assertRefused(security, AUTHORITY.issue(GOOD.expired()), PeerIdentity.EXPIRED);
        assertRefused(security, AUTHORITY.issue(GOOD.notYetValid()), PeerIdentity.NOT_YET_VALID);
        assertRefused(security, CertificateAuthority.selfSigned(GOOD), PeerIdentity.SELF_SIGNED);
        assertRefused(
                security, AUTHORITY.issue(GOOD.usage(KeyUsage.CLIENT)), PeerIdentity.UNTRUSTED);
        assertRefused(
                security, CertificateAuthority.create("Other").issue(GOOD), PeerIdentity.UNTRUSTED);
        assertRefused(
                security,
                AUTHORITY.issue(CertificateRequest.forDomain("c.example")),
                PeerIdentity.WRONG_NAME);
        assertRefused(
                security,
                AUTHORITY.issue(
                        GOOD.named(
                                new SubjectName.Dns("*.a.example"),
                                new SubjectName.XmppAddress("a.example"))),
                PeerIdentity.WRONG_NAME);
        assertRefused(
                security,
                AUTHORITY.issue(CertificateRequest.commonNameOnly("a.example")),
                PeerIdentity.WRONG_NAME);
        assertNoViolations();
    }

    private void assertRefused(Security security, IssuedCertificate bad, PeerIdentity verdict) {
        SimulatedXmppDomain a = start(StreamSettings.of("a.example", bad, AUTHORITY));
        SimulatedXmppDomain b = start(settings("b.example"));
        join(a, b, security);
        // The refusal may also be seen as a lost connection, if the peer hangs up while we still
        // write.
        assertThatThrownBy(() -> a.connect("b.example").get(10, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(StreamFailure.class);
        assertThat(b.streams().getFirst().certificate()).isEqualTo(verdict);
        assertThat(b.streams().getFirst().ourError()).contains("not-authorized");
        assertThatThrownBy(() -> b.connect("a.example").get(10, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        StreamFailure.class,
                        failure ->
                                assertThat(failure.reason())
                                        .isEqualTo(StreamFailure.Cause.CERTIFICATE));
        assertThat(b.streams().getLast().certificate()).isEqualTo(verdict);
    }

    @Test
    void acceptsTheOtherWaysToNameADomain() throws Exception {
        CertificateRequest bare =
                CertificateRequest.commonNameOnly("Somebody").usage(KeyUsage.SERVER);
        for (SubjectName name :
                List.of(
                        new SubjectName.Dns("*.example"),
                        new SubjectName.Service("_xmpp-server.a.example"))) {
            IssuedCertificate issued = AUTHORITY.intermediate("Second").issue(bare.named(name));
            SimulatedXmppDomain a = start(StreamSettings.of("a.example", issued, AUTHORITY));
            SimulatedXmppDomain b = start(settings("b.example"));
            join(a, b, Security.STARTTLS);
            assertThat(a.connect("b.example").get(10, TimeUnit.SECONDS)).isNotNull();
            assertThat(b.connect("a.example").get(10, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void showsAnotherCertificateFromNowOn() throws Exception {
        SimulatedXmppDomain a = start(settings("a.example"));
        SimulatedXmppDomain b = start(settings("b.example"));
        join(a, b, Security.STARTTLS);
        b.endpoint().present(AUTHORITY.issue(CertificateRequest.forDomain("c.example")));
        assertThat(bounce(a).condition()).isEqualTo("remote-server-timeout");
        b.endpoint().present(AUTHORITY.issue(CertificateRequest.forDomain("b.example")));
        a.user("alice").says("bob@b.example", "now");
        assertThat(b.user("bob").awaitText(SOON)).isEqualTo("now");
    }

    @Test
    void bouncesWhenThePeerCannotBeReached() throws Exception {
        SimulatedXmppDomain a = start(settings("a.example"));
        SimulatedXmppDomain b = start(settings("b.example"));
        assertThat(bounce(a))
                .isEqualTo(
                        StanzaError.bounce(
                                a.user("alice").errors().all().getFirst().id(),
                                "a.example",
                                "cancel",
                                "remote-server-not-found"));
        join(a, b, Security.STARTTLS);
        b.endpoint().refuse();
        assertThat(bounce(a).condition()).isEqualTo("remote-server-not-found");
        b.endpoint().accept();
        b.behaviour().offersExternal(false);
        assertThat(bounce(a).condition()).isEqualTo("remote-server-timeout");
        b.behaviour().offersExternal(true);
        a.user("alice").says("bob@b.example", "at last");
        assertThat(b.user("bob").awaitText(SOON)).isEqualTo("at last");
    }

    private static StanzaError bounce(SimulatedXmppDomain from) throws Exception {
        return from.user("alice").says("bob@b.example", "x").error().get(10, TimeUnit.SECONDS);
    }

    @Test
    void playsEveryKindOfUser() throws Exception {
        SimulatedXmppDomain a = start(settings("a.example"));
        SimulatedXmppDomain b = start(settings("b.example"));
        join(a, b, Security.DIRECT_TLS);
        SimulatedUser alice = a.user("alice");
        assertThat(
                        alice.says("nobody@b.example", "x")
                                .error()
                                .get(10, TimeUnit.SECONDS)
                                .condition())
                .isEqualTo("service-unavailable");
        SimulatedUser bob = b.user("Bob");
        bob.behave(new UserBehaviour.Unknown());
        assertThat(bounce(a).condition()).isEqualTo("service-unavailable");
        bob.behave(
                new UserBehaviour.Refusing(StanzaError.of("auth", "forbidden").text("not <you>")));
        assertThat(bounce(a).text()).contains("not <you>");
        bob.behave(
                new UserBehaviour.LateError(StanzaError.of("wait", "gone"), Duration.ofMillis(20)));
        assertThat(bounce(a).condition()).isEqualTo("gone");
        bob.behave(new UserBehaviour.HeldError(StanzaError.of("wait", "recipient-unavailable")));
        SentStanza held = alice.says("bob@b.example", "held");
        bob.received().awaitCount(2, SOON);
        assertThat(held.error()).isNotDone();
        assertThat(bob.failHeld()).isEqualTo(1);
        assertThat(held.error().get(10, TimeUnit.SECONDS).fromOwnServer()).isFalse();
        bob.behave(new UserBehaviour.Silent());
        SentStanza ignored = alice.says("bob@b.example", "ignored");
        alice.asks("b.example", "<ping xmlns='urn:xmpp:ping'/>").answer().get(10, TimeUnit.SECONDS);
        assertThat(ignored.error()).isNotDone();
        assertThat(bob.received().all()).hasSize(2);
        assertThat(alice.errors().all()).hasSize(5);
        assertNoViolations();
    }

    @Test
    void answersRequests() throws Exception {
        SimulatedXmppDomain a = start(settings("a.example"));
        SimulatedXmppDomain b = start(settings("b.example"));
        join(a, b, Security.STARTTLS);
        SimulatedUser alice = a.user("alice");
        String disco = "<query xmlns='" + Namespaces.DISCO_INFO + "'/>";
        a.ping("b.example").answer().get(10, TimeUnit.SECONDS);
        assertThat(alice.asks("b.example", disco).answer().get(10, TimeUnit.SECONDS).children())
                .hasSize(1);
        assertThat(alice.asks("bob@b.example", disco).answer().get(10, TimeUnit.SECONDS).children())
                .hasSize(1);
        assertThat(
                        alice.asks("nobody@b.example", disco)
                                .error()
                                .get(10, TimeUnit.SECONDS)
                                .condition())
                .isEqualTo("service-unavailable");
        assertThat(
                        alice.asks("bob@b.example", "<x xmlns='unheard-of'/>")
                                .error()
                                .get(10, TimeUnit.SECONDS)
                                .condition())
                .isEqualTo("service-unavailable");
        b.behaviour().answersPings(false);
        SentStanza unanswered = a.ping("b.example");
        alice.asks("b.example", disco).answer().get(10, TimeUnit.SECONDS);
        assertThat(unanswered.answer()).isNotDone();
        alice.sends("presence", "bob@b.example", "type='subscribe'", "");
        assertThat(alice.stanzas().next(SOON).attribute("type")).contains("unavailable");
        assertNoViolations();
    }

    @Test
    void bouncesWhatWasNotAcknowledgedWhenTheStreamDies() throws Exception {
        SimulatedXmppDomain a = start(settings("a.example").streamManagement(true));
        SimulatedXmppDomain b = start(settings("b.example").streamManagement(true));
        join(a, b, Security.STARTTLS);
        a.connect("b.example").get(10, TimeUnit.SECONDS);
        SimulatedUser alice = a.user("alice");
        alice.says("bob@b.example", "safe").acknowledged().get(10, TimeUnit.SECONDS);
        b.behaviour().cutsAfter(2);
        SentStanza lost = alice.says("bob@b.example", "lost");
        assertThat(lost.error().get(10, TimeUnit.SECONDS).condition())
                .isEqualTo("recipient-unavailable");
        assertThat(lost.acknowledged()).isNotDone();
        b.behaviour().cutsAfter(0);
        alice.says("bob@b.example", "after");
        assertThat(b.user("bob").awaitText(SOON)).isEqualTo("safe");
        assertThat(b.user("bob").awaitText(SOON)).isEqualTo("after");
        assertThat(b.streams().getFirst().ending()).isEqualTo(StreamFacts.Ending.DROPPED);
        assertNoViolations();
    }

    @Test
    void stopsReadingAndGoesOnLater() throws Exception {
        SimulatedXmppDomain a = start(settings("a.example"));
        SimulatedXmppDomain b = start(settings("b.example"));
        join(a, b, Security.STARTTLS);
        OutboundStream stream = a.connect("b.example").get(10, TimeUnit.SECONDS);
        b.endpoint().reads(false);
        String big = "x".repeat(100_000);
        int sent = 0;
        while (stream.isWritable() && sent < 1000) {
            SentStanza last = a.user("alice").says("bob@b.example", big);
            sent++;
            eventually(() -> last.written().isDone() || !stream.isWritable());
        }
        assertThat(sent).isBetween(1, 999);
        assertThat(b.user("bob").received().all()).hasSizeLessThan(sent);
        b.endpoint().reads(true);
        b.user("bob").received().awaitCount(sent, SOON);
    }

    @Test
    void writesRawOctets() throws Exception {
        SimulatedXmppDomain a = start(settings("a.example"));
        SimulatedXmppDomain b = start(settings("b.example"));
        join(a, b, Security.STARTTLS);
        a.sendRaw("b.example", "<!-- comment -->".getBytes(StandardCharsets.UTF_8))
                .get(10, TimeUnit.SECONDS);
        eventually(() -> a.streams().getFirst().ending() == StreamFacts.Ending.CLEAN);
        assertThat(a.streams().getFirst().theirError()).contains("restricted-xml");
        assertThat(b.violations())
                .extracting(Violation::rule)
                .containsExactly(Violation.Rule.RESTRICTED_XML);
    }

    @Test
    void closesInTheOrderlyWay() throws Exception {
        SimulatedXmppDomain a = start(settings("a.example"));
        SimulatedXmppDomain b = start(settings("b.example"));
        join(a, b, Security.STARTTLS);
        OutboundStream stream = a.connect("b.example").get(10, TimeUnit.SECONDS);
        a.endpoint().closeAll();
        stream.end().get(10, TimeUnit.SECONDS);
        eventually(() -> b.streams().getFirst().ending() == StreamFacts.Ending.CLEAN);
        assertThat(a.streams().getFirst().ending()).isEqualTo(StreamFacts.Ending.CLEAN);
        assertThatThrownBy(() -> a.user("alice").received().next(Duration.ofMillis(1)))
                .isInstanceOf(TimeoutException.class);
    }

    @Test
    void saysWhyItStops() throws Exception {
        SimulatedXmppDomain a = start(settings("a.example"));
        SimulatedXmppDomain b = start(settings("b.example"));
        join(a, b, Security.STARTTLS);
        OutboundStream stream = a.connect("b.example").get(10, TimeUnit.SECONDS);
        b.endpoint().failAll("system-shutdown");
        stream.end().get(10, TimeUnit.SECONDS);
        assertThat(a.streams().getFirst().theirError()).contains("system-shutdown");
        eventually(() -> b.streams().getFirst().ending() == StreamFacts.Ending.CLEAN);
        assertNoViolations();
    }

    @Test
    void losesConnectionsThatAreCut() throws Exception {
        SimulatedXmppDomain a = start(settings("a.example"));
        SimulatedXmppDomain b = start(settings("b.example"));
        join(a, b, Security.DIRECT_TLS);
        OutboundStream stream = a.connect("b.example").get(10, TimeUnit.SECONDS);
        b.endpoint().cutAll();
        stream.end().get(10, TimeUnit.SECONDS);
        assertThat(a.streams().getFirst().ending()).isEqualTo(StreamFacts.Ending.DROPPED);
        a.user("alice").says("bob@b.example", "again");
        assertThat(b.user("bob").awaitText(SOON)).isEqualTo("again");
    }

    @Test
    void refusesTextXmlCannotCarry() {
        SimulatedUser alice = start(settings("a.example")).user("alice");
        assertThatThrownBy(() -> alice.says("bob@b.example", "bell\u0007"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void showsNoTextOfUsers() throws Exception {
        SimulatedXmppDomain a = start(settings("a.example"));
        SimulatedXmppDomain b = start(settings("b.example"));
        join(a, b, Security.STARTTLS);
        a.user("alice").says("bob@b.example", "canary");
        ReceivedMessage received = b.user("bob").received().next(SOON);
        assertThat(received.toString() + received.stanza()).doesNotContain("canary");
    }

    private static void eventually(BooleanSupplier condition) throws TimeoutException {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("not in time");
            }
            Thread.onSpinWait();
        }
    }

    private SimulatedXmppDomain start(StreamSettings settings) {
        SimulatedXmppDomain domain = SimulatedXmppDomain.start(settings);
        started.add(domain);
        return domain;
    }

    private void assertNoViolations() {
        assertThat(started).allSatisfy(domain -> assertThat(domain.violations()).isEmpty());
    }

    private static StreamSettings settings(String domain) {
        return StreamSettings.of(
                domain, AUTHORITY.issue(CertificateRequest.forDomain(domain)), AUTHORITY);
    }

    private static void join(SimulatedXmppDomain a, SimulatedXmppDomain b, Security security) {
        a.route(b.domain(), b.address(security), security);
        b.route(a.domain(), a.address(security), security);
        // A user exists from the first call on.
        b.user("bob");
    }
}
