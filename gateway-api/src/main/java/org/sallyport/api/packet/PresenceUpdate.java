package org.sallyport.api.packet;

import java.time.Instant;
import java.util.Optional;

/**
 * How {@code from} is; replaces every earlier update of the same device. Never stored.
 *
 * @param envelope who tells whom
 * @param availability how reachable
 * @param activity what the user does, in a neutral word such as {@code in-a-meeting}
 * @param note words of the user
 * @param priority which of several devices counts, -128 to 127
 * @param idleSince since when the device is unused
 */
public record PresenceUpdate(
        Envelope envelope,
        Availability availability,
        Optional<String> activity,
        Optional<Text> note,
        int priority,
        Optional<Instant> idleSince)
        implements Packet {
    /** How reachable a device is. */
    public enum Availability {
        /** Wants to chat. */
        CHATTY,
        /** Reachable. */
        AVAILABLE,
        /** Reachable, but has something to do. */
        BUSY,
        /** Must not be disturbed. */
        DO_NOT_DISTURB,
        /** Away for a short time. */
        AWAY,
        /** Away for a long time. */
        EXTENDED_AWAY,
        /** Not reachable. */
        OFFLINE
    }

    /**
     * @throws IllegalArgumentException if the priority is out of range
     */
    public PresenceUpdate {
        if (priority < -128 || priority > 127) {
            throw new IllegalArgumentException("a priority is -128 to 127");
        }
    }

    @Override
    public PacketKind kind() {
        return PacketKind.PRESENCE_UPDATE;
    }

    @Override
    public PresenceUpdate withEnvelope(Envelope newEnvelope) {
        return new PresenceUpdate(newEnvelope, availability, activity, note, priority, idleSince);
    }
}
