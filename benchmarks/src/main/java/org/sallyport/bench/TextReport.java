package org.sallyport.bench;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.sallyport.bench.Figures.Kind;

/** The figures as a table for people. */
final class TextReport {
    private static final double KIBI = 1024;
    private static final double MEBI = 1024 * 1024;

    private TextReport() {}

    static String of(Options options, List<Figures> all) throws IOException {
        StringBuilder out = new StringBuilder();
        line(out, "machine        %s", Machine.here());
        line(
                out,
                "load           %d conversations, window %d each way, %d connections from each peer, texts of 100 octets",
                options.conversations(),
                options.window(),
                options.connections());
        line(
                out,
                "runs           %d rounds, phases of %d s, medians; each process -Xmx512m",
                options.runs(),
                options.length().toSeconds());
        line(out, "");
        line(
                out,
                "%-8s %-16s %12s %10s %10s %10s %10s %10s",
                "subject",
                "direction",
                "complete/s",
                "p50 ms",
                "p99 ms",
                "CPU us",
                "alloc KiB",
                "heap MiB");
        for (Figures figures : all) {
            for (Kind kind : Kind.values()) {
                row(out, figures, kind);
            }
        }
        line(out, "");
        for (Figures figures : all) {
            line(out, "%-8s %s", figures.subject(), figures.faults());
        }
        if (all.size() == 2) {
            compare(out, all.getFirst(), all.getLast());
        }
        return out.toString();
    }

    private static void row(StringBuilder out, Figures figures, Kind kind) {
        line(
                out,
                "%-8s %-16s %12.0f %10.2f %10.2f %10.1f %10.1f %10.1f",
                figures.subject(),
                kind.words(),
                figures.median(kind, Sample::rate),
                figures.median(kind, sample -> sample.latency().median()) / 1e3,
                figures.median(kind, sample -> sample.latency().percentile99()) / 1e3,
                figures.median(kind, Sample::cpuMicros),
                figures.median(kind, Sample::octets) / KIBI,
                figures.median(kind, Sample::live) / MEBI);
    }

    private static void compare(StringBuilder out, Figures gateway, Figures relay) {
        Comparison comparison = Comparison.of(gateway, relay);
        line(out, "");
        line(
                out,
                "gateway against relay: %.0f %% of its rate both ways, %.1f times its CPU per text",
                comparison.rateShare() * 100,
                comparison.cpuTimes());
        line(
                out,
                "latency added at half rate: p50 %.2f ms, p99 %.2f ms (gateway less relay at the same rate)",
                comparison.addedMedian() / 1e3,
                comparison.addedPercentile99() / 1e3);
    }

    @SuppressWarnings(
            "AnnotateFormatMethod") // the annotation is in a library that nothing here needs
    private static void line(StringBuilder out, String format, Object... arguments) {
        out.append(String.format(Locale.ROOT, format, arguments).stripTrailing()).append('\n');
    }
}
