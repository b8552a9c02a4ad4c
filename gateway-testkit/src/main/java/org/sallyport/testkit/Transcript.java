package org.sallyport.testkit;

import java.util.ArrayList;
import java.util.List;

/**
 * A conversation on a wire, written down as text. Lines that begin with {@code >} are sent, lines
 * that begin with {@code <} are expected, lines that begin with {@code #} are comments;
 * neighbouring lines of one kind are one piece. {@code ${name}} in an expected piece matches
 * anything up to what follows it and remembers it; in a sent piece it stands for what was
 * remembered.
 *
 * @param steps the pieces in order
 */
public record Transcript(List<Step> steps) {
    /**
     * One piece.
     *
     * @param sent whether it is sent; otherwise it is expected
     * @param text its lines, joined by line feeds
     */
    public record Step(boolean sent, String text) {}

    /** Copies what it is given. */
    public Transcript {
        steps = List.copyOf(steps);
    }

    /**
     * @throws IllegalArgumentException if a line begins with another character
     */
    public static Transcript parse(String text) {
        List<Step> steps = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            boolean sent = line.startsWith(">");
            if (!sent && !line.startsWith("<")) {
                throw new IllegalArgumentException("a line of a transcript begins with >, < or #");
            }
            String words =
                    line.length() > 1 && line.charAt(1) == ' '
                            ? line.substring(2)
                            : line.substring(1);
            Step last = steps.isEmpty() ? null : steps.getLast();
            if (last != null && last.sent() == sent) {
                steps.set(steps.size() - 1, new Step(sent, last.text() + "\n" + words));
            } else {
                steps.add(new Step(sent, words));
            }
        }
        return new Transcript(steps);
    }
}
