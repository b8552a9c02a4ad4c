package org.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.simulator.cert.CertificateAuthority;
import org.sallyport.simulator.cert.CertificateRequest;
import org.sallyport.simulator.cert.IssuedCertificate;
import org.sallyport.simulator.edge.EdgeConfig;
import org.sallyport.simulator.edge.Partner;
import org.sallyport.simulator.edge.Received;
import org.sallyport.simulator.edge.Sent;
import org.sallyport.simulator.edge.SimulatedEdge;
import org.sallyport.simulator.edge.SimulatedUser;
import org.sallyport.simulator.sip.TlsIdentity;

/**
 * Our Kamailio joins two simulated Edges, so that a failure against the gateway is not the proxy's.
 */
class KamailioBetweenEdgesIT {
    private final CertificateAuthority authority = CertificateAuthority.create("Test CA");

    @TempDir private Path folder;

    private SimulatedEdge edge(String name, String domain) {
        IssuedCertificate certificate = authority.issue(CertificateRequest.forDomain(name));
        return new SimulatedEdge(
                EdgeConfig.of(
                        new TlsIdentity(
                                certificate.chain(),
                                certificate.key(),
                                List.of(authority.certificate())),
                        name,
                        domain));
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Test
    void textsCrossBothWays() throws Exception {
        try (SimulatedEdge near = edge("sip.near.example", "near.example");
                SimulatedEdge far = edge("sip.far.example", "far.example");
                KamailioProxy proxy =
                        KamailioProxy.start(
                                folder,
                                authority,
                                new KamailioProxy.Server(
                                        "sip.near.example", near.address().getPort()),
                                new KamailioProxy.Server(
                                        "sip.far.example", far.address().getPort()))) {
            near.partner(
                    Partner.direct(
                            "far.example", "sip.far.example", loopback(proxy.gatewaySide())));
            far.partner(
                    Partner.direct("near.example", "sip.near.example", loopback(proxy.edgeSide())));
            SimulatedUser bob = far.user("bob@far.example");
            assertThat(
                            near.user("ann@near.example")
                                    .says("bob@far.example", "one")
                                    .get(30, TimeUnit.SECONDS))
                    .matches(Sent::taken, "taken; the proxy printed: " + proxy.printed());
            assertThat(bob.awaitText(Duration.ofSeconds(10))).map(Received::text).hasValue("one");
            assertThat(bob.says("ann@near.example", "two").get(30, TimeUnit.SECONDS))
                    .matches(Sent::taken, "taken; the proxy printed: " + proxy.printed());
            assertThat(near.user("ann@near.example").awaitText(Duration.ofSeconds(10)))
                    .map(Received::text)
                    .hasValue("two");
            near.user("ann@near.example").leaves("bob@far.example");
            assertThat(bob.ended().poll(10, TimeUnit.SECONDS)).isNotNull();
            assertThat(
                            far.user("carl@far.example")
                                    .says("ann@near.example", "three")
                                    .get(30, TimeUnit.SECONDS))
                    .matches(Sent::taken, "taken; the proxy printed: " + proxy.printed());
            assertThat(near.violations()).isEmpty();
            assertThat(far.violations()).isEmpty();
        }
    }
}
