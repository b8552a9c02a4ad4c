package org.sallyport.testkit;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.sallyport.api.metrics.Metrics;

/** Metrics that a test can read. Thread-safe. */
public final class RecordingMetrics implements Metrics {
    private final ConcurrentMap<String, LongAdder> counters = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, LongSupplier> gauges = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, LongAdder> timings = new ConcurrentHashMap<>();

    @Override
    public Counter counter(String name, Map<String, String> labels) {
        return counters.computeIfAbsent(key(name, labels), _ -> new LongAdder())::add;
    }

    @Override
    public void gauge(String name, Map<String, String> labels, LongSupplier value) {
        gauges.put(key(name, labels), value);
    }

    @Override
    public Timer timer(String name, Map<String, String> labels) {
        LongAdder count = timings.computeIfAbsent(key(name, labels), _ -> new LongAdder());
        return _ -> count.increment();
    }

    /** The value of a counter; 0 if nobody counted. */
    public long count(String name, Map<String, String> labels) {
        LongAdder counter = counters.get(key(name, labels));
        return counter == null ? 0 : counter.sum();
    }

    /** The sum of a counter over all its labels. */
    public long count(String name) {
        return counters.entrySet().stream()
                .filter(entry ->
                        entry.getKey().equals(name) || entry.getKey().startsWith(name + "{"))
                .mapToLong(entry -> entry.getValue().sum())
                .sum();
    }

    /** The value of a gauge now; 0 if there is none. */
    public long gauge(String name, Map<String, String> labels) {
        LongSupplier gauge = gauges.get(key(name, labels));
        return gauge == null ? 0 : gauge.getAsLong();
    }

    private static String key(String name, Map<String, String> labels) {
        return labels.isEmpty() ? name : name + new TreeMap<>(labels);
    }
}
