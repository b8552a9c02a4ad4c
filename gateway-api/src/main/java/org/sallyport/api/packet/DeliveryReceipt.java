package org.sallyport.api.packet;

/**
 * The recipient's side confirms an earlier text (XEP-0184, IMDN).
 *
 * @param envelope who confirms to whom: {@code from} is the recipient of the text
 * @param ofWireId the id that the text had on the side of its sender
 */
public record DeliveryReceipt(Envelope envelope, String ofWireId) implements Packet {
    @Override
    public PacketKind kind() {
        return PacketKind.DELIVERY_RECEIPT;
    }

    @Override
    public DeliveryReceipt withEnvelope(Envelope newEnvelope) {
        return new DeliveryReceipt(newEnvelope, ofWireId);
    }
}
