package org.sallyport.core.pipeline;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.sallyport.api.filter.PacketFilter;
import org.sallyport.api.metrics.Metrics;
import org.sallyport.api.packet.PacketKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One step of the chain, with what it wants to judge and how it has behaved so far. Thread-safe.
 */
final class ArmedFilter {
    private static final Logger log = LoggerFactory.getLogger(ArmedFilter.class);

    private final NamedFilter named;
    private final Set<PacketKind> judged;
    private final PacketFilter.UnknownKind unknownKind;
    private final int abandonedLimit;
    private final Consumer<String> onDisabled;
    private final Metrics.Timer timer;
    private final Metrics.Counter failures;
    private final Metrics.Counter timeouts;
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong timedOut = new AtomicLong();
    private final AtomicInteger abandoned = new AtomicInteger();
    private volatile boolean disabled;

    ArmedFilter(
            NamedFilter named, int abandonedLimit, Metrics metrics, Consumer<String> onDisabled) {
        this.named = named;
        this.abandonedLimit = abandonedLimit;
        this.onDisabled = onDisabled;
        ClassLoader before = PluginCall.enter(named.loader());
        try {
            Set<PacketKind> kinds = named.filter().kinds();
            this.judged =
                    kinds.isEmpty() ? EnumSet.noneOf(PacketKind.class) : EnumSet.copyOf(kinds);
            this.unknownKind = named.filter().unknownKind();
        } finally {
            PluginCall.leave(before);
        }
        Map<String, String> labels = Map.of("filter", named.name());
        this.timer = metrics.timer("filter.duration", labels);
        this.failures = metrics.counter("filter.failures", labels);
        this.timeouts = metrics.counter("filter.timeouts", labels);
        metrics.gauge("filter.abandoned-threads", labels, abandoned::get);
    }

    String name() {
        return named.name();
    }

    ClassLoader loader() {
        return named.loader();
    }

    PacketFilter filter() {
        return named.filter();
    }

    boolean knows(PacketKind kind) {
        return named.known().contains(kind);
    }

    boolean passesUnknown() {
        return unknownKind == PacketFilter.UnknownKind.PASS;
    }

    boolean judges(PacketKind kind) {
        return judged.contains(kind);
    }

    boolean isDisabled() {
        return disabled;
    }

    void took(long nanos) {
        timer.record(nanos);
    }

    /**
     * Counts a broken call; returns whether this one is worth a line in the log: the 1st, 2nd, 4th,
     * 8th … is.
     */
    boolean failed() {
        failures.increment();
        long count = failed.incrementAndGet();
        return Throw.isShown(count);
    }

    /**
     * A thread in this filter was given up; too many of them at a time disable the filter for good.
     */
    void abandon() {
        timeouts.increment();
        if (Throw.isShown(timedOut.incrementAndGet())) {
            log.warn("filter gave no verdict in time: filter={} count={}", name(), timedOut.get());
        }
        if (abandoned.incrementAndGet() >= abandonedLimit && !disabled) {
            disabled = true;
            onDisabled.accept(
                    "filter " + name() + " is disabled: " + abandonedLimit + " of its calls hang");
        }
    }

    void threadEnded() {
        abandoned.decrementAndGet();
    }
}
