package org.sallyport.api.packet;

/**
 * The sender is typing, or stopped. Never waits, never opens a session; late ones are worthless and
 * may be dropped by rule (XEP-0085, RFC 3994, MS-SIP.md §2.5).
 *
 * @param envelope who, whom, when
 * @param state what the sender does
 */
public record Composing(Envelope envelope, State state) implements Packet {
    /** What the sender does. */
    public enum State {
        /** Types now. */
        COMPOSING,
        /** Began, and stopped. */
        PAUSED,
        /** Looks at the conversation. */
        ACTIVE,
        /** Looks elsewhere. */
        INACTIVE
    }

    @Override
    public PacketKind kind() {
        return PacketKind.COMPOSING;
    }

    @Override
    public Composing withEnvelope(Envelope newEnvelope) {
        return new Composing(newEnvelope, state);
    }
}
