package org.sallyport.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The installed program as a child process; what it prints goes to files. */
final class Program implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Process process;
    private final Path out;
    private final Path err;

    private Program(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static Path archive() {
        return Path.of(System.getProperty("sallyport.archive"));
    }

    static Program start(Path home, String... arguments) throws IOException {
        Path folder = Files.createTempDirectory("sallyport-it-");
        List<String> command = new ArrayList<>();
        command.add(home.resolve("bin/sallyport").toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("SALLYPORT_CONFIG");
        builder.directory(folder.toFile());
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        builder.redirectOutput(out.toFile()).redirectError(err.toFile());
        return new Program(builder.start(), out, err);
    }

    /** Runs a command to its end. */
    static Program run(String... arguments) throws Exception {
        Program program = start(archive(), arguments);
        program.exitCode();
        return program;
    }

    int exitCode() throws InterruptedException, IOException {
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            close();
            throw new AssertionError("no end within " + LIMIT + "; it said: " + out() + err());
        }
        return process.exitValue();
    }

    String out() throws IOException {
        return Files.readString(out);
    }

    String err() throws IOException {
        return Files.readString(err);
    }

    /** Waits until it has printed this. */
    void awaitOut(String words) throws IOException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!out().contains(words)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new AssertionError("it did not say '" + words + "' but: " + out() + err());
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** SIGINT, as Ctrl-C sends it. */
    void interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
