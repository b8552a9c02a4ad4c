package org.sallyport.api.packet;

/**
 * {@code from} no longer wants to see {@code to}.
 *
 * @param envelope who stops watching whom
 */
public record SubscriptionCancel(Envelope envelope) implements Packet {
    @Override
    public PacketKind kind() {
        return PacketKind.SUBSCRIPTION_CANCEL;
    }

    @Override
    public SubscriptionCancel withEnvelope(Envelope newEnvelope) {
        return new SubscriptionCancel(newEnvelope);
    }
}
