package org.sallyport.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param conversations how many sessions stand during the run
 * @param length how long each phase lasts
 * @param warmUp how long both directions are loaded before the first round
 * @param runs how many rounds; figures are medians
 * @param window texts under way at a time in each direction, in the closed phases
 * @param connections how many connections each load generator opens
 * @param json whether the figures are printed as JSON
 * @param subjects what is measured
 * @param profile whether the gateway keeps a flight recording
 * @param home the unpacked distribution
 * @param work where logs and certificates go
 */
record Options(
        int conversations,
        Duration length,
        Duration warmUp,
        int runs,
        int window,
        int connections,
        boolean json,
        List<String> subjects,
        boolean profile,
        Path home,
        Path work) {

    static final String USAGE =
            """
            usage: benchmarks/run [options]
              --conversations N   sessions that stand during the run (1000)
              --seconds S         length of each phase (10)
              --warm-up S         load on both directions before the first round (20)
              --runs R            rounds; figures are medians (3)
              --window W          texts under way in each direction, at most N (256)
              --connections C     connections that each load generator opens (2)
              --only SUBJECT      measure the gateway or the relay alone
              --profile           let the gateway keep a flight recording
              --output FORMAT     text or json (text)
            """;

    static final String GATEWAY = "gateway";
    static final String RELAY = "relay";
    private static final List<String> SUBJECTS = List.of(GATEWAY, RELAY);
    private static final int SECONDS = 10;
    private static final int WARM_UP_SECONDS = 20;

    Options {
        if (conversations < 1
                || conversations > RelayTables.CONVERSATIONS
                || runs < 1
                || connections < 1
                || window < 1) {
            throw new IllegalArgumentException("a number is out of range");
        }
        // More would let two texts of one conversation be under way, and order would hide in the
        // figure.
        window = Math.min(window, conversations);
    }

    /** Reads the command line. @throws IllegalArgumentException if it cannot be understood */
    static Options read(String[] arguments, Path home, Path work) {
        Words words = new Words(arguments);
        List<String> subjects = words.value("--only").map(List::of).orElse(SUBJECTS);
        boolean profile = words.flag("--profile");
        String output = words.value("--output").orElse("text");
        if (!output.equals("text") && !output.equals("json")) {
            throw new IllegalArgumentException("--output is text or json");
        }
        if (!SUBJECTS.containsAll(subjects)) {
            throw new IllegalArgumentException("--only is gateway or relay");
        }
        Options options =
                new Options(
                        words.number("--conversations", 1000),
                        Duration.ofSeconds(words.number("--seconds", SECONDS)),
                        Duration.ofSeconds(words.number("--warm-up", WARM_UP_SECONDS)),
                        words.number("--runs", 3),
                        words.number("--window", 256),
                        words.number("--connections", 2),
                        output.equals("json"),
                        subjects,
                        profile,
                        home,
                        work);
        words.end();
        return options;
    }

    /** Takes options out of a command line, in any order. */
    private static final class Words {
        private final List<String> left;

        Words(String[] arguments) {
            left = new ArrayList<>(List.of(arguments));
        }

        boolean flag(String name) {
            return left.remove(name);
        }

        Optional<String> value(String name) {
            int at = left.indexOf(name);
            if (at < 0) {
                return Optional.empty();
            }
            if (at + 1 == left.size()) {
                throw new IllegalArgumentException(name + " needs a value");
            }
            left.remove(at);
            return Optional.of(left.remove(at));
        }

        int number(String name, int otherwise) {
            Optional<String> value = value(name);
            try {
                return value.map(Integer::parseInt).orElse(otherwise);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(name + " needs a number", e);
            }
        }

        void end() {
            if (!left.isEmpty()) {
                throw new IllegalArgumentException("unknown: " + left.getFirst());
            }
        }
    }
}
