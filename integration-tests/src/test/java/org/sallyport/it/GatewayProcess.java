package org.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged gateway, run as an administrator runs it. */
final class GatewayProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(40);

    private static final Pattern MANAGEMENT =
            Pattern.compile("gateway running:.* management=(\\S+)");

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
        Path home =
                Path.of(
                        Objects.requireNonNull(
                                System.getProperty("sallyport.home"),
                                "run through Maven: it says where the archive is"));
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

    /**
     * Asks the management API, for example {@code status} or {@code metrics}; returns the document.
     */
    String management(String document) throws InterruptedException, IOException {
        Matcher address = MANAGEMENT.matcher(log());
        if (!address.find()) {
            throw new AssertionError("the gateway did not say where its management API is");
        }
        // The last line: name, role and token.
        String operators = Files.readString(config.resolveSibling("data/tokens")).strip();
        String token = operators.substring(operators.lastIndexOf(' ') + 1);
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://" + address.group(1) + "/v1/" + document))
                        .header("Authorization", "Bearer " + token)
                        .timeout(Duration.ofSeconds(10))
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(document).isEqualTo(200);
            return response.body();
        }
    }

    /** One of the totals in the status document, for example {@code in-flight}. */
    long total(String name) {
        try {
            Matcher total =
                    Pattern.compile("\"" + name + "\"\\s*:\\s*(-?\\d+)")
                            .matcher(management("status"));
            if (!total.find()) {
                throw new AssertionError("the status has no " + name);
            }
            return Long.parseLong(total.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until nothing is under way and checks that the account of the first law closes. */
    void settles(Duration limit) {
        Waiting.until("nothing is in flight", limit, () -> total("in-flight") == 0);
        assertThat(total("lost")).as("lost").isZero();
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
