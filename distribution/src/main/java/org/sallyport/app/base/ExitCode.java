package org.sallyport.app.base;

/** How commands end. Stable: scripts rely on the numbers. */
public final class ExitCode {
    /** All is well. */
    public static final int OK = 0;

    /** The thing asked about is not well. */
    public static final int NOT_OK = 1;

    /** The command or the configuration is wrong. */
    public static final int WRONG = 2;

    /** There is no gateway to ask. */
    public static final int UNREACHABLE = 3;

    private ExitCode() {}
}
