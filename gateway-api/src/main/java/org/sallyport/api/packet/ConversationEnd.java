package org.sallyport.api.packet;

/**
 * The sender left the conversation (XEP-0085 {@code gone}, SIP BYE). A later text starts it again.
 *
 * @param envelope who, whom, when
 */
public record ConversationEnd(Envelope envelope) implements Packet {
    @Override
    public PacketKind kind() {
        return PacketKind.CONVERSATION_END;
    }

    @Override
    public ConversationEnd withEnvelope(Envelope newEnvelope) {
        return new ConversationEnd(newEnvelope);
    }
}
