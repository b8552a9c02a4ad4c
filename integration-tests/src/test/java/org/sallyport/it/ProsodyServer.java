package org.sallyport.it;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.sallyport.simulator.cert.CertificateAuthority;
import org.sallyport.simulator.cert.CertificateRequest;

/**
 * A real Prosody on loopback: SASL EXTERNAL over STARTTLS, XEP-0198 on its server streams, fixed
 * targets instead of DNS. Passwords equal user names.
 */
final class ProsodyServer implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(20);

    private final Path folder;
    private final String domain;
    private final int clientPort = Ports.free();
    private final int serverPort = Ports.free();
    private ChildProcess process;

    /**
     * Starts a server.
     *
     * @param targets where other domains are, as {@code domain} to port on loopback
     */
    static ProsodyServer start(
            Path folder,
            String domain,
            CertificateAuthority authority,
            Map<String, Integer> targets,
            String... users)
            throws IOException {
        RealPeer.PROSODY.need();
        Files.createDirectories(folder.resolve("modules"));
        Path certificates = Files.createDirectories(folder.resolve("certs"));
        authority.writePem(folder, "ca");
        var pair =
                authority
                        .issue(CertificateRequest.forDomain(domain))
                        .writePem(certificates, domain);
        try (InputStream module =
                Objects.requireNonNull(
                        ProsodyServer.class.getResourceAsStream(
                                "/prosody/mod_static_targets.lua"))) {
            Files.write(folder.resolve("modules/mod_static_targets.lua"), module.readAllBytes());
        }
        Path accounts =
                Files.createDirectories(
                        folder.resolve("data")
                                .resolve(domain.replace(".", "%2e"))
                                .resolve("accounts"));
        for (String user : users) {
            Files.writeString(
                    accounts.resolve(user + ".dat"),
                    "return { [\"password\"] = \"" + user + "\" };\n");
        }
        return new ProsodyServer(folder, domain, pair.chain(), pair.key(), targets);
    }

    private ProsodyServer(
            Path folder, String domain, Path chain, Path key, Map<String, Integer> targets)
            throws IOException {
        this.folder = folder;
        this.domain = domain;
        StringBuilder table = new StringBuilder();
        targets.forEach((target, port) ->
                table.append("[\"%s\"] = { \"127.0.0.1\", %d }, ".formatted(target, port)));
        try (InputStream template =
                Objects.requireNonNull(
                        ProsodyServer.class.getResourceAsStream("/prosody/prosody.cfg.lua"))) {
            String config =
                    new String(template.readAllBytes(), StandardCharsets.UTF_8)
                            .replace("@FOLDER@", folder.toString())
                            .replace("@DOMAIN@", domain)
                            .replace("@C2S@", Integer.toString(clientPort))
                            .replace("@S2S@", Integer.toString(serverPort))
                            .replace("@CHAIN@", chain.toString())
                            .replace("@KEY@", key.toString())
                            .replace("@TARGETS@", table);
            Files.writeString(folder.resolve("prosody.cfg.lua"), config);
        }
        this.process = launch();
        awaitStart();
    }

    private ChildProcess launch() {
        return ChildProcess.start(
                folder,
                folder.resolve("out.log"),
                Map.of(),
                List.of(
                        RealPeer.PROSODY.program().toString(),
                        "--config",
                        folder.resolve("prosody.cfg.lua").toString(),
                        "-F"));
    }

    private void awaitStart() {
        Waiting.until(
                "prosody accepts clients and servers\n" + process.printed(),
                START_LIMIT,
                () -> Ports.accepts(clientPort) && Ports.accepts(serverPort));
    }

    String domain() {
        return domain;
    }

    int clientPort() {
        return clientPort;
    }

    int serverPort() {
        return serverPort;
    }

    /** Prosody's own log at debug level; the test's folder only. */
    String log() throws IOException {
        return Files.readString(folder.resolve("prosody.log"), StandardCharsets.UTF_8);
    }

    /** Stops it as a service manager does. */
    void stop() throws InterruptedException {
        process.terminate();
        process.await(START_LIMIT);
    }

    /** Kills it. */
    void kill() throws InterruptedException {
        process.kill();
    }

    /** Starts it again after {@link #stop} or {@link #kill}, on the same ports. */
    void restart() {
        process = launch();
        awaitStart();
    }

    @Override
    public void close() {
        process.close();
    }
}
