package org.sallyport.core.management;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Histogram;
import com.codahale.metrics.Meter;
import com.codahale.metrics.Metric;
import com.codahale.metrics.Snapshot;
import com.codahale.metrics.Timer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.sallyport.core.metrics.GatewayMetrics;

/** All numbers as one document. Times are in milliseconds. */
final class MetricsDocument {
    private static final double NANOS_PER_MILLI = 1_000_000;

    private MetricsDocument() {}

    static Map<String, Object> of(GatewayMetrics metrics) {
        Map<String, Object> values = new TreeMap<>();
        metrics.registry().getMetrics().forEach((name, metric) -> values.put(name, value(metric)));
        Map<String, Object> document = Documents.versioned();
        document.put("metrics", values);
        return document;
    }

    private static Object value(Metric metric) {
        return switch (metric) {
            case Counter counter -> counter.getCount();
            case Gauge<?> gauge -> gauge(gauge);
            case Timer timer -> timer(timer);
            case Meter meter -> meter.getCount();
            case Histogram histogram -> histogram.getCount();
            default -> "unknown";
        };
    }

    /** A gauge is somebody else's code; one that breaks must not take the others with it. */
    private static Object gauge(Gauge<?> gauge) {
        try {
            return gauge.getValue() instanceof Number number ? number : "unknown";
        } catch (RuntimeException e) {
            return "unknown";
        }
    }

    private static Map<String, Object> timer(Timer timer) {
        Snapshot snapshot = timer.getSnapshot();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("count", timer.getCount());
        map.put("mean-ms", snapshot.getMean() / NANOS_PER_MILLI);
        map.put("p50-ms", snapshot.getMedian() / NANOS_PER_MILLI);
        map.put("p99-ms", snapshot.get99thPercentile() / NANOS_PER_MILLI);
        map.put("max-ms", snapshot.getMax() / NANOS_PER_MILLI);
        return map;
    }
}
