package org.sallyport.app.base;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a command writes to and reads its environment from; tests bring their own.
 *
 * @param out documents and answers
 * @param err errors and hints
 * @param environment environment variables
 */
public record Surface(PrintStream out, PrintStream err, Map<String, String> environment) {
    /** Copies the environment. */
    public Surface {
        environment = Map.copyOf(environment);
    }

    /** That of the process, in UTF-8. */
    public static Surface ofProcess() {
        return new Surface(
                new PrintStream(
                        new java.io.FileOutputStream(java.io.FileDescriptor.out),
                        true,
                        StandardCharsets.UTF_8),
                new PrintStream(
                        new java.io.FileOutputStream(java.io.FileDescriptor.err),
                        true,
                        StandardCharsets.UTF_8),
                System.getenv());
    }
}
