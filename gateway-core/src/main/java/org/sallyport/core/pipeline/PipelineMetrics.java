package org.sallyport.core.pipeline;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.metrics.Metrics;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.outcome.RuleId;

/**
 * The meters of the packet path. The gauges {@code packets.*} show the account of the first law;
 * the counters say more of each kind of end. Meters are looked up once.
 */
final class PipelineMetrics {
    /** Rules come from plugins; one that makes a rule of each address must not fill the memory. */
    private static final int MOST_RULES = 1000;

    private final Metrics metrics;
    private final ConcurrentMap<ErrorCode, Metrics.Counter> failed = new ConcurrentHashMap<>();
    private final ConcurrentMap<RuleId, Metrics.Counter> dropped = new ConcurrentHashMap<>();
    private final ConcurrentMap<Delivered, Metrics.Counter> delivered = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Metrics.Timer> deliveries = new ConcurrentHashMap<>();
    private final Metrics.Counter lateFailures;
    private final Metrics.Timer duration;

    private record Delivered(String adaptor, Outcome.Level level) {}

    PipelineMetrics(Metrics metrics, Supplier<Totals> totals) {
        this.metrics = metrics;
        this.lateFailures = metrics.counter("late.failures");
        this.duration = metrics.timer("packets.duration", Map.of());
        gauge("packets.accepted", totals, Totals::accepted);
        gauge("packets.originated", totals, Totals::originated);
        gauge("packets.delivered", totals, Totals::delivered);
        gauge("packets.failed", totals, Totals::failed);
        gauge("packets.dropped", totals, Totals::dropped);
        gauge("packets.in-flight", totals, Totals::inFlight);
        gauge("packets.lost", totals, Totals::lost);
    }

    void ended(String target, Outcome outcome, long nanos) {
        duration.record(nanos);
        switch (outcome) {
            case Outcome.Delivered(Outcome.Level level) ->
                    delivered
                            .computeIfAbsent(new Delivered(target, level), this::deliveredCounter)
                            .increment();
            case Outcome.Failed fail ->
                    failed.computeIfAbsent(fail.code(), this::failedCounter).increment();
            case Outcome.Dropped(RuleId rule) -> droppedCounter(rule).increment();
        }
    }

    /**
     * An adaptor told of a text that did not arrive after all; counted apart from the account of
     * packets.
     */
    void lateFailure() {
        lateFailures.increment();
    }

    /** An adaptor said how a delivery ended after its outcome had been settled without it. */
    void lateOutcome(String adaptor) {
        metrics.counter("late.outcomes", Map.of("adaptor", adaptor)).increment();
    }

    void deliveryBroke(String adaptor) {
        metrics.counter("delivery.errors", Map.of("adaptor", adaptor)).increment();
    }

    /** A delivery outlasted its deadline. */
    void deliveryStuck(String adaptor) {
        metrics.counter("delivery.stuck", Map.of("adaptor", adaptor)).increment();
    }

    void deliveryTook(String adaptor, long nanos) {
        deliveries
                .computeIfAbsent(
                        adaptor,
                        name -> metrics.timer("delivery.duration", Map.of("adaptor", name)))
                .record(nanos);
    }

    /** A callback of an adaptor threw. */
    void tellingFailed(String adaptor) {
        metrics.counter("outcome.callback-errors", Map.of("adaptor", adaptor)).increment();
    }

    private Metrics.Counter deliveredCounter(Delivered key) {
        return metrics.counter(
                "outcome.delivered",
                Map.of(
                        "adaptor",
                        key.adaptor(),
                        "level",
                        key.level().name().toLowerCase(java.util.Locale.ROOT)));
    }

    private Metrics.Counter failedCounter(ErrorCode code) {
        return metrics.counter("outcome.failed", Map.of("code", code.token()));
    }

    private Metrics.Counter droppedCounter(RuleId rule) {
        Metrics.Counter known = dropped.get(rule);
        if (known != null) {
            return known;
        }
        return dropped.size() < MOST_RULES
                ? dropped.computeIfAbsent(rule, fresh -> droppedCounter(fresh.value()))
                : droppedCounter("other");
    }

    private Metrics.Counter droppedCounter(String rule) {
        return metrics.counter("outcome.dropped", Map.of("rule", rule));
    }

    private void gauge(String name, Supplier<Totals> totals, ToLongFunction<Totals> part) {
        metrics.gauge(name, Map.of(), () -> part.applyAsLong(totals.get()));
    }
}
