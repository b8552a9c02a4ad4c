package org.sallyport.adaptor.xmpp.stanza;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.sallyport.adaptor.xmpp.jid.Jid;
import org.sallyport.adaptor.xmpp.xml.XmlElement;
import org.sallyport.api.packet.Composing;
import org.sallyport.api.packet.ConversationEnd;
import org.sallyport.api.packet.DeliveryFailure;
import org.sallyport.api.packet.DeliveryReceipt;
import org.sallyport.api.packet.InstantMessage;
import org.sallyport.api.packet.Packet;

/** Turns packets into stanzas. Thread-safe. */
public final class StanzaWriter {
    /** From this age on a text is marked as delayed (XEP-0203). */
    private static final Duration OLD = Duration.ofSeconds(30);

    private final InstantSource clock;

    /** A writer that goes by {@code clock}. */
    public StanzaWriter(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * The stanza for a packet, or nothing if XMPP carries such packets not yet.
     *
     * @throws IllegalArgumentException if a name is no XMPP address
     */
    public Optional<XmlElement> write(Packet packet) {
        return switch (packet) {
            case InstantMessage text -> Optional.of(text(text));
            case Composing composing ->
                    Optional.of(state(packet, composing.state().name().toLowerCase(Locale.ROOT)));
            case ConversationEnd _ -> Optional.of(state(packet, "gone"));
            case DeliveryReceipt receipt -> Optional.of(receipt(receipt));
            case DeliveryFailure failure -> Optional.of(failure(failure));
            default -> Optional.empty();
        };
    }

    /** The receipt for a text that arrived (XEP-0184). */
    public static XmlElement receipt(Origin origin, String id, String stanzaId) {
        return XmlElement.of(Namespaces.SERVER, "message")
                .with("from", origin.to().full())
                .with("to", origin.from().full())
                .with("id", stanzaId)
                .with("type", "chat")
                .and(XmlElement.of(Namespaces.RECEIPTS, "received").with("id", id).build())
                .and(Namespaces.HINTS, "store")
                .build();
    }

    private XmlElement text(InstantMessage text) {
        XmlElement.Builder message = message(text, "chat");
        text.subject()
                .ifPresent(subject -> message.text(Namespaces.SERVER, "subject", subject.value()));
        message.text(Namespaces.SERVER, "body", text.body().value());
        text.marks()
                .thread()
                .ifPresent(thread -> message.text(Namespaces.SERVER, "thread", thread));
        message.and(Namespaces.CHAT_STATES, "active");
        if (text.marks().receiptWanted()) {
            message.and(Namespaces.RECEIPTS, "request");
        }
        Instant sentAt = text.envelope().sentAt();
        if (sentAt.plus(OLD).isBefore(clock.instant())) {
            message.and(
                    XmlElement.of(Namespaces.DELAY, "delay")
                            .with("from", text.from().domain().value())
                            .with(
                                    "stamp",
                                    DateTimeFormatter.ISO_INSTANT.format(
                                            sentAt.truncatedTo(ChronoUnit.MILLIS)))
                            .build());
        }
        return message.build();
    }

    private static XmlElement state(Packet packet, String state) {
        return message(packet, "chat")
                .and(Namespaces.CHAT_STATES, state)
                .and(Namespaces.HINTS, "no-store")
                .build();
    }

    private static XmlElement receipt(DeliveryReceipt receipt) {
        return message(receipt, "chat")
                .and(
                        XmlElement.of(Namespaces.RECEIPTS, "received")
                                .with("id", receipt.ofWireId())
                                .build())
                .build();
    }

    private static XmlElement failure(DeliveryFailure failure) {
        String certainty =
                failure.certain()
                        ? "The message was not delivered"
                        : "Nobody knows whether the message was delivered";
        StanzaError error =
                StanzaErrors.of(failure.code())
                        .withText(ErrorTexts.sentence(certainty, failure.code(), failure.of()));
        return XmlElement.of(Namespaces.SERVER, "message")
                .with("from", Jid.of(failure.from()).full())
                .with("to", Jid.of(failure.to()).full())
                .with("id", failure.ofWireId().orElse(failure.of().value()))
                .with("type", "error")
                .and(error.toXml())
                .build();
    }

    /**
     * The id of the stanza is the packet's own, so that an answer to it can be told even from a
     * log.
     */
    private static XmlElement.Builder message(Packet packet, String type) {
        return XmlElement.of(Namespaces.SERVER, "message")
                .with("from", Jid.of(packet.from()).full())
                .with("to", Jid.of(packet.to()).full())
                .with("id", packet.id().value())
                .with("type", type);
    }
}
