package org.sallyport.api.packet;

import org.sallyport.api.address.Address;

/**
 * One unit of traffic between two users. Cases are values: immutable, comparable, safe to share
 * between threads, and their {@code toString} shows no content. New cases may come in a later api
 * version: a plugin that switches over them needs a default branch; the core has none, on purpose.
 */
public sealed interface Packet
        permits InstantMessage,
                Composing,
                ConversationEnd,
                DeliveryReceipt,
                DeliveryFailure,
                SubscriptionRequest,
                SubscriptionAnswer,
                SubscriptionCancel,
                PresenceProbe,
                PresenceUpdate,
                ContactCardQuery,
                ContactCardAnswer {
    /** Names, id, time and what travels along. */
    Envelope envelope();

    /** Which case this is. */
    PacketKind kind();

    /** The same packet in another envelope; the id must stay. */
    Packet withEnvelope(Envelope envelope);

    /** Names the packet for its whole way. */
    default CorrelationId id() {
        return envelope().id();
    }

    /** Who sends. */
    default Address from() {
        return envelope().from();
    }

    /** Who shall receive. */
    default Address to() {
        return envelope().to();
    }
}
