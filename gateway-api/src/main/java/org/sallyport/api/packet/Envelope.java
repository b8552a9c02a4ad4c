package org.sallyport.api.packet;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.address.Address;

/**
 * What every packet has: names, id, time and what travels along.
 *
 * @param id names the packet for its whole way
 * @param from who sends, in canonical form inside the core, in presented form inside adaptors
 * @param to who shall receive
 * @param conversation where it belongs
 * @param sentAt when it was written, if the sender's side says it waited (XEP-0203); else when it
 *     was read here
 * @param attributes facts for other plugins; at most {@value #MAX_ITEMS}
 * @param payloads foreign parts; at most {@value #MAX_ITEMS}
 */
public record Envelope(
        CorrelationId id,
        Address from,
        Address to,
        ConversationRef conversation,
        Instant sentAt,
        List<Attribute> attributes,
        List<Payload> payloads) {
    /** Most attributes, and most payloads, that a packet holds. */
    public static final int MAX_ITEMS = 32;

    static final ConversationRef DIRECT = new ConversationRef.Direct();

    /**
     * @throws IllegalArgumentException if there are too many attributes or payloads
     */
    public Envelope {
        attributes = List.copyOf(attributes);
        payloads = List.copyOf(payloads);
        if (attributes.size() > MAX_ITEMS || payloads.size() > MAX_ITEMS) {
            throw new IllegalArgumentException(
                    "a packet has at most " + MAX_ITEMS + " attributes and payloads");
        }
    }

    /** An envelope of a direct conversation with nothing travelling along. */
    public static Envelope of(CorrelationId id, Address from, Address to, Instant sentAt) {
        return new Envelope(id, from, to, DIRECT, sentAt, List.of(), List.of());
    }

    /** The same envelope from somebody else. */
    public Envelope withFrom(Address newFrom) {
        return new Envelope(id, newFrom, to, conversation, sentAt, attributes, payloads);
    }

    /** The same envelope to somebody else. */
    public Envelope withTo(Address newTo) {
        return new Envelope(id, from, newTo, conversation, sentAt, attributes, payloads);
    }

    /** The same envelope with other foreign parts. */
    public Envelope withPayloads(List<Payload> newPayloads) {
        return new Envelope(id, from, to, conversation, sentAt, attributes, newPayloads);
    }

    /**
     * The same envelope with one attribute set, in place of an earlier one of that namespace and
     * name.
     */
    public Envelope with(Attribute attribute) {
        List<Attribute> kept =
                attributes.stream()
                        .filter(a ->
                                !a.namespace().equals(attribute.namespace())
                                        || !a.name().equals(attribute.name()))
                        .toList();
        List<Attribute> all =
                java.util.stream.Stream.concat(kept.stream(), java.util.stream.Stream.of(attribute))
                        .toList();
        return new Envelope(id, from, to, conversation, sentAt, all, payloads);
    }

    /** The value of an attribute, if it is set. */
    public Optional<Object> attribute(String namespace, String name) {
        return attributes.stream()
                .filter(a -> a.namespace().equals(namespace) && a.name().equals(name))
                .map(Attribute::value)
                .findFirst();
    }
}
