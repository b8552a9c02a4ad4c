package org.sallyport.adaptor.xmpp.stanza;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sallyport.adaptor.xmpp.xml.XmlElement;
import org.sallyport.api.address.Address;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.packet.Composing;
import org.sallyport.api.packet.ConversationEnd;
import org.sallyport.api.packet.ConversationRef;
import org.sallyport.api.packet.DeliveryReceipt;
import org.sallyport.api.packet.Envelope;
import org.sallyport.api.packet.InstantMessage;
import org.sallyport.api.packet.MessageMarks;
import org.sallyport.api.packet.Packet;
import org.sallyport.api.packet.Payload;
import org.sallyport.api.packet.PresenceProbe;
import org.sallyport.api.packet.SubscriptionAnswer;
import org.sallyport.api.packet.SubscriptionCancel;
import org.sallyport.api.packet.SubscriptionRequest;
import org.sallyport.api.packet.Text;
import org.sallyport.api.plugin.PluginContext;

/**
 * Turns stanzas into packets, by the rules of RFC 6121 §8 for a server without accounts.
 * Thread-safe.
 */
public final class StanzaReader {
    private static final int MAX_ID = 1023;

    private final PluginContext context;
    private final QueryAnswers queries;

    /** A reader that takes ids and the time from {@code context}. */
    public StanzaReader(PluginContext context) {
        this.context = context;
        this.queries = new QueryAnswers(context);
    }

    /** Reads a message, presence or iq whose addresses were checked. */
    public Reading read(XmlElement stanza, Origin origin) {
        return switch (origin.name()) {
            case "message" -> message(stanza, origin);
            case "presence" -> presence(stanza, origin);
            default -> query(stanza, origin);
        };
    }

    private Reading query(XmlElement stanza, Origin origin) {
        String type = stanza.attribute("type").orElse("");
        if (type.equals("result") || type.equals("error")) {
            return origin.id()
                    .<Reading>map(Reading.Reply::new)
                    .orElse(new Reading.Ignore("iq-answer-without-id"));
        }
        return queries.answer(stanza, origin, type);
    }

    private Reading message(XmlElement stanza, Origin origin) {
        if (MessageContent.type(stanza) == MessageContent.Type.ERROR) {
            return origin.id()
                    .<Reading>map(id -> new Reading.Failure(id, StanzaErrors.read(stanza)))
                    .orElse(new Reading.Ignore("message-error-without-id"));
        }
        MessageContent content = MessageContent.read(stanza);
        Address from = origin.from().address().orElse(null);
        Address to = origin.to().address().orElse(null);
        if (from == null || to == null) {
            return content.isEmpty() ? new Reading.Ignore("message-empty") : Reading.unavailable();
        }
        return switch (content.type()) {
            case GROUPCHAT -> Reading.unavailable();
            case HEADLINE ->
                    origin.to().isFull()
                            ? Reading.unavailable()
                            : new Reading.Ignore("message-headline");
            default -> message(content, origin, from, to);
        };
    }

    private Reading message(MessageContent content, Origin origin, Address from, Address to) {
        if (content.encrypted()) {
            return Reading.refuse(
                    ErrorCode.ENCRYPTED_CONTENT,
                    "End-to-end encrypted messages cannot cross this gateway");
        }
        if (content.body().isPresent()) {
            return text(content, content.body().get(), origin, envelope(from, to, content));
        }
        Envelope envelope = envelope(from, to, content);
        if (content.receiptFor().isPresent()) {
            return silent(new DeliveryReceipt(envelope, content.receiptFor().get()));
        }
        return content.state()
                .map(state -> silent(state(state, envelope)))
                .orElse(new Reading.Ignore("message-empty"));
    }

    private static Reading text(
            MessageContent content, String words, Origin origin, Envelope envelope) {
        int longest = Text.MAX_LENGTH;
        if (words.length() > longest) {
            return Reading.refuse(ErrorCode.TOO_LARGE, "The text is too long");
        }
        boolean receipt = content.receiptWanted() && origin.id().isPresent();
        // A longer id still answers its own stanza; nothing else is told of it.
        Optional<String> id = origin.id().filter(value -> value.length() <= MAX_ID);
        MessageMarks marks = new MessageMarks(id, content.thread(), receipt);
        Optional<Text> subject =
                content.subject().filter(text -> text.length() <= longest).map(Text::new);
        InstantMessage packet = new InstantMessage(envelope, new Text(words), subject, marks);
        return new Reading.Carry(packet, true, receipt ? origin.id() : Optional.empty());
    }

    private static Packet state(MessageContent.ChatState state, Envelope envelope) {
        return switch (state) {
            case ACTIVE -> new Composing(envelope, Composing.State.ACTIVE);
            case COMPOSING -> new Composing(envelope, Composing.State.COMPOSING);
            case PAUSED -> new Composing(envelope, Composing.State.PAUSED);
            case INACTIVE -> new Composing(envelope, Composing.State.INACTIVE);
            case GONE -> new ConversationEnd(envelope);
        };
    }

    /**
     * Subscriptions go on as packets with bare addresses; a refusal of theirs is silent (RFC 6121
     * §8.5).
     */
    private Reading presence(XmlElement stanza, Origin origin) {
        Address from = origin.from().address().orElse(null);
        Address to = origin.to().address().orElse(null);
        if (from == null || to == null) {
            return new Reading.Ignore("presence-of-server");
        }
        Envelope bare = envelope(from.bare(), to.bare());
        return switch (stanza.attribute("type").orElse("")) {
            case "subscribe" -> silent(new SubscriptionRequest(bare, greeting(stanza)));
            case "subscribed" ->
                    silent(new SubscriptionAnswer(bare, SubscriptionAnswer.Decision.GRANTED));
            case "unsubscribed" ->
                    silent(new SubscriptionAnswer(bare, SubscriptionAnswer.Decision.DENIED));
            case "unsubscribe" -> silent(new SubscriptionCancel(bare));
            case "probe" -> silent(new PresenceProbe(bare));
            case "error" -> new Reading.Ignore("presence-error");
            // Availability is carried together with subscriptions, which give it a receiver.
            case "", "unavailable" -> new Reading.Ignore("presence-update");
            default -> new Reading.Ignore("presence-of-unknown-type");
        };
    }

    private static Optional<Text> greeting(XmlElement presence) {
        return presence.child(Namespaces.SERVER, "status")
                .map(XmlElement::text)
                .filter(text -> !text.isEmpty() && text.length() <= Text.MAX_LENGTH)
                .map(Text::new);
    }

    private static Reading silent(Packet packet) {
        return new Reading.Carry(packet, false, Optional.empty());
    }

    private Envelope envelope(Address from, Address to) {
        return Envelope.of(
                context.identifiers().newCorrelationId(),
                from,
                to,
                context.time().clock().instant());
    }

    private Envelope envelope(Address from, Address to, MessageContent content) {
        Instant sentAt = content.sentAt().orElseGet(() -> context.time().clock().instant());
        List<Payload> payloads = content.foreign();
        return new Envelope(
                context.identifiers().newCorrelationId(),
                from,
                to,
                ConversationRef.direct(),
                sentAt,
                List.of(),
                payloads);
    }
}
