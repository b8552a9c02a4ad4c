package org.sallyport.testkit;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Plays a {@link Transcript} on a wire and fails at the first piece that differs. For one thread.
 */
public final class TranscriptPlayer {
    private static final Pattern NAME = Pattern.compile("\\$\\{([a-z][a-z0-9-]*)}");

    private final Map<String, String> remembered = new HashMap<>();

    /** What a transcript is played on. */
    public interface Wire {
        /** Sends text as it stands. */
        void send(String text) throws Exception;

        /**
         * Waits, with a limit of its own, for the next piece of text; its end is the wire's
         * business.
         */
        String receive() throws Exception;
    }

    /** Gives a value to a name before the play. */
    public TranscriptPlayer with(String name, String value) {
        remembered.put(name, value);
        return this;
    }

    /** What was remembered under a name. */
    public String value(String name) {
        String value = remembered.get(name);
        if (value == null) {
            throw new AssertionError("nothing was remembered as " + name);
        }
        return value;
    }

    /** Plays the whole transcript. */
    public void play(Transcript transcript, Wire wire) throws Exception {
        int number = 0;
        for (Transcript.Step step : transcript.steps()) {
            number++;
            if (step.sent()) {
                wire.send(
                        NAME.matcher(step.text())
                                .replaceAll(
                                        match -> Matcher.quoteReplacement(value(match.group(1)))));
            } else {
                expect(number, step.text(), wire.receive());
            }
        }
    }

    private void expect(int number, String expected, String actual) {
        StringBuilder pattern = new StringBuilder();
        Map<String, Integer> groups = new HashMap<>();
        Matcher names = NAME.matcher(expected);
        int end = 0;
        while (names.find()) {
            pattern.append(Pattern.quote(expected.substring(end, names.start())));
            String known = remembered.get(names.group(1));
            if (known != null) {
                pattern.append(Pattern.quote(known));
            } else if (groups.containsKey(names.group(1))) {
                pattern.append('\\').append(groups.get(names.group(1)));
            } else {
                groups.put(names.group(1), groups.size() + 1);
                pattern.append("(.*?)");
            }
            end = names.end();
        }
        pattern.append(Pattern.quote(expected.substring(end)));
        Matcher whole = Pattern.compile(pattern.toString(), Pattern.DOTALL).matcher(actual);
        if (!whole.matches()) {
            throw new AssertionError(
                    "step " + number + " differs\nexpected: " + expected + "\nactual:   " + actual);
        }
        groups.forEach((name, group) -> remembered.put(name, whole.group(group)));
    }
}
