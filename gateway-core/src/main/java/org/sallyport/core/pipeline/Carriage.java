package org.sallyport.core.pipeline;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.GatewayException;
import org.sallyport.api.event.GatewayEvent.PolicyDecision;
import org.sallyport.api.filter.Verdict;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.packet.Packet;
import org.sallyport.api.packet.Payload;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a lane does with each packet: route, chain, name out, deliver. Blocks its caller, the lane's
 * thread.
 */
final class Carriage {
    /**
     * The attribute in which a filter lists the namespaces of foreign parts that may leave: a list
     * of strings.
     */
    static final String PAYLOADS_OUT = "payloads-out";

    private static final Logger log = LoggerFactory.getLogger(Carriage.class);

    private final Stations stations;
    private final Ending ending;
    private final PipelineMetrics metrics;
    private final Reporter reporter;
    private final PipelineServices.Time time;

    /**
     * Where a packet passes.
     *
     * @param names names in and out
     * @param router finds the side
     * @param chain judges
     * @param hops ends loops
     */
    record Stations(Names names, Router router, FilterChain chain, Hops hops) {}

    Carriage(
            Stations stations,
            Ending ending,
            PipelineMetrics metrics,
            Reporter reporter,
            PipelineServices.Time time) {
        this.stations = stations;
        this.ending = ending;
        this.metrics = metrics;
        this.reporter = reporter;
        this.time = time;
    }

    /** Carries a packet to its outcome, unless somebody else gives it one on the way. */
    void carry(Transit transit, ChainRun run) {
        if (transit.state() != Transit.WAITING) {
            return;
        }
        Outcome outcome;
        try {
            outcome =
                    transit.hasExpired(time.clock().instant())
                            ? transit.expired()
                            : travel(transit, run);
        } catch (RuntimeException | Error e) {
            Throw.logged(log, "a packet broke its lane", "packet=" + transit.presented().id(), e);
            outcome =
                    transit.state() == Transit.DELIVERING ? Failures.DELIVERY_BROKE : Failures.BUG;
        }
        if (outcome != null) {
            ending.end(transit, outcome);
        }
    }

    /** The chain gave no verdict in time. */
    void timedOut(Transit transit, ArmedFilter filter) {
        if (ending.endApart(
                transit, Transit.WAITING, Failures.rejected(ErrorCode.FILTER_TIMEOUT))) {
            reporter.publish(
                    new PolicyDecision(
                            time.clock().instant(),
                            transit.packet().id(),
                            filter.name(),
                            FilterChain.TIMED_OUT,
                            true));
        }
    }

    /**
     * Chain and route for a packet that does not exist: what would happen to it. Null if the thread
     * was abandoned.
     */
    @Nullable Verdict rehearse(Packet packet, Source source, ChainRun run) {
        return switch (route(source, packet)) {
            case Router.Decision.Refused(Outcome outcome) -> Rehearsal.rejection(outcome);
            case Router.Decision.Found(Side side) -> rehearsed(packet, source, side, run);
        };
    }

    private @Nullable Verdict rehearsed(Packet packet, Source source, Side side, ChainRun run) {
        Verdict verdict =
                stations.chain().judge(packet, new Passage(source, side.name(), true), run);
        if (verdict instanceof Verdict.Pass(Packet passed)) {
            Outcome refusal = refusalOf(passed, packet, source, side);
            return refusal == null ? verdict : Rehearsal.rejection(refusal);
        }
        return verdict;
    }

    private @Nullable Outcome refusalOf(Packet passed, Packet before, Source source, Side side) {
        return switch (rerouted(passed, before, source, side)) {
            case Router.Decision.Refused(Outcome outcome) -> outcome;
            case Router.Decision.Found(Side target) -> {
                try {
                    stations.names().presented(passed, target.name());
                    yield null;
                } catch (RuntimeException e) {
                    yield nameFailure(e);
                }
            }
        };
    }

    private @Nullable Outcome travel(Transit transit, ChainRun run) {
        Packet packet = transit.packet();
        return switch (route(transit.source(), packet)) {
            case Router.Decision.Refused(Outcome outcome) -> outcome;
            case Router.Decision.Found(Side side) -> judged(transit, packet, side, run);
        };
    }

    private @Nullable Outcome judged(Transit transit, Packet packet, Side side, ChainRun run) {
        transit.routedTo(side.name().value());
        Passage passage = new Passage(transit.source(), side.name(), false);
        return switch (stations.chain().judge(packet, passage, run)) {
            case null -> null;
            case Verdict.Reject reject -> Failures.rejected(reject.code());
            case Verdict.Drop drop -> new Outcome.Dropped(drop.rule());
            case Verdict.Pass(Packet passed) ->
                    switch (rerouted(passed, packet, transit.source(), side)) {
                        case Router.Decision.Refused(Outcome outcome) -> outcome;
                        case Router.Decision.Found(Side target) ->
                                namedOut(transit, passed, target);
                    };
        };
    }

    private @Nullable Outcome namedOut(Transit transit, Packet passed, Side side) {
        transit.routedTo(side.name().value());
        Packet presented;
        try {
            presented = stations.names().presented(passed, side.name());
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return nameFailure(e);
        }
        return deliver(transit, stations.hops().leaving(withoutForeignParts(presented)), side);
    }

    private @Nullable Outcome deliver(Transit transit, Packet packet, Side side) {
        if (!time.clock().instant().isBefore(transit.deadline())) {
            return Failures.EXPIRED;
        }
        if (!transit.move(Transit.WAITING, Transit.DELIVERING)) {
            return null;
        }
        long started = time.nanos().getAsLong();
        Outcome outcome = handOut(transit, packet, side);
        metrics.deliveryTook(side.name().value(), time.nanos().getAsLong() - started);
        if (!ending.end(transit, outcome)) {
            metrics.lateOutcome(side.name().value());
        }
        return null;
    }

    /** Everything that an adaptor can throw is caught; nobody knows then what reached the wire. */
    @SuppressWarnings({"CatchingUnchecked", "ConstantValue"})
    private Outcome handOut(Transit transit, Packet packet, Side side) {
        ClassLoader before = PluginCall.enter(side.loader());
        try {
            @Nullable Outcome outcome = side.delivery().deliver(packet, transit.deadline());
            if (outcome != null) {
                return outcome;
            }
            throw new IllegalStateException("no outcome");
        } catch (Throwable e) {
            Throw.logged(
                    log,
                    "a delivery failed",
                    "adaptor=" + side.name() + " packet=" + packet.id(),
                    e);
        } finally {
            PluginCall.leave(before);
            Thread.interrupted();
        }
        metrics.deliveryBroke(side.name().value());
        return Failures.DELIVERY_BROKE;
    }

    private Router.Decision route(Source source, Packet packet) {
        return stations.router()
                .route(source.origin(), packet.from().domain(), packet.to().domain());
    }

    /** A filter may have sent a packet elsewhere: then all rules of the route count again. */
    private Router.Decision rerouted(Packet passed, Packet before, Source source, Side side) {
        return passed.to().domain().equals(before.to().domain())
                ? new Router.Decision.Found(side)
                : route(source, passed);
    }

    /** How a packet ends whose names cannot be mapped. */
    static Outcome nameFailure(Throwable thrown) {
        if (thrown instanceof GatewayException known) {
            return known.code() == ErrorCode.BAD_ADDRESS
                    ? Failures.BAD_NAME
                    : Outcome.notTaken(known.code(), "an address cannot be used here");
        }
        Throw.logged(log, "an address mapper failed", "stage=names", thrown);
        return Failures.NAMES_BROKE;
    }

    private static Packet withoutForeignParts(Packet packet) {
        List<Payload> parts = packet.envelope().payloads();
        if (parts.isEmpty()) {
            return packet;
        }
        List<?> allowed =
                packet.envelope().attribute(Hops.NAMESPACE, PAYLOADS_OUT).orElse(List.of())
                                instanceof List<?> namespaces
                        ? namespaces
                        : List.of();
        return packet.withEnvelope(
                packet.envelope()
                        .withPayloads(
                                parts.stream()
                                        .filter(part -> allowed.contains(part.namespace()))
                                        .toList()));
    }
}
