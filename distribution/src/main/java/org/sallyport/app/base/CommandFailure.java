package org.sallyport.app.base;

/** Ends a command with one line that says what is wrong and what to do. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final String code;

    /**
     * Makes one.
     *
     * @param exitCode one of {@link ExitCode}
     * @param code stable, lower case with hyphens
     * @param message what is wrong and what to do; one line
     */
    public CommandFailure(int exitCode, String code, String message) {
        super(message);
        this.exitCode = exitCode;
        this.code = code;
    }

    /** The command line is wrong. */
    public static CommandFailure usage(String message) {
        return new CommandFailure(ExitCode.WRONG, "usage", message);
    }

    /** The configuration or the installation is wrong. */
    public static CommandFailure configuration(String message) {
        return new CommandFailure(ExitCode.WRONG, "bad-configuration", message);
    }

    /** One of {@link ExitCode}. */
    public int exitCode() {
        return exitCode;
    }

    /** The stable code. */
    public String code() {
        return code;
    }
}
