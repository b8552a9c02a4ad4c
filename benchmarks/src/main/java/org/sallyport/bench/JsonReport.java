package org.sallyport.bench;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.sallyport.bench.Figures.Faults;
import org.sallyport.bench.Figures.Kind;

/** The figures for programs: one object; every round, and the medians. */
final class JsonReport {
    private JsonReport() {}

    static String of(Options options, List<Figures> all) throws IOException {
        Machine machine = Machine.here();
        String comparison =
                all.size() < 2
                        ? ""
                        : ",\"comparison\":" + comparison(all.getFirst(), all.getLast());
        return "{\"machine\":{\"processors\":"
                + machine.processors()
                + ",\"model\":"
                + text(machine.model())
                + ",\"memoryMiB\":"
                + machine.memory()
                + ",\"kernel\":"
                + text(machine.kernel())
                + ",\"jdk\":"
                + text(machine.jdk())
                + ",\"load\":"
                + number(machine.load())
                + "},\"conversations\":"
                + options.conversations()
                + ",\"window\":"
                + options.window()
                + ",\"connections\":"
                + options.connections()
                + ",\"seconds\":"
                + options.length().toSeconds()
                + ",\"subjects\":{"
                + all.stream().map(JsonReport::subject).collect(Collectors.joining(","))
                + "}"
                + comparison
                + "}\n";
    }

    private static String subject(Figures figures) {
        StringBuilder out = new StringBuilder(text(figures.subject())).append(":{");
        for (Kind kind : Kind.values()) {
            out.append(text(kind.name().toLowerCase(Locale.ROOT).replace('_', '-')))
                    .append(":{\"median\":")
                    .append(sample(List.copyOf(figures.samples(kind))))
                    .append(",\"rounds\":[")
                    .append(
                            figures.samples(kind).stream()
                                    .map(sample -> sample(List.of(sample)))
                                    .collect(Collectors.joining(",")))
                    .append("]},");
        }
        return out.append("\"faults\":").append(faults(figures.faults())).append('}').toString();
    }

    private static String sample(List<Sample> samples) {
        return "{\"completePerSecond\":"
                + number(Sample.median(samples, Sample::rate))
                + ",\"p50Micros\":"
                + number(Sample.median(samples, sample -> sample.latency().median()))
                + ",\"p99Micros\":"
                + number(Sample.median(samples, sample -> sample.latency().percentile99()))
                + ",\"cpuMicros\":"
                + number(Sample.median(samples, Sample::cpuMicros))
                + ",\"allocatedOctets\":"
                + number(Sample.median(samples, Sample::octets))
                + ",\"heapOctets\":"
                + number(Sample.median(samples, Sample::live))
                + "}";
    }

    private static String faults(Faults faults) {
        return "{\"lost\":"
                + faults.lost()
                + ",\"refused\":"
                + faults.refused()
                + ",\"duplicates\":"
                + faults.duplicates()
                + ",\"outOfOrder\":"
                + faults.outOfOrder()
                + ",\"strays\":"
                + faults.strays()
                + ",\"unanswered\":"
                + faults.unanswered()
                + ",\"violations\":"
                + faults.violations()
                + "}";
    }

    private static String comparison(Figures gateway, Figures relay) {
        Comparison comparison = Comparison.of(gateway, relay);
        return "{\"rateShare\":"
                + number(comparison.rateShare())
                + ",\"cpuTimes\":"
                + number(comparison.cpuTimes())
                + ",\"addedP50Micros\":"
                + number(comparison.addedMedian())
                + ",\"addedP99Micros\":"
                + number(comparison.addedPercentile99())
                + "}";
    }

    private static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "null";
    }

    static String text(String value) {
        StringBuilder out = new StringBuilder("\"");
        for (int at = 0; at < value.length(); at++) {
            char next = value.charAt(at);
            if (next == '"' || next == '\\') {
                out.append('\\').append(next);
            } else if (next < ' ') {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) next));
            } else {
                out.append(next);
            }
        }
        return out.append('"').toString();
    }
}
