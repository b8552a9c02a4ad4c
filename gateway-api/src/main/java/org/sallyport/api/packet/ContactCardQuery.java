package org.sallyport.api.packet;

/**
 * {@code from} asks for the card of {@code to}.
 *
 * @param envelope who asks about whom
 * @param queryId ties the answer to the question; chosen by the asking adaptor
 */
public record ContactCardQuery(Envelope envelope, String queryId) implements Packet {
    @Override
    public PacketKind kind() {
        return PacketKind.CONTACT_CARD_QUERY;
    }

    @Override
    public ContactCardQuery withEnvelope(Envelope newEnvelope) {
        return new ContactCardQuery(newEnvelope, queryId);
    }
}
