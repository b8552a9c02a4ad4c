package org.sallyport.core.pipeline;

import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sallyport.api.link.AdaptorName;
import org.sallyport.api.link.Link;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.packet.Packet;
import org.sallyport.api.packet.PacketKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a reader runs for each packet: books it, checks it, names it and queues it. Never blocks.
 * Thread-safe.
 */
final class Entrance implements Passage.Originator {
    private static final Logger log = LoggerFactory.getLogger(Entrance.class);

    private final Gate gate;
    private final Register register;
    private final Doors doors;
    private final PipelineMetrics metrics;
    private final PipelineServices.Time time;
    private final PipelineLimits limits;

    /**
     * Where packets are counted in and out.
     *
     * @param books the account
     * @param bounds the room that is left
     * @param ending gives outcomes
     */
    record Register(Accounting books, PeerBounds bounds, Ending ending) {}

    /**
     * What stands between a reader and the lanes.
     *
     * @param names name in
     * @param router knows who owns a domain
     * @param hops knows loops
     * @param owners knows the node of a pair
     * @param lanes the queues
     */
    record Doors(Names names, Router router, Hops hops, OwnerLookup owners, Lanes lanes) {}

    Entrance(
            Gate gate,
            Register register,
            Doors doors,
            PipelineMetrics metrics,
            PipelineServices.Time time,
            PipelineLimits limits) {
        this.gate = gate;
        this.register = register;
        this.doors = doors;
        this.metrics = metrics;
        this.time = time;
        this.limits = limits;
    }

    /** Takes a packet; {@code onOutcome} is called exactly once. */
    void submit(Packet packet, Source source, Instant deadline, Consumer<Outcome> onOutcome) {
        Transit.Times times =
                new Transit.Times(time.clock().instant(), time.nanos().getAsLong(), deadline);
        Transit transit = new Transit(packet, source, times, onOutcome);
        register.books().enter(transit);
        if (packet.kind() == PacketKind.DELIVERY_FAILURE) {
            metrics.lateFailure();
        }
        Outcome refusal;
        try {
            refusal = transit.hasExpired(times.entered()) ? transit.expired() : queue(transit);
        } catch (RuntimeException | Error e) {
            Throw.logged(log, "a packet could not be queued", "packet=" + packet.id(), e);
            refusal = Failures.BUG;
        }
        if (refusal != null) {
            register.ending().end(transit, refusal);
        }
    }

    /**
     * Sends what a filter answers with on its way: its sender lives where the router says, or where
     * the cause went to.
     */
    @Override
    public void originate(Packet packet, Packet cause, Passage passage) {
        Packet marked = doors.hops().answering(packet, cause);
        AdaptorName origin = doors.router().home(marked.from().domain()).orElse(passage.target());
        Link link = new Link(marked.from().domain(), Link.Authentication.INTERNAL, "none");
        Instant deadline = time.clock().instant().plus(limits.originatedDeadline());
        submit(marked, new Source(origin, link, Source.Entry.ORIGINATED), deadline, _ -> {});
    }

    /** Why a packet is not even named; null if nothing speaks against it. */
    @Nullable Outcome refusal(Packet packet, Source source) {
        boolean originated = source.entry() == Source.Entry.ORIGINATED;
        Outcome closed = gate.refusal(packet.kind(), originated);
        if (closed != null) {
            return closed;
        }
        if (source.entry() == Source.Entry.READ && !maySpeak(packet, source)) {
            return Failures.NOT_ITS_DOMAIN;
        }
        return (originated ? doors.hops().isSpent(packet) : doors.hops().isLoop(packet))
                ? Failures.LOOP
                : null;
    }

    /**
     * The packet with canonical names. @throws RuntimeException of any kind that a mapper throws
     */
    Packet named(Packet packet, Source source) {
        return source.entry() == Source.Entry.READ
                ? doors.names().canonical(packet, source.origin())
                : packet;
    }

    private @Nullable Outcome queue(Transit transit) {
        Source source = transit.source();
        Outcome refusal = refusal(transit.presented(), source);
        if (refusal != null) {
            return refusal;
        }
        try {
            transit.named(named(transit.presented(), source));
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return Carriage.nameFailure(e);
        }
        if (!register.bounds().enter(transit)) {
            return transit.isComposing() ? Failures.STALE : Failures.OVERLOADED;
        }
        Packet packet = transit.packet();
        Owner owner =
                source.entry() == Source.Entry.HANDED_OVER
                        ? Owner.HERE
                        : doors.owners().owner(packet.from(), packet.to());
        return owner.equals(Owner.HERE) ? enqueue(transit) : handOver(transit, owner);
    }

    private @Nullable Outcome enqueue(Transit transit) {
        Transit[] superseded = new Transit[1];
        Lane.Offer offer = doors.lanes().offer(transit, superseded);
        if (superseded[0] != null) {
            register.ending().end(superseded[0], Failures.SUPERSEDED);
        }
        return switch (offer) {
            case TAKEN -> null;
            case STALE -> Failures.STALE;
            case FULL, RETIRED -> Failures.OVERLOADED;
        };
    }

    /** Another node carries it. What it does with the packet is not known before it says so. */
    private @Nullable Outcome handOver(Transit transit, Owner owner) {
        transit.routedTo("another-node");
        if (!transit.move(Transit.NEW, Transit.DELIVERING)) {
            throw new IllegalStateException("a packet was handed over twice");
        }
        Source source = transit.source();
        try {
            owner.submit(
                    new Handoff(
                            transit.packet(), source.origin(), source.link(), transit.deadline()),
                    outcome -> register.ending().end(transit, outcome));
            return null;
        } catch (RuntimeException e) {
            Throw.logged(
                    log,
                    "a packet could not be handed over",
                    "packet=" + transit.presented().id(),
                    e);
            return Failures.DELIVERY_BROKE;
        }
    }

    /** Defence in depth: the adaptor has checked this before. */
    private boolean maySpeak(Packet packet, Source source) {
        return packet.from().domain().equals(source.link().peer())
                && doors.router().owns(source.origin(), packet.from().domain());
    }
}
