package org.sallyport.core.management;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sallyport.api.adaptor.PeerStatus;
import org.sallyport.api.address.Address;
import org.sallyport.api.address.Domain;
import org.sallyport.api.address.DomainPattern;
import org.sallyport.api.config.HostPort;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.event.GatewayEvent;
import org.sallyport.api.link.AdaptorName;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.packet.CorrelationId;
import org.sallyport.api.packet.PacketKind;
import org.sallyport.core.metrics.GatewayMetrics;
import org.sallyport.core.pipeline.Totals;
import org.sallyport.core.plugin.PluginInfo;

/** A gateway that says what it is told. */
final class FakeView implements ManagementView {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final AdaptorName XMPP = new AdaptorName("xmpp");

    final List<String> drainedBy = new ArrayList<>();
    final GatewayMetrics metrics = new GatewayMetrics();
    volatile GatewayStatus.State state = GatewayStatus.State.RUNNING;
    volatile boolean broken;

    @Override
    public GatewayStatus status() {
        if (broken) {
            throw new IllegalStateException("secret words");
        }
        return new GatewayStatus(
                "gw1",
                "0.1.0",
                state,
                NOON,
                List.of(),
                List.of(
                        new AdaptorView(
                                XMPP,
                                "xmpp",
                                "running",
                                List.of(new Domain("sfb.example")),
                                Map.of("starttls", new HostPort("127.0.0.1", 5269)))),
                List.of("whitelist"),
                List.of(new PluginInfo("whitelist", "0.1.0", "0.1", List.of("filter whitelist"))),
                new Totals(5, 1, 3, 1, 1, 1));
    }

    @Override
    public List<PeerView> peers() {
        return List.of(view());
    }

    @Override
    public Optional<PeerDetails> peer(Domain domain) {
        if (!domain.value().equals("xmpp.example")) {
            return Optional.empty();
        }
        GatewayEvent failed =
                new GatewayEvent.PacketEnded(
                        NOON,
                        new CorrelationId("0123456789abcdef0123"),
                        PacketKind.INSTANT_MESSAGE,
                        Address.parse("alice@xmpp.example"),
                        Address.parse("bob@sfb.example"),
                        new GatewayEvent.Way("xmpp", "sip", Duration.ofMillis(12)),
                        Outcome.notTaken(ErrorCode.PEER_UNREACHABLE, "no connection"));
        return Optional.of(new PeerDetails(domain, List.of(view()), List.of(failed)));
    }

    @Override
    public GatewayMetrics metrics() {
        return metrics;
    }

    @Override
    public void drain(String operator) {
        drainedBy.add(operator);
        state = GatewayStatus.State.DRAINING;
    }

    private static PeerView view() {
        return new PeerView(
                XMPP,
                new PeerStatus(
                        DomainPattern.parse("xmpp.example"),
                        PeerStatus.State.CONNECTED,
                        "taken",
                        List.of(Map.of("tls", "TLSv1.3", "direction", "out"))));
    }
}
