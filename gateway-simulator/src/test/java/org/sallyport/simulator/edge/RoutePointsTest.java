package org.sallyport.simulator.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.sallyport.simulator.sip.SipMessage;

/** MS-SIP §8.1, points 6 and 7. */
class RoutePointsTest {
    private static final InetSocketAddress NOWHERE =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);

    private static SimulatedEdge edge(EdgeConfig config) {
        SimulatedEdge edge = new SimulatedEdge(config);
        edge.partner(Partner.enhanced("xmpp.example", NOWHERE));
        edge.user("bob@sfb.example");
        return edge;
    }

    @Test
    void point6MarksTheViaAndAddsTwoSignedRoutes() throws Exception {
        try (SimulatedEdge edge = edge(World.sfbConfig());
                RawGateway gateway = new RawGateway(edge, "r1")) {
            SipMessage answer = gateway.open("hello");
            int port = gateway.line.connection().local().getPort();
            assertThat(answer.list("Via").getFirst())
                    .startsWith("SIP/2.0/TLS sip.xmpp.example:5061;branch=z9hG4bK-gw-r1")
                    .contains(
                            ";alias;received=127.0.0.1;ms-received-port="
                                    + port
                                    + ";ms-received-cid=");
            assertThat(answer.list("Record-Route")).hasSize(2);
            assertThat(answer.list("Record-Route").getFirst())
                    .contains("ms-fe=", "opaque=state:T", "ms-route-sig=");
            assertThat(answer.list("Record-Route").getLast())
                    .contains(
                            "sip.sfb.example:5061",
                            "epid=00c0ffee01",
                            "ms-key-info=",
                            "ms-route-sig=",
                            ">;tag=");
        }
    }

    @Test
    void point6InvitesWithThreeViasOfWhichTheLastHasNoBranch() throws Exception {
        try (World world = World.usual()) {
            List<SipMessage> seen = java.util.Collections.synchronizedList(new ArrayList<>());
            world.gateway.tap((connection, message) -> seen.add(message));
            World.end(world.bob().says("alice@xmpp.example", "x"));
            SipMessage invite = seen.getFirst();
            assertThat(invite.count("Via")).isEqualTo(3);
            assertThat(SipMessage.viaParameter(invite.list("Via").getLast(), "branch"))
                    .isEqualTo(Optional.empty());
            assertThat(invite.list("Record-Route")).hasSize(2);
        }
    }

    @Test
    void point6RefusesARouteThatIsNotByteIdentical() throws Exception {
        try (SimulatedEdge edge = edge(World.sfbConfig());
                RawGateway gateway = new RawGateway(edge, "r2")) {
            gateway.open("hello");
            gateway.ack();
            List<String> bare =
                    gateway.routes().stream()
                            .map(route -> route.substring(0, route.indexOf('>') + 1))
                            .toList();
            gateway.line.send(gateway.text(2, bare, "a"));
            gateway.answer(504);
            gateway.line.send(gateway.text(3, gateway.routes().reversed(), "b"));
            gateway.answer(504);
            gateway.line.send(gateway.text(4, List.of(), "c"));
            gateway.answer(504);
            assertThat(edge.violations())
                    .extracting(Violation::rule)
                    .containsOnly("route-set")
                    .hasSize(3);
            gateway.line.send(gateway.text(5, gateway.routes(), "d"));
            gateway.answer(200);
            assertThat(World.text(edge.user("bob@sfb.example")).text()).isEqualTo("d");
        }
    }

    @Test
    void point6CanBeContentWithTheUriOfARoute() throws Exception {
        Dialect dialect = Dialect.USUAL.withRouteCheck(Dialect.RouteCheck.URI, 403);
        try (SimulatedEdge edge = edge(World.sfbConfig().withDialect(dialect));
                RawGateway gateway = new RawGateway(edge, "r3")) {
            gateway.open("hello");
            gateway.ack();
            List<String> bare =
                    gateway.routes().stream()
                            .map(route -> route.substring(0, route.indexOf('>') + 1))
                            .toList();
            gateway.line.send(gateway.text(2, bare, "a"));
            gateway.answer(200);
            gateway.line.send(gateway.text(3, List.of(), "b"));
            gateway.answer(403);
        }
    }

    @Test
    void point7ProbesAndAnswersProbes() throws Exception {
        try (World world = World.usual()) {
            assertThat(World.end(world.sfb.probe("xmpp.example")).status()).isEqualTo(200);
            assertThat(world.sfb.raw("xmpp.example").get(5, TimeUnit.SECONDS).open()).isTrue();
        }
    }
}
