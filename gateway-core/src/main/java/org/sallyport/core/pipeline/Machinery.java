package org.sallyport.core.pipeline;

import java.time.Duration;
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
    /** What every part tells its doings to. */
    private record Ledger(
            Accounting books,
            PeerBounds bounds,
            Reporter reporter,
            PipelineMetrics metrics,
            Ending ending) {
        static Ledger of(PipelineServices services, PipelineLimits.Bounds room) {
            Accounting books = new Accounting();
            PeerBounds bounds = new PeerBounds(room);
            Reporter reporter = new Reporter(services.events());
            PipelineMetrics metrics = new PipelineMetrics(services.metrics(), books::totals);
            Ending ending = new Ending(books, bounds, metrics, reporter, services.time());
            return new Ledger(books, bounds, reporter, metrics, ending);
        }
    }

    static Machinery of(Pipeline.Parts parts) {
        PipelineServices services = parts.services();
        PipelineServices.Time time = services.time();
        PipelineLimits limits = parts.limits();
        Ledger ledger = Ledger.of(services, limits.bounds());
        Ending ending = ledger.ending();
        PipelineMetrics metrics = ledger.metrics();
        Watchdog watchdog = watchdog(parts, ledger);

        Names names = new Names(parts.mappers());
        Router router = new Router(parts.sides(), names);
        Hops hops = new Hops(services.node(), limits.hops());
        // The chain originates packets at the entrance, which leads to the chain again: the only
        // circle in here.
        LateOriginator originator = new LateOriginator();
        FilterChain chain = new FilterChain(armed(parts), time, ledger.reporter(), originator);
        Carriage.Stations stations = new Carriage.Stations(names, router, chain, hops);
        Carriage carriage = new Carriage(stations, ending, metrics, ledger.reporter(), time);
        Lanes lanes =
                new Lanes(limits.bounds().lane(), lane -> new LaneWorker(lane, carriage, watchdog));
        services.metrics().gauge("lanes.busy", Map.of(), lanes::size);

        Gate gate = new Gate(services.mayTake());
        Entrance.Register register = new Entrance.Register(ledger.books(), ledger.bounds(), ending);
        Entrance.Doors doors = new Entrance.Doors(names, router, hops, parts.owners(), lanes);
        Entrance entrance = new Entrance(gate, register, doors, metrics, time, limits);
        originator.set(entrance);
        Rehearsal rehearsal =
                new Rehearsal(entrance, carriage, watchdog, services.ids(), longest(parts));
        return new Machinery(
                services,
                ledger.books(),
                gate,
                ending,
                lanes,
                chain,
                watchdog,
                entrance,
                rehearsal);
    }

    private static Watchdog watchdog(Pipeline.Parts parts, Ledger ledger) {
        PipelineServices.Time time = parts.services().time();
        PipelineLimits limits = parts.limits();
        Deadlines deadlines =
                new Deadlines(
                        ledger.books(),
                        ledger.ending(),
                        ledger.metrics(),
                        limits.deliveryGrace(),
                        time);
        return new Watchdog(limits.filterStep(), time.nanos(), deadlines::look);
    }

    /** No rehearsal takes longer than each step may, and a little. */
    private static Duration longest(Pipeline.Parts parts) {
        return parts.limits().filterStep().multipliedBy(parts.filters().size() + 1L).plusSeconds(5);
    }

    private static List<ArmedFilter> armed(Pipeline.Parts parts) {
        return parts.filters().stream()
                .map(filter ->
                        new ArmedFilter(
                                filter,
                                parts.limits().abandonedFilterThreads(),
                                parts.services().metrics(),
                                parts.services().onDegraded()))
                .toList();
    }
}
