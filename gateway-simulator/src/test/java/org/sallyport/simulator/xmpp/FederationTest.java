package org.sallyport.simulator.xmpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sallyport.simulator.cert.CertificateAuthority;
import org.sallyport.simulator.cert.CertificateRequest;

class FederationTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final CertificateAuthority AUTHORITY = CertificateAuthority.create("Test Root");

    private final List<SimulatedXmppDomain> started = new java.util.ArrayList<>();

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
        alice.says("bob@b.example", "hello <&> \"ü\" 😀").written().get(10, TimeUnit.SECONDS);
        assertThat(bob.awaitText(SOON)).isEqualTo("hello <&> \"ü\" 😀");
        bob.says("alice@a.example/sim", "and back");
        assertThat(alice.awaitText(SOON)).isEqualTo("and back");
        assertThat(a.streams()).hasSize(2).allSatisfy(stream -> {
            assertThat(stream.tlsVersion()).isEqualTo(version);
            assertThat(stream.mechanism()).isEqualTo("EXTERNAL");
            assertThat(stream.directTls()).isEqualTo(security == Security.DIRECT_TLS);
            assertThat(stream.certificate()).isEqualTo(PeerIdentity.VALID);
        });
        assertThat(a.violations()).isEmpty();
        assertThat(b.violations()).isEmpty();
    }

    private SimulatedXmppDomain start(StreamSettings settings) {
        SimulatedXmppDomain domain = SimulatedXmppDomain.start(settings);
        started.add(domain);
        return domain;
    }

    private static StreamSettings settings(String domain) {
        return StreamSettings.of(domain, AUTHORITY.issue(CertificateRequest.forDomain(domain)), AUTHORITY);
    }

    private static void join(SimulatedXmppDomain a, SimulatedXmppDomain b, Security security) {
        a.route(b.domain(), b.address(security), security);
        b.route(a.domain(), a.address(security), security);
    }
}
