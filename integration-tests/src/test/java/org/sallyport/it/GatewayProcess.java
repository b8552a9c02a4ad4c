package org.sallyport.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The packaged gateway, run as an administrator runs it. */
final class GatewayProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(40);

    private final Path folder;
    private final Path config;
    private int starts;
    private ChildProcess process;

    private GatewayProcess(Path folder, Path config) {
        this.folder = folder;
        this.config = config;
        this.process = launch();
    }

    /** Where the packaged gateway lies. */
    static Path home() {
        Path home = Path.of(Objects.requireNonNull(
                System.getProperty("sallyport.home"), "run through Maven: it says where the archive is"));
        if (!Files.isDirectory(home)) {
            throw new AssertionError("the archive is not built: " + home);
        }
        return home;
    }

    /** Starts the gateway and returns when it runs. */
    static GatewayProcess start(Path folder, Path config) {
        GatewayProcess gateway = new GatewayProcess(folder, config);
        gateway.awaitRunning();
        return gateway;
    }

    private ChildProcess launch() {
        starts++;
        return ChildProcess.start(
                folder,
                folder.resolve("gateway-" + starts + ".log"),
                Map.of("SALLYPORT_JAVA_OPTS", "-Xmx512m"),
                command("run"));
    }

    private List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(home().resolve("bin/sallyport").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--config", config.toString()));
        return command;
    }

    private void awaitRunning() {
        Waiting.until(
                "the gateway says that it runs",
                START_LIMIT,
                () -> process.printed().contains("gateway running") || !process.isAlive());
        if (!process.isAlive()) {
            throw new AssertionError("the gateway ended: " + process.printed());
        }
    }

    /** Runs a command line against the running gateway. */
    Answer cli(String... arguments) throws InterruptedException, IOException {
        Path output = Files.createTempFile(folder, "cli", ".out");
        try (ChildProcess cli = ChildProcess.start(folder, output, Map.of(), command(arguments))) {
            int code = cli.await(Duration.ofSeconds(30));
            return new Answer(code, Files.readString(output, StandardCharsets.UTF_8));
        }
    }

    /** What a command line said. */
    record Answer(int code, String output) {}

    /** Everything that it logged since its last start. */
    String log() {
        return process.printed();
    }

    /** Stops it with SIGTERM and returns its exit code. */
    int stop() throws InterruptedException {
        process.terminate();
        return process.await(STOP_LIMIT);
    }

    /** Sends SIGTERM and does not wait. */
    void terminate() {
        process.terminate();
    }

    /** Waits until it has ended. */
    int awaitEnd() throws InterruptedException {
        return process.await(STOP_LIMIT);
    }

    /** Kills it with SIGKILL. */
    void kill() throws InterruptedException {
        process.kill();
    }

    /** Starts it again with the same configuration. */
    void restart() {
        process = launch();
        awaitRunning();
    }

    @Override
    public void close() {
        process.close();
    }
}
