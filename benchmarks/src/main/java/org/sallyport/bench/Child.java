package org.sallyport.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A Java program in its own process; what it prints goes to a file, and its collector writes
 * another.
 */
final class Child implements AutoCloseable {
    private static final long POLL_NANOS = 50_000_000;
    private static final int START_SECONDS = 90;
    private static final int STOP_SECONDS = 40;

    private final Process process;
    private final Path printed;
    private final Path collections;

    private Child(Process process, Path printed, Path collections) {
        this.process = process;
        this.printed = printed;
        this.collections = collections;
    }

    static Child start(Path folder, List<String> command, Map<String, String> environment)
            throws IOException {
        Path printed = folder.resolve("printed.log");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(printed.toFile());
        builder.environment().putAll(environment);
        return new Child(builder.start(), printed, collections(folder));
    }

    /** The options that every measured process gets. */
    static List<String> memoryOptions(Path folder) {
        return List.of("-Xmx512m", "-Xlog:gc:file=" + collections(folder) + ":uptime:filecount=0");
    }

    private static Path collections(Path folder) {
        return folder.resolve("gc.log").toAbsolutePath();
    }

    /**
     * Waits until it has printed this, and returns the line. @throws IOException if it ends before
     * or takes too long
     */
    String awaitLine(String words) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (System.nanoTime() < deadline) {
            boolean alive = process.isAlive();
            for (String line : Files.readString(printed, StandardCharsets.UTF_8).split("\n", -1)) {
                if (line.contains(words)) {
                    return line;
                }
            }
            if (!alive) {
                throw new IOException("it ended; see " + printed);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        throw new IOException("it did not get ready; see " + printed);
    }

    /** CPU time used since its start, user and system, all threads. */
    double cpuSeconds() throws IOException {
        return ProcessClock.seconds(
                Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat")));
    }

    /** Makes it collect its whole heap, and returns what its collector wrote since its start. */
    CollectorLog collect() throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process command =
                new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), "GC.run")
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectErrorStream(true)
                        .start();
        if (!command.waitFor(START_SECONDS, TimeUnit.SECONDS) || command.exitValue() != 0) {
            throw new IOException("jcmd GC.run failed");
        }
        return CollectorLog.parse(Files.readAllLines(collections));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
