package org.sallyport.core.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.sallyport.api.adaptor.PacketSink;
import org.sallyport.api.address.Address;
import org.sallyport.api.filter.Verdict;
import org.sallyport.api.link.AdaptorName;
import org.sallyport.api.link.Link;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.packet.Packet;
import org.sallyport.api.packet.PacketKind;

/**
 * The packet path of one node. Life: {@link #assemble}, {@link #open} once all adaptors run, {@link
 * #stopTaking} and {@link #drain} to stop, {@link #close}. Each packet that is handed in at a
 * {@link #sink} ends in exactly one outcome.
 *
 * <p>There is no automatic retry here: an adaptor tries to connect again within the packet's
 * deadline, and after that the sender is told. Thread-safe.
 */
public final class Pipeline implements AutoCloseable {
    private final Machinery parts;

    private Pipeline(Machinery parts) {
        this.parts = parts;
    }

    /**
     * What a packet path is made of.
     *
     * @param services clocks, ids, events, metrics
     * @param limits what it keeps to
     * @param mappers name in and out, in order of the configuration
     * @param filters the chain, in order of the configuration
     * @param sides the adaptors
     * @param owners which node owns a pair
     */
    public record Parts(
            PipelineServices services,
            PipelineLimits limits,
            List<NamedMapper> mappers,
            List<NamedFilter> filters,
            List<Side> sides,
            OwnerLookup owners) {
        /** Copies what it is given. */
        public Parts {
            mappers = List.copyOf(mappers);
            filters = List.copyOf(filters);
            sides = List.copyOf(sides);
        }
    }

    /**
     * Makes a packet path; it takes nothing yet. Asks the filters what they judge, and the mappers
     * for the peers.
     */
    public static Pipeline assemble(Parts parts) {
        return new Pipeline(Machinery.of(parts));
    }

    /** Where one adaptor hands in what it reads. */
    public PacketSink sink(AdaptorName origin) {
        return new Sink(parts, origin);
    }

    /** Where other nodes hand in what they read and this node owns. */
    public Owner owner() {
        return (handoff, onOutcome) ->
                parts.entrance()
                        .submit(
                                handoff.packet(),
                                new Source(
                                        handoff.origin(), handoff.link(), Source.Entry.HANDED_OVER),
                                handoff.deadline(),
                                onOutcome);
    }

    /**
     * Takes packets from now on. Before, they are refused with {@code OVERLOADED} and told to come
     * again.
     */
    public void open() {
        parts.watchdog().start();
        parts.gate().advance(Gate.Phase.OPEN);
    }

    /**
     * From now on packets are refused with {@code SHUTTING_DOWN}, except those that tell a sender
     * of a loss.
     */
    public void stopTaking() {
        parts.gate().advance(Gate.Phase.DRAINING);
    }

    /**
     * Waits until everything taken has its outcome, at most for {@code limit}; then gives an
     * outcome to what is left, so that every sender is told.
     *
     * @return whether everything ended by itself
     */
    public boolean drain(Duration limit) {
        stopTaking();
        boolean quiet = awaitQuiet(limit);
        parts.gate().advance(Gate.Phase.CLOSED);
        if (!quiet || parts.books().inFlight() > 0) {
            quiet = false;
            cut();
            awaitQuiet(Duration.ofSeconds(1));
        }
        return quiet;
    }

    /** The account of the first law, now. */
    public Totals totals() {
        return parts.books().totals();
    }

    /** How many lanes have work. */
    public int busyLanes() {
        return parts.lanes().size();
    }

    /**
     * Names of filters that were disabled because their calls hang; everything that they judge is
     * rejected.
     */
    public List<String> disabledFilters() {
        return parts.chain().disabled();
    }

    /** Drains without waiting, and stops the watchdog. Repeatable. */
    @Override
    public void close() {
        drain(Duration.ZERO);
        parts.watchdog().close();
    }

    private void cut() {
        parts.books()
                .forEach(
                        transit -> transit.state() != Transit.NEW,
                        transit -> {
                            if (!parts.ending()
                                    .endApart(transit, Transit.WAITING, Failures.SHUTTING_DOWN)) {
                                parts.ending().endApart(transit, Transit.DELIVERING, Failures.CUT);
                            }
                        });
    }

    private boolean awaitQuiet(Duration limit) {
        try {
            return parts.ending().awaitQuiet(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private record Sink(Machinery parts, AdaptorName origin) implements PacketSink {
        @Override
        public void submit(
                Packet packet, Link link, Instant deadline, Consumer<Outcome> onOutcome) {
            parts.entrance()
                    .submit(
                            packet,
                            new Source(origin, link, Source.Entry.READ),
                            deadline,
                            onOutcome);
        }

        @Override
        public Verdict admit(Address from, Address to, PacketKind kind, Link link) {
            Source source = new Source(origin, link, Source.Entry.READ);
            Instant now = parts.services().time().clock().instant();
            return parts.rehearsal().admit(new Rehearsal.Pair(from, to), kind, source, now);
        }
    }
}
