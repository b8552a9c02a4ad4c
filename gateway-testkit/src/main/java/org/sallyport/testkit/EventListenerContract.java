package org.sallyport.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sallyport.api.address.Domain;
import org.sallyport.api.event.EventListener;
import org.sallyport.api.event.GatewayEvent;
import org.sallyport.api.link.AdaptorName;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.outcome.RuleId;
import org.sallyport.api.packet.CorrelationId;
import org.sallyport.api.packet.PacketKind;

/** What every {@link EventListener} owes the gateway. */
public interface EventListenerContract {
    /** A fresh listener; the tests close it. */
    EventListener listener();

    /** One event of every kind. */
    static List<GatewayEvent> oneOfEachKind() {
        AdaptorName adaptor = new AdaptorName("xmpp");
        Domain peer = new Domain("xmpp.example");
        CorrelationId id = new CorrelationId("sample-of-an-event");
        return List.of(
                new GatewayEvent.HandshakeStep(
                        FakeClock.START, adaptor, peer, 1, "tls", true, "TLSv1.3"),
                new GatewayEvent.LinkChanged(FakeClock.START, adaptor, peer, true, "authenticated"),
                new GatewayEvent.PolicyDecision(
                        FakeClock.START, id, "whitelist", RuleId.of("whitelist.domain"), true),
                new GatewayEvent.PacketEnded(
                        FakeClock.START,
                        id,
                        PacketKind.INSTANT_MESSAGE,
                        SamplePackets.ALICE,
                        SamplePackets.BOB,
                        new GatewayEvent.Way("xmpp", "sip", Duration.ofMillis(3)),
                        Outcome.taken()),
                new GatewayEvent.AdministrativeAct(FakeClock.START, "admin", "drain"),
                new GatewayEvent.LifeCycleChanged(
                        FakeClock.START, "running", "all adaptors started"));
    }

    @Test
    default void hearsEveryKindOfEvent() {
        try (EventListener listener = listener()) {
            for (GatewayEvent event : oneOfEachKind()) {
                assertThatCode(() -> listener.on(event)).doesNotThrowAnyException();
            }
        }
    }

    @Test
    default void closesTwice() {
        EventListener listener = listener();
        listener.close();
        assertThatCode(listener::close).doesNotThrowAnyException();
    }
}
