package org.sallyport.core.log;

import java.io.Serial;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A failure as it may be logged: types and frames of it and its causes, no messages, since those
 * may quote a user.
 */
public final class Redacted extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    private static final int DEEPEST = 16;

    private Redacted(String type, StackTraceElement[] frames) {
        super(type);
        setStackTrace(frames);
    }

    /** What may be logged of {@code failure}. */
    public static Redacted of(Throwable failure) {
        return copy(failure, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static Redacted copy(Throwable failure, Set<Throwable> seen) {
        seen.add(failure);
        Redacted copy = new Redacted(failure.getClass().getName(), failure.getStackTrace());
        @Nullable Throwable cause = failure.getCause();
        if (cause != null && seen.size() < DEEPEST && !seen.contains(cause)) {
            copy.initCause(copy(cause, seen));
        }
        return copy;
    }

    /** The type of the failure alone: the name of this class would tell nothing. */
    @Override
    @SuppressWarnings("OverrideThrowableToString")
    public String toString() {
        return String.valueOf(getMessage());
    }

    /** The frames are those of the failure. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
