package org.sallyport.api.packet;

/**
 * Tell {@code from} now how {@code to} is.
 *
 * @param envelope who asks about whom
 */
public record PresenceProbe(Envelope envelope) implements Packet {
    @Override
    public PacketKind kind() {
        return PacketKind.PRESENCE_PROBE;
    }

    @Override
    public PresenceProbe withEnvelope(Envelope newEnvelope) {
        return new PresenceProbe(newEnvelope);
    }
}
