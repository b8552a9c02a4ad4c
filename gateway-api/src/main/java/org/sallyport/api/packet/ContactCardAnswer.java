package org.sallyport.api.packet;

/**
 * The card of {@code from}, for {@code to}.
 *
 * @param envelope who tells whom
 * @param queryId the question that this answers
 * @param card what may be known
 */
public record ContactCardAnswer(Envelope envelope, String queryId, ContactCard card)
        implements Packet {
    @Override
    public PacketKind kind() {
        return PacketKind.CONTACT_CARD_ANSWER;
    }

    @Override
    public ContactCardAnswer withEnvelope(Envelope newEnvelope) {
        return new ContactCardAnswer(newEnvelope, queryId, card);
    }
}
