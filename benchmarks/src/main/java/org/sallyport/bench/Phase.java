package org.sallyport.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.sallyport.bench.Rig.Direction;
import org.sallyport.simulator.load.LatencyHistogram;

/** Loads a rig once and measures what that took. */
final class Phase {
    private static final double NANOS = 1e9;
    private static final double MICROS = 1e3;

    private final Rig rig;
    private final Duration length;

    Phase(Rig rig, Duration length) {
        this.rig = rig;
        this.length = length;
    }

    /** As much as can be, never more than a window under way in each of these directions. */
    Sample windowed(int window, Direction... directions) throws IOException, InterruptedException {
        return measured(direction -> rig.sendWindowed(direction, window, length), directions);
    }

    /** So many a second in each of these directions. */
    Sample atRate(int perSecond, Direction... directions) throws IOException, InterruptedException {
        return measured(direction -> rig.sendAtRate(direction, perSecond, length), directions);
    }

    private interface Load {
        void send(Direction direction) throws InterruptedException;
    }

    private Sample measured(Load load, Direction... directions)
            throws IOException, InterruptedException {
        Child child = rig.subject().child();
        CollectorLog memoryBefore = child.collect();
        Map<Direction, Long> completeBefore = new EnumMap<>(Direction.class);
        Map<Direction, LatencyHistogram> latencyBefore = new EnumMap<>(Direction.class);
        for (Direction direction : directions) {
            completeBefore.put(direction, rig.complete(direction));
            latencyBefore.put(direction, rig.latency(direction).snapshot());
        }
        double cpuBefore = child.cpuSeconds();
        long start = System.nanoTime();
        inParallel(load, directions);
        rig.drain();
        double seconds = (System.nanoTime() - start) / NANOS;
        double cpu = child.cpuSeconds() - cpuBefore;
        CollectorLog memoryAfter = child.collect();
        long complete = 0;
        double median = 0;
        double percentile99 = 0;
        for (Direction direction : directions) {
            complete += rig.complete(direction) - before(completeBefore, direction);
            LatencyHistogram latency =
                    rig.latency(direction).since(before(latencyBefore, direction));
            // Of two directions the slower one is told.
            median = Math.max(median, latency.percentile(0.5).toNanos() / MICROS);
            percentile99 = Math.max(percentile99, latency.percentile(0.99).toNanos() / MICROS);
        }
        return new Sample(
                complete,
                seconds,
                cpu,
                memoryAfter.allocated() - memoryBefore.allocated(),
                memoryAfter.live(),
                new Sample.Latency(median, percentile99));
    }

    private static <V> V before(Map<Direction, V> values, Direction direction) {
        V value = values.get(direction);
        if (value == null) {
            throw new IllegalStateException("not measured before: " + direction);
        }
        return value;
    }

    private static void inParallel(Load load, Direction... directions) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (Direction direction : directions) {
            threads.add(
                    Thread.ofPlatform()
                            .name("load-" + direction)
                            .start(() -> {
                                try {
                                    load.send(direction);
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
