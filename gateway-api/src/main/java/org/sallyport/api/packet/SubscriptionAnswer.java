package org.sallyport.api.packet;

/**
 * {@code from} tells {@code to} whether {@code to} may see its presence.
 *
 * @param envelope who answers whom
 * @param decision what was decided
 */
public record SubscriptionAnswer(Envelope envelope, Decision decision) implements Packet {
    /** What was decided. */
    public enum Decision {
        /** Yes. */
        GRANTED,
        /** No. */
        DENIED,
        /** No longer. */
        REVOKED
    }

    @Override
    public PacketKind kind() {
        return PacketKind.SUBSCRIPTION_ANSWER;
    }

    @Override
    public SubscriptionAnswer withEnvelope(Envelope newEnvelope) {
        return new SubscriptionAnswer(newEnvelope, decision);
    }
}
