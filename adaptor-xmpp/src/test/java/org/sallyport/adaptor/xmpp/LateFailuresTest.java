package org.sallyport.adaptor.xmpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sallyport.adaptor.xmpp.stream.Outgoing;
import org.sallyport.adaptor.xmpp.stream.SentText;
import org.sallyport.adaptor.xmpp.xml.XmlElement;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.link.Link;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.packet.CorrelationId;
import org.sallyport.api.packet.DeliveryFailure;
import org.sallyport.testkit.FakeClock;
import org.sallyport.testkit.FakeNetwork;
import org.sallyport.testkit.FakePluginContext;
import org.sallyport.testkit.FakeScheduler;
import org.sallyport.testkit.RecordingSink;
import org.sallyport.testkit.SamplePackets;

/** The sender of a text that failed late is told, even if he cannot be told at once. */
class LateFailuresTest {
    private static final Outcome BUSY =
            Outcome.notTaken(ErrorCode.PEER_OVERLOADED, "the peer asks for less");

    private final FakeClock clock = new FakeClock();
    private final FakeScheduler scheduler = new FakeScheduler(clock);
    private final FakePluginContext context =
            FakePluginContext.onFakeTime("xmpp", new FakeNetwork(), clock, scheduler);
    private final RecordingSink core = new RecordingSink();
    private final LateFailures failures = new LateFailures(context);

    @BeforeEach
    void start() {
        failures.start(core);
    }

    @AfterEach
    void close() {
        context.close();
    }

    private void breaksLate() {
        CorrelationId id = new CorrelationId("text-0000000000000001");
        SentText text =
                new SentText(id, "s1", SamplePackets.BOB, SamplePackets.ALICE, Optional.of("w1"));
        Outgoing outgoing =
                Outgoing.of(
                        XmlElement.of("jabber:server", "message").build(),
                        clock.instant().plusSeconds(60),
                        text);
        failures.remember(text, outgoing);
        failures.uncertain(
                text,
                new Link(SamplePackets.ALICE.domain(), Link.Authentication.CERTIFICATE, "TLSv1.3"));
    }

    @Test
    void tellsAgainWhileTheSenderCannotBeTold() throws Exception {
        core.answerWith(_ -> BUSY);
        breaksLate();
        core.next();
        core.answerWith(_ -> Outcome.taken());
        scheduler.advance(Duration.ofSeconds(5));
        DeliveryFailure told = (DeliveryFailure) core.next().packet();
        assertThat(told.of().value()).isEqualTo("text-0000000000000001");
        assertThat(told.certain()).isFalse();
        scheduler.advance(Duration.ofMinutes(5));
        assertThat(core.size()).isZero();
        assertThat(context.metrics().count("late-failures-untold")).isZero();
    }

    @Test
    void givesUpAfterTwoMinutesAndCounts() {
        core.answerWith(_ -> BUSY);
        breaksLate();
        scheduler.advance(Duration.ofMinutes(10));
        assertThat(core.size()).isBetween(10, 50);
        assertThat(scheduler.size()).isZero();
        assertThat(context.metrics().count("late-failures-untold")).isEqualTo(1);
    }

    @Test
    void doesNotTellTwiceWhoMayHaveBeenTold() {
        core.answerWith(_ -> Outcome.unknown(ErrorCode.PEER_TIMEOUT, "no answer"));
        breaksLate();
        scheduler.advance(Duration.ofMinutes(10));
        assertThat(core.size()).isEqualTo(1);
        assertThat(context.metrics().count("late-failures-untold")).isEqualTo(1);
    }
}
