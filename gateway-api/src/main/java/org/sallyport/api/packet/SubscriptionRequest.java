package org.sallyport.api.packet;

import java.util.Optional;

/**
 * May {@code from} see the presence of {@code to}?
 *
 * @param envelope who asks whom
 * @param greeting words for the one who is asked
 */
public record SubscriptionRequest(Envelope envelope, Optional<Text> greeting) implements Packet {
    @Override
    public PacketKind kind() {
        return PacketKind.SUBSCRIPTION_REQUEST;
    }

    @Override
    public SubscriptionRequest withEnvelope(Envelope newEnvelope) {
        return new SubscriptionRequest(newEnvelope, greeting);
    }
}
