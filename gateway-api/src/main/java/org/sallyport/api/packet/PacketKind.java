package org.sallyport.api.packet;

import java.util.Locale;

/** The kinds of packets, as filters, policies and metrics name them. */
public enum PacketKind {
    /** {@link InstantMessage}. */
    INSTANT_MESSAGE(LaneClass.CONVERSATION),
    /** {@link Composing}. */
    COMPOSING(LaneClass.CONVERSATION),
    /** {@link ConversationEnd}. */
    CONVERSATION_END(LaneClass.CONVERSATION),
    /** {@link DeliveryReceipt}. */
    DELIVERY_RECEIPT(LaneClass.CONVERSATION),
    /** {@link DeliveryFailure}. */
    DELIVERY_FAILURE(LaneClass.CONVERSATION),
    /** {@link SubscriptionRequest}. */
    SUBSCRIPTION_REQUEST(LaneClass.PRESENCE),
    /** {@link SubscriptionAnswer}. */
    SUBSCRIPTION_ANSWER(LaneClass.PRESENCE),
    /** {@link SubscriptionCancel}. */
    SUBSCRIPTION_CANCEL(LaneClass.PRESENCE),
    /** {@link PresenceProbe}. */
    PRESENCE_PROBE(LaneClass.PRESENCE),
    /** {@link PresenceUpdate}. */
    PRESENCE_UPDATE(LaneClass.PRESENCE),
    /** {@link ContactCardQuery}. */
    CONTACT_CARD_QUERY(LaneClass.PRESENCE),
    /** {@link ContactCardAnswer}. */
    CONTACT_CARD_ANSWER(LaneClass.PRESENCE);

    /** Which of a pair's two lanes a kind travels in; order is kept within a lane. */
    public enum LaneClass {
        /** Texts and all that belongs to a conversation. */
        CONVERSATION,
        /** Subscriptions, presence and cards. */
        PRESENCE
    }

    private final LaneClass lane;

    PacketKind(LaneClass lane) {
        this.lane = lane;
    }

    /** The lane of this kind. */
    public LaneClass lane() {
        return lane;
    }

    /**
     * The stable name in configuration, metrics and documents, for example {@code instant-message}.
     */
    public String token() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
