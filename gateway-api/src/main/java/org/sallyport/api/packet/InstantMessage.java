package org.sallyport.api.packet;

import java.util.Optional;

/**
 * One text. Leaves as an XMPP message stanza or as a SIP MESSAGE inside an IM session.
 *
 * @param envelope who, whom, when
 * @param body the words
 * @param subject a topic, if the sender gave one
 * @param marks ids and wishes that travel with the text
 */
public record InstantMessage(
        Envelope envelope, Text body, Optional<Text> subject, MessageMarks marks)
        implements Packet {
    /** A text with nothing but words. */
    public static InstantMessage of(Envelope envelope, Text body) {
        return new InstantMessage(envelope, body, Optional.empty(), MessageMarks.NONE);
    }

    /** The same message with other words. */
    public InstantMessage withBody(Text newBody) {
        return new InstantMessage(envelope, newBody, subject, marks);
    }

    @Override
    public PacketKind kind() {
        return PacketKind.INSTANT_MESSAGE;
    }

    @Override
    public InstantMessage withEnvelope(Envelope newEnvelope) {
        return new InstantMessage(newEnvelope, body, subject, marks);
    }
}
