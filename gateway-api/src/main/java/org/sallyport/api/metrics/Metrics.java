package org.sallyport.api.metrics;

import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The metrics of one instance. Asking twice for the same name and labels gives the same meter.
 * Thread-safe.
 */
public interface Metrics {
    /** A number that only grows. */
    Counter counter(String name, Map<String, String> labels);

    /**
     * A number that is read when somebody looks; replaces an earlier one of that name and labels.
     */
    void gauge(String name, Map<String, String> labels, LongSupplier value);

    /** How long things take, in nanoseconds. */
    Timer timer(String name, Map<String, String> labels);

    /** A counter without labels. */
    default Counter counter(String name) {
        return counter(name, Map.of());
    }

    /** A number that only grows. */
    interface Counter {
        /** Adds {@code amount}, not negative. */
        void add(long amount);

        /** Adds one. */
        default void increment() {
            add(1);
        }
    }

    /** How long things take. */
    @FunctionalInterface
    interface Timer {
        /** Notes one duration in nanoseconds. */
        void record(long nanos);
    }
}
