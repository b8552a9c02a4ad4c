package org.sallyport.core.metrics;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.MetricSet;
import com.codahale.metrics.jvm.BufferPoolMetricSet;
import com.codahale.metrics.jvm.GarbageCollectorMetricSet;
import com.codahale.metrics.jvm.MemoryUsageGaugeSet;
import com.codahale.metrics.jvm.ThreadStatesGaugeSet;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.sallyport.api.metrics.Metrics;

/** All numbers of one gateway. Thread-safe. */
public final class GatewayMetrics {
    /** How many metrics there may be: labels with free values would grow without end. */
    private static final int MOST = 100_000;

    private final MetricRegistry registry = new MetricRegistry();
    private final int most;

    /** Numbers that start at nothing. */
    public GatewayMetrics() {
        this(MOST);
    }

    GatewayMetrics(int most) {
        this.most = most;
    }

    /** The registry, for exporters and JMX. */
    public MetricRegistry registry() {
        return registry;
    }

    /** The metrics of the gateway itself. */
    public Metrics core() {
        return new Scoped("");
    }

    /** The metrics of one instance of a plugin; each carries the label {@code instance}. */
    public Metrics instance(String name) {
        return new Scoped(name);
    }

    /**
     * Adds memory (heap and direct), garbage collection and threads of the JVM as {@code
     * sallyport.jvm.…}.
     */
    public GatewayMetrics withJvm() {
        addAll("memory", new MemoryUsageGaugeSet());
        addAll("buffers", new BufferPoolMetricSet(ManagementFactory.getPlatformMBeanServer()));
        addAll("gc", new GarbageCollectorMetricSet());
        addAll("threads", new ThreadStatesGaugeSet());
        return this;
    }

    private void addAll(String area, MetricSet set) {
        set.getMetrics()
                .forEach((name, metric) -> {
                    String plain =
                            name.toLowerCase(Locale.ROOT)
                                    .replaceAll("[^a-z0-9.]+", "-")
                                    .replaceAll("-*\\.-*", ".")
                                    .replaceAll("^-|-$", "");
                    MetricName full = MetricName.of("", "jvm." + area + "." + plain, Map.of());
                    if (metric instanceof Gauge<?> gauge) {
                        registry.gauge(full.toString(), () -> gauge);
                    }
                });
    }

    private String name(String instance, String name, Map<String, String> labels) {
        if (registry.getMetrics().size() >= most) {
            return MetricName.of(instance, "metrics.overflow", Map.of()).toString();
        }
        return MetricName.of(instance, name, labels).toString();
    }

    private final class Scoped implements Metrics {
        private final String instance;

        Scoped(String instance) {
            this.instance = instance;
        }

        @Override
        public Counter counter(String name, Map<String, String> labels) {
            return registry.counter(name(instance, name, labels))::inc;
        }

        @Override
        public void gauge(String name, Map<String, String> labels, LongSupplier value) {
            String full = name(instance, name, labels);
            Gauge<Long> gauge = value::getAsLong;
            synchronized (registry) {
                registry.remove(full);
                registry.register(full, gauge);
            }
        }

        @Override
        public Timer timer(String name, Map<String, String> labels) {
            com.codahale.metrics.Timer timer = registry.timer(name(instance, name, labels));
            return nanos -> timer.update(nanos, TimeUnit.NANOSECONDS);
        }
    }
}
