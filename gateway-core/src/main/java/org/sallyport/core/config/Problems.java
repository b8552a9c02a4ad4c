package org.sallyport.core.config;

import java.util.ArrayList;
import java.util.List;

/** Collects problems; bounded, so that no file can make it grow without end. */
final class Problems {
    private static final int MOST = 1_000;

    private final List<Problem> found = new ArrayList<>();
    private int left;

    void add(Place place, String what, String remedy) {
        if (isFull()) {
            left++;
            return;
        }
        found.add(
                new Problem(
                        place.file(),
                        place.line(),
                        place.column(),
                        oneLine(what),
                        oneLine(remedy)));
    }

    /** Whether more problems are only counted, so that nobody need look for good words. */
    boolean isFull() {
        return found.size() >= MOST;
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    int size() {
        return found.size() + left;
    }

    /** Everything found, sorted by place, each once. */
    List<Problem> sorted() {
        List<Problem> sorted = new ArrayList<>(found.stream().distinct().sorted().toList());
        if (left > 0) {
            Problem last = sorted.getLast();
            sorted.add(
                    new Problem(
                            last.file(),
                            last.line(),
                            last.column(),
                            left + " more problems",
                            "mend these first"));
        }
        return List.copyOf(sorted);
    }

    /** A problem is one line, whatever a file or a plugin put into it. */
    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), 500));
        for (int i = 0; i < text.length() && line.length() < 500; i++) {
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? ' ' : c);
        }
        return line.toString();
    }
}
