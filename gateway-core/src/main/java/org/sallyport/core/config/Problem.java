package org.sallyport.core.config;

import java.util.Comparator;

/**
 * Something wrong in the configuration, with its place. Never holds the value of a secret.
 *
 * @param file the file as the administrator knows it
 * @param line 1 for the first line; 0 if no line is meant
 * @param column 1 for the first character
 * @param what what is wrong
 * @param remedy what to do
 */
public record Problem(String file, int line, int column, String what, String remedy)
        implements Comparable<Problem> {
    private static final Comparator<Problem> ORDER =
            Comparator.comparing(Problem::file)
                    .thenComparingInt(Problem::line)
                    .thenComparingInt(Problem::column)
                    .thenComparing(Problem::what);

    @Override
    public int compareTo(Problem other) {
        return ORDER.compare(this, other);
    }

    /** One line: {@code FILE:LINE:COLUMN: what is wrong; what to do}. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + what + "; " + remedy;
    }
}
