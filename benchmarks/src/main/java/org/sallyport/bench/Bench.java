package org.sallyport.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sallyport.bench.Figures.Kind;
import org.sallyport.bench.Rig.Direction;

/**
 * Measures the packaged gateway under load, and the bare relay beside it in the same rounds. Exit
 * codes: 0 all arrived once and in order, 1 not, 2 wrong command line or nothing to measure.
 */
final class Bench {
    private static final int NOT_OK = 1;
    private static final int USAGE = 2;

    /** One subject with its load generators and its figures. */
    private record Bout(Rig rig, Figures figures) {}

    private final Options options;
    private final Setting setting;
    private final List<Bout> bouts = new ArrayList<>();

    private Bench(Options options) {
        this.options = options;
        this.setting = new Setting(options.conversations());
    }

    /**
     * System properties {@code sallyport.home} and {@code bench.work}; the rest is {@link
     * Options#USAGE}.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (List.of(arguments).contains("--help")) {
            System.out.print(Options.USAGE);
            return;
        }
        Options options;
        try {
            options =
                    Options.read(
                            arguments,
                            Path.of(System.getProperty("sallyport.home", "")),
                            Path.of(System.getProperty("bench.work", "work")));
        } catch (IllegalArgumentException e) {
            System.err.println("benchmarks: " + e.getMessage());
            System.err.print(Options.USAGE);
            System.exit(USAGE);
            return;
        }
        if (!Files.isExecutable(options.home().resolve("bin/sallyport"))) {
            System.err.println("benchmarks: there is no distribution at " + options.home());
            System.exit(USAGE);
        }
        System.exit(new Bench(options).run() ? 0 : NOT_OK);
    }

    private boolean run() throws IOException, InterruptedException {
        try {
            for (String subject : options.subjects()) {
                begin(subject, subject.equals(Options.GATEWAY) ? Subject::gateway : Subject::relay);
            }
            for (int round = 1; round <= options.runs(); round++) {
                // The relay is loaded as the gateway was, so that what the load generators take
                // cancels out.
                int half = 0;
                for (Bout bout : bouts) {
                    say("round " + round + " of " + options.runs() + ": " + bout.figures.subject());
                    half = round(bout, half);
                }
            }
        } finally {
            bouts.forEach(bout -> bout.rig.close());
        }
        List<Figures> all = bouts.stream().map(Bout::figures).toList();
        System.out.print(
                options.json() ? JsonReport.of(options, all) : TextReport.of(options, all));
        return all.stream().allMatch(figures -> figures.faults().isNone());
    }

    private void begin(String name, Rig.Start start) throws IOException, InterruptedException {
        say("starting the " + name + ", " + options.conversations() + " conversations");
        Rig rig = new Rig(options, setting, start);
        bouts.add(new Bout(rig, new Figures(name)));
        say("warming up");
        new Phase(rig, options.warmUp()).windowed(options.window(), Direction.values());
    }

    /**
     * All phases once.
     *
     * @param half texts a second in each direction in the last phase; 0 for half of what this round
     *     gave
     * @return what was taken
     */
    private int round(Bout bout, int half) throws IOException, InterruptedException {
        Phase phase = new Phase(bout.rig, options.length());
        note(bout, Kind.TO_SIP, phase.windowed(options.window(), Direction.TO_SIP));
        note(bout, Kind.TO_XMPP, phase.windowed(options.window(), Direction.TO_XMPP));
        Sample both = phase.windowed(options.window(), Direction.values());
        note(bout, Kind.BOTH, both);
        int rate = half > 0 ? half : Math.max(1, (int) (both.rate() / 4));
        note(bout, Kind.HALF, phase.atRate(rate, Direction.values()));
        if (!bout.rig.subject().child().isAlive()) {
            throw new IOException(
                    "the " + bout.figures.subject() + " ended; see " + options.work());
        }
        return rate;
    }

    private static void note(Bout bout, Kind kind, Sample sample) {
        bout.figures.add(kind, sample);
        bout.figures.judge(bout.rig);
        say(
                String.format(
                        Locale.ROOT,
                        "%s, %s: %d complete in %.1f s, refusals by SIP status %s, %s",
                        bout.figures.subject(),
                        kind.words(),
                        sample.complete(),
                        sample.seconds(),
                        bout.rig.refusals(),
                        bout.figures.faults()));
    }

    private static void say(String words) {
        System.err.println("benchmarks: " + words);
    }
}
