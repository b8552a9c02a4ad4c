package org.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.simulator.edge.Received;
import org.sallyport.simulator.edge.Sent;
import org.sallyport.simulator.edge.SimulatedEdge;
import org.sallyport.simulator.edge.SimulatedUser;
import org.sallyport.simulator.sip.SipMessage;
import org.sallyport.simulator.xmpp.Security;
import org.sallyport.simulator.xmpp.SimulatedXmppDomain;

/**
 * Debian's Kamailio between gateway and Edge: a proxy written by somebody else, with Record-Route.
 * It takes its own hops out of the route set and drops what it does not find; the Edge refuses a
 * request whose rest of the route set changed.
 */
class KamailioIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir private Path folder;

    @Test
    void textsCrossThroughAProxyBothWays() throws Exception {
        try (World world = new World(folder)) {
            SimulatedXmppDomain domain = world.startDomain(true);
            SimulatedEdge edge = world.startEdge();
            try (KamailioProxy proxy =
                    KamailioProxy.start(
                            Files.createDirectories(folder.resolve("kamailio")),
                            world.authority(),
                            new KamailioProxy.Server(
                                    World.GATEWAY_SIP_NAME, world.gatewaySipPort()),
                            new KamailioProxy.Server(World.EDGE_NAME, edge.address().getPort()))) {
                world.federate(edge, proxy.edgeSide());
                ConcurrentLinkedQueue<SipMessage> seen = new ConcurrentLinkedQueue<>();
                edge.tap((_, message) -> seen.add(message));
                GatewayProcess gateway =
                        world.startGateway(
                                domain.address(Security.STARTTLS).getPort(), proxy.gatewaySide());
                SimulatedUser bob = edge.user("bob@sfb.example");
                domain.user("alice").says("bob@sip.example", "one");
                assertThat(bob.awaitText(LIMIT))
                        .as(proxy.printed())
                        .map(Received::text)
                        .hasValue("one");
                assertAnswered(domain, bob, "two");
                assertThat(bob.sessions("alice@xmpp.example")).isEqualTo(1);
                bob.leaves("alice@xmpp.example");
                Waiting.until(
                        "the session ends", LIMIT, () -> bob.sessions("alice@xmpp.example") == 0);
                assertAnswered(domain, bob, "three");
                domain.user("alice").says("bob@sip.example", "four");
                assertThat(bob.awaitText(LIMIT)).map(Received::text).hasValue("four");
                assertThat(bob.sessions("alice@xmpp.example")).isEqualTo(1);
                assertHops(List.copyOf(seen));
                assertThat(edge.violations()).isEmpty();
                assertThat(edge.refusedByGate()).isZero();
                assertThat(domain.violations()).isEmpty();
                assertThat(gateway.log()).doesNotContain(" WARN ").doesNotContain(" ERROR ");
            }
        }
    }

    private static void assertAnswered(SimulatedXmppDomain domain, SimulatedUser bob, String text)
            throws Exception {
        assertThat(bob.says("alice@xmpp.example", text).get(30, TimeUnit.SECONDS))
                .matches(Sent::taken, "taken");
        assertThat(domain.user("alice").awaitText(LIMIT)).isEqualTo(text);
    }

    // The proxy's two hops show in invitations; inside a session it has taken them out, and the
    // Edge's two are left.
    private static void assertHops(List<SipMessage> seen) {
        List<SipMessage> requests = seen.stream().filter(SipMessage::isRequest).toList();
        assertThat(requests)
                .filteredOn(request -> request.method().equals("INVITE"))
                .isNotEmpty()
                .allSatisfy(invite -> {
                    assertThat(invite.list("Record-Route"))
                            .hasSize(2)
                            .allMatch(route -> route.contains("r2=on"));
                    assertThat(invite.list("Via")).hasSize(2);
                });
        assertThat(requests)
                .filteredOn(request -> request.method().equals("MESSAGE"))
                .hasSize(2)
                .allSatisfy(message -> assertThat(message.list("Route")).hasSize(2));
    }
}
