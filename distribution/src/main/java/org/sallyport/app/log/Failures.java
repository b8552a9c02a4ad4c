package org.sallyport.app.log;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import org.jspecify.annotations.Nullable;
import org.sallyport.core.log.Redacted;

/**
 * A failure in a log line: types and frames of it and its causes. Messages are left out, since they
 * may quote a user.
 */
final class Failures {
    private static final int DEEPEST = 16;
    private static final int MOST_FRAMES = 60;
    private static final String REDACTED = Redacted.class.getName();

    private Failures() {}

    /**
     * Several lines, each but the first beginning with a tab or {@code caused by}, or nothing if
     * there is no failure.
     */
    static String text(@Nullable IThrowableProxy failure) {
        StringBuilder text = new StringBuilder();
        @Nullable IThrowableProxy current = failure;
        for (int depth = 0; current != null && depth < DEEPEST; depth++) {
            text.append(depth == 0 ? "" : "caused by ").append(type(current)).append('\n');
            StackTraceElementProxy[] frames = current.getStackTraceElementProxyArray();
            for (int i = 0; i < frames.length && i < MOST_FRAMES; i++) {
                text.append('\t').append(frames[i].getSTEAsString()).append('\n');
            }
            current = current.getCause();
        }
        return text.toString();
    }

    /** The message of a redacted failure is the type of the real one. */
    private static String type(IThrowableProxy failure) {
        String message = failure.getMessage();
        return failure.getClassName().equals(REDACTED) && message != null
                ? message
                : failure.getClassName();
    }
}
