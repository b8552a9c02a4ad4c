package org.sallyport.app.command;

import java.util.List;
import org.sallyport.app.base.Clean;
import org.sallyport.core.config.Problem;

/** Lines for people. */
final class Lines {
    private Lines() {}

    /** {@code FILE:LINE:COLUMN: what; remedy}, as compilers write it. */
    static String of(Problem problem, boolean warning) {
        String place = problem.file() + ":" + problem.line() + ":" + problem.column() + ": ";
        return Clean.of(
                place + (warning ? "warning: " : "") + problem.what() + "; " + problem.remedy());
    }

    /** Rows in columns, as wide as their widest cell; the first row is the head. */
    static String table(List<List<String>> rows) {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.substring(0, text.length() - 1);
    }
}
