package org.sallyport.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One run of Debian's SIPp with one of our scenarios, over plain TCP; {@link TlsRelay} adds what
 * Debian left out.
 */
final class SippRun implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final ChildProcess process;
    private final Path folder;
    private final int port;

    private SippRun(
            Path parent, String scenario, @Nullable Integer target, Map<String, String> keys)
            throws IOException {
        RealPeer.SIPP.need();
        folder = Files.createTempDirectory(parent, scenario);
        port = Ports.free();
        Path file = folder.resolve(scenario + ".xml");
        try (InputStream source =
                Objects.requireNonNull(
                        SippRun.class.getResourceAsStream("/sipp/" + scenario + ".xml"))) {
            String steps = new String(source.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> key : keys.entrySet()) {
                // SIPp's own -key does not reach into regular expressions.
                steps = steps.replace("[" + key.getKey() + "]", key.getValue());
            }
            Files.writeString(file, steps);
        }
        List<String> command =
                new ArrayList<>(
                        List.of(
                                RealPeer.SIPP.program().toString(),
                                "-sf",
                                file.toString(),
                                "-t",
                                "t1",
                                "-i",
                                "127.0.0.1",
                                "-p",
                                Integer.toString(port),
                                "-nostdin",
                                "-aa",
                                "-timeout",
                                "45s",
                                "-timeout_error",
                                "-trace_err",
                                "-error_file",
                                folder.resolve("errors.log").toString(),
                                "-trace_msg",
                                "-message_file",
                                folder.resolve("messages.log").toString()));
        if (target != null) {
            command.addAll(List.of("-m", "1", "127.0.0.1:" + target));
        }
        process =
                ChildProcess.start(
                        folder, folder.resolve("out.log"), Map.of("TERM", "dumb"), command);
    }

    /** Starts the calling side; it connects to that port. */
    static SippRun caller(Path parent, String scenario, int target, Map<String, String> keys)
            throws IOException {
        return new SippRun(parent, scenario, target, keys);
    }

    /**
     * Starts the called side and returns when it listens. It takes any number of calls, since a
     * probe by OPTIONS counts as one too; its scenario leaves a mark where one was played to its
     * end.
     */
    static SippRun callee(Path parent, String scenario, Map<String, String> keys)
            throws IOException {
        SippRun run = new SippRun(parent, scenario, null, keys);
        Waiting.until(
                "SIPp listens on its port",
                LIMIT,
                () -> Ports.accepts(run.port) || !run.process.isAlive());
        return run;
    }

    int port() {
        return port;
    }

    /** Waits until the scenario was played to its end; fails if a step did not go as written. */
    void succeeds() throws InterruptedException {
        Waiting.until(
                "SIPp plays its scenario to the end",
                LIMIT,
                () -> Files.exists(folder.resolve("done")) || failed() || !process.isAlive());
        // A caller may be gone before the mark of its last step is set; its exit code says the
        // same.
        boolean played =
                Files.exists(folder.resolve("done"))
                        || (!process.isAlive() && process.await(LIMIT) == 0);
        // A text that does not fit lets SIPp go on to the end, and be sorry then.
        if (failed() || !played) {
            throw new AssertionError(
                    "SIPp failed\n" + kept("errors.log") + "\n" + kept("messages.log"));
        }
    }

    private boolean failed() {
        String errors = kept("errors.log");
        return errors.contains("Aborting call") || errors.contains("Failed regexp");
    }

    /** All messages that it saw and sent. */
    String messages() {
        return kept("messages.log");
    }

    private String kept(String name) {
        try {
            Path file = folder.resolve(name);
            return Files.exists(file)
                    ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
