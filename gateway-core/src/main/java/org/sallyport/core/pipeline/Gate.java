package org.sallyport.core.pipeline;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.packet.PacketKind;

/** Whether new packets are taken. Goes forward only. */
final class Gate {
    private final BooleanSupplier mayTake;
    private volatile Phase phase = Phase.STARTING;

    Gate(BooleanSupplier mayTake) {
        this.mayTake = mayTake;
    }

    /** The phases of the packet path, in order. */
    enum Phase {
        /** Not all adaptors run: senders are asked to come again. */
        STARTING,
        /** Everything is taken. */
        OPEN,
        /** Only what tells a sender of a loss, and what filters answer, is taken. */
        DRAINING,
        /** Nothing is taken. */
        CLOSED
    }

    Phase phase() {
        return phase;
    }

    /** Goes to a later phase; does nothing if it is there or further. */
    synchronized void advance(Phase next) {
        if (next.compareTo(phase) > 0) {
            phase = next;
        }
    }

    /** Why a packet is not taken now; null if it is. */
    @Nullable Outcome refusal(PacketKind kind, boolean originated) {
        return switch (phase) {
            case STARTING -> Failures.NOT_RUNNING;
            case OPEN -> mayTake.getAsBoolean() ? null : Failures.OVERLOADED;
            case DRAINING ->
                    originated || kind == PacketKind.DELIVERY_FAILURE
                            ? null
                            : Failures.SHUTTING_DOWN;
            case CLOSED -> Failures.SHUTTING_DOWN;
        };
    }
}
