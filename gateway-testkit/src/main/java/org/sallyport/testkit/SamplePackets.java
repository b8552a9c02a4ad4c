package org.sallyport.testkit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.sallyport.api.address.Address;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.packet.Composing;
import org.sallyport.api.packet.ContactCard;
import org.sallyport.api.packet.ContactCardAnswer;
import org.sallyport.api.packet.ContactCardQuery;
import org.sallyport.api.packet.ConversationEnd;
import org.sallyport.api.packet.CorrelationId;
import org.sallyport.api.packet.DeliveryFailure;
import org.sallyport.api.packet.DeliveryReceipt;
import org.sallyport.api.packet.Envelope;
import org.sallyport.api.packet.InstantMessage;
import org.sallyport.api.packet.Packet;
import org.sallyport.api.packet.PresenceProbe;
import org.sallyport.api.packet.PresenceUpdate;
import org.sallyport.api.packet.SubscriptionAnswer;
import org.sallyport.api.packet.SubscriptionCancel;
import org.sallyport.api.packet.SubscriptionRequest;
import org.sallyport.api.packet.Text;

/** Packets for tests, between Alice of {@code xmpp.example} and Bob of {@code sfb.example}. */
public final class SamplePackets {
    /** Alice, on the XMPP side. */
    public static final Address ALICE = Address.parse("alice@xmpp.example");

    /** Bob, on the SIP side. */
    public static final Address BOB = Address.parse("bob@sfb.example");

    private static final AtomicLong IDS = new AtomicLong();

    private SamplePackets() {}

    /** A fresh envelope. */
    public static Envelope envelope(Address from, Address to) {
        return Envelope.of(
                new CorrelationId("sample-%016d".formatted(IDS.incrementAndGet())),
                from,
                to,
                FakeClock.START);
    }

    /** A text from Alice to Bob. */
    public static InstantMessage text(String words) {
        return text(ALICE, BOB, words);
    }

    /** A text. */
    public static InstantMessage text(Address from, Address to, String words) {
        return InstantMessage.of(envelope(from, to), new Text(words));
    }

    /** One packet of every kind, from Alice to Bob. */
    public static List<Packet> oneOfEachKind() {
        return List.of(
                text("hello"),
                new Composing(envelope(ALICE, BOB), Composing.State.COMPOSING),
                new ConversationEnd(envelope(ALICE, BOB)),
                new DeliveryReceipt(envelope(ALICE, BOB), "m1"),
                new DeliveryFailure(
                        envelope(ALICE, BOB),
                        new CorrelationId("sample-of-something-else"),
                        Optional.of("m1"),
                        ErrorCode.USER_UNAVAILABLE,
                        true),
                new SubscriptionRequest(envelope(ALICE, BOB), Optional.empty()),
                new SubscriptionAnswer(envelope(ALICE, BOB), SubscriptionAnswer.Decision.GRANTED),
                new SubscriptionCancel(envelope(ALICE, BOB)),
                new PresenceProbe(envelope(ALICE, BOB)),
                new PresenceUpdate(
                        envelope(ALICE, BOB),
                        PresenceUpdate.Availability.AVAILABLE,
                        Optional.empty(),
                        Optional.of(new Text("at my desk")),
                        0,
                        Optional.empty()),
                new ContactCardQuery(envelope(ALICE, BOB), "q1"),
                new ContactCardAnswer(
                        envelope(ALICE, BOB),
                        "q1",
                        new ContactCard(
                                Map.of(ContactCard.Field.DISPLAY_NAME, new Text("Alice")),
                                Optional.empty())));
    }
}
