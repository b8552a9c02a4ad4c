package org.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.simulator.cert.CertificateAuthority;
import org.sallyport.simulator.cert.CertificateRequest;
import org.sallyport.simulator.xmpp.Security;
import org.sallyport.simulator.xmpp.SimulatedXmppDomain;
import org.sallyport.simulator.xmpp.StreamSettings;

/**
 * The simulated XMPP domain is a peer that a real Prosody federates with: what is tested against it
 * counts.
 */
class SimulatedDomainAgainstProsodyIT {
    @TempDir private Path folder;

    @Test
    void textsCrossBothWays() throws Exception {
        CertificateAuthority authority = CertificateAuthority.create("Test CA");
        StreamSettings settings =
                StreamSettings.of(
                                "sim.test",
                                authority.issue(CertificateRequest.forDomain("sim.test")),
                                authority)
                        .streamManagement(true);
        try (SimulatedXmppDomain simulated = SimulatedXmppDomain.start(settings)) {
            int port = simulated.address(Security.STARTTLS).getPort();
            try (ProsodyServer prosody =
                            ProsodyServer.start(
                                    folder,
                                    "prosody.test",
                                    authority,
                                    Map.of("sim.test", port),
                                    "romeo");
                    ChatUser romeo = ChatUser.login(prosody, "romeo", authority)) {
                simulated.route(
                        "prosody.test",
                        new InetSocketAddress(
                                InetAddress.getLoopbackAddress(), prosody.serverPort()),
                        Security.STARTTLS);
                romeo.says("juliet@sim.test", "to the simulator");
                assertThat(simulated.user("juliet").awaitText(Duration.ofSeconds(20)))
                        .isEqualTo("to the simulator");
                simulated.user("juliet").says("romeo@prosody.test", "to prosody");
                assertThat(romeo.hears().getBody()).isEqualTo("to prosody");
                assertThat(simulated.violations()).isEmpty();
            }
        }
    }
}
