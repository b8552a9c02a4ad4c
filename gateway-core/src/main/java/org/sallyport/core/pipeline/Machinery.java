package org.sallyport.core.pipeline;

import java.util.List;
import java.util.Map;

/** The parts of a packet path, put together. */
record Machinery(
        PipelineServices services,
        Accounting books,
        Gate gate,
        Ending ending,
        Lanes lanes,
        FilterChain chain,
        Watchdog watchdog,
        Entrance entrance,
        Rehearsal rehearsal) {
    static Machinery of(Pipeline.Parts parts) {
        PipelineServices services = parts.services();
        PipelineServices.Time time = services.time();
        PipelineLimits limits = parts.limits();
        Accounting books = new Accounting();
        PeerBounds bounds = new PeerBounds(limits.bounds());
        Reporter reporter = new Reporter(services.events());
        PipelineMetrics metrics = new PipelineMetrics(services.metrics(), books::totals);
        Ending ending = new Ending(books, bounds, metrics, reporter, time);
        Deadlines deadlines = new Deadlines(books, ending, metrics, limits.deliveryGrace(), time);
        Watchdog watchdog = new Watchdog(limits.filterStep(), time.nanos(), deadlines::look);

        Names names = new Names(parts.mappers());
        Router router = new Router(parts.sides(), names);
        Hops hops = new Hops(services.node(), limits.hops());
        // The chain originates packets at the entrance, which leads to the chain again: the only circle in here.
        LateOriginator originator = new LateOriginator();
        FilterChain chain = new FilterChain(armed(parts), time, reporter, originator);
        Carriage carriage = new Carriage(
                new Carriage.Stations(names, router, chain, hops), ending, metrics, reporter, time);
        Lanes lanes = new Lanes(limits.bounds().lane(), lane -> new LaneWorker(lane, carriage, watchdog));
        Gate gate = new Gate(services.mayTake());
        Entrance entrance = new Entrance(
                gate,
                new Entrance.Register(books, bounds, ending),
                new Entrance.Doors(names, router, hops, parts.owners(), lanes),
                metrics,
                time,
                limits);
        originator.set(entrance);
        services.metrics().gauge("lanes.busy", Map.of(), lanes::size);
        Rehearsal rehearsal = new Rehearsal(entrance, carriage, watchdog, services.ids());
        return new Machinery(services, books, gate, ending, lanes, chain, watchdog, entrance, rehearsal);
    }

    private static List<ArmedFilter> armed(Pipeline.Parts parts) {
        return parts.filters().stream()
                .map(filter -> new ArmedFilter(
                        filter,
                        parts.limits().abandonedFilterThreads(),
                        parts.services().metrics(),
                        parts.services().onDegraded()))
                .toList();
    }
}
