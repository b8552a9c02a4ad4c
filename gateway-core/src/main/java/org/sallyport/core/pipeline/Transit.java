package org.sallyport.core.pipeline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.packet.Packet;
import org.sallyport.api.packet.PacketKind;

/**
 * One packet on its way, from {@code submit} to its one outcome. Its state goes forward only, by
 * compare-and-set; whoever moves it to {@code ENDED} owns the outcome.
 */
final class Transit {
    /** With the thread that submits it; nobody else ends it. */
    static final int NEW = 0;

    /** In a lane: waiting, or in the chain. Surely not taken by a peer. */
    static final int WAITING = 1;

    /** With an adaptor or another node. */
    static final int DELIVERING = 2;

    /** It has its outcome. */
    static final int ENDED = 3;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Transit.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Links of the stripe in {@link Accounting}; guarded by its lock. */
    @Nullable Transit next;

    @Nullable Transit previous;

    /** Set before the state is {@code WAITING}. */
    @Nullable Lane lane;

    boolean counted;

    private final Packet presented;
    private final Source source;
    private final Instant deadline;
    private final Instant waitUntil;
    private final long enteredNanos;
    private final Consumer<Outcome> onOutcome;
    private Packet packet;
    private volatile String target = "none";
    private volatile int state = NEW;

    Transit(Packet packet, Source source, Times times, Consumer<Outcome> onOutcome) {
        this.presented = packet;
        this.packet = packet;
        this.source = source;
        this.deadline =
                earlier(times.deadline(), times.entered().plus(PipelineLimits.LONGEST_DEADLINE));
        this.waitUntil =
                isComposing()
                        ? earlier(deadline, times.entered().plus(PipelineLimits.COMPOSING_USE))
                        : deadline;
        this.enteredNanos = times.enteredNanos();
        this.onOutcome = onOutcome;
    }

    /** When a packet came, and when it must be gone. */
    record Times(Instant entered, long enteredNanos, Instant deadline) {}

    /** As it was submitted. */
    Packet presented() {
        return presented;
    }

    /** With canonical names, as soon as they are known. */
    Packet packet() {
        return packet;
    }

    /** Only before the state is {@code WAITING}. */
    void named(Packet canonical) {
        packet = canonical;
    }

    Source source() {
        return source;
    }

    boolean originated() {
        return source.entry() == Source.Entry.ORIGINATED;
    }

    boolean isComposing() {
        return presented.kind() == PacketKind.COMPOSING;
    }

    Instant deadline() {
        return deadline;
    }

    long enteredNanos() {
        return enteredNanos;
    }

    Consumer<Outcome> onOutcome() {
        return onOutcome;
    }

    /** The name of the adaptor that it goes to, or {@code none} as long as that is not known. */
    String target() {
        return target;
    }

    void routedTo(String adaptor) {
        target = adaptor;
    }

    boolean hasExpired(Instant now) {
        return !now.isBefore(waitUntil);
    }

    /** How it ends if it waited too long. */
    Outcome expired() {
        return isComposing() ? Failures.STALE : Failures.EXPIRED;
    }

    int state() {
        return state;
    }

    boolean move(int from, int to) {
        return STATE.compareAndSet(this, from, to);
    }

    /** Ends it whatever its state; false if it had ended before. */
    boolean end() {
        return (int) STATE.getAndSet(this, ENDED) != ENDED;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
