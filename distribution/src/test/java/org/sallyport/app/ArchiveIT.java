package org.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.app.base.Json;
import org.sallyport.simulator.cert.CertificateAuthority;
import org.sallyport.simulator.cert.CertificateRequest;
import tools.jackson.databind.JsonNode;

/** The archive as an administrator has it, in processes of its own. */
class ArchiveIT {
    @TempDir Path folder;

    @Test
    void saysItsVersion() throws Exception {
        try (Program program = Program.run("version", "--output", "json")) {
            assertThat(program.exitCode()).as(program.err()).isZero();
            assertThat(Json.read(program.out()).path("version").asString())
                    .matches("\\d+\\.\\d+\\.\\d+.*");
            assertThat(program.err()).isEmpty();
        }
    }

    @Test
    void holdsEachPluginWithItsOwnJarsAndNoneOfTheHosts() throws IOException {
        try (Stream<Path> plugins = Files.list(Program.archive().resolve("plugins"))) {
            assertThat(plugins.map(Path::getFileName).map(Path::toString))
                    .contains("adaptor-xmpp", "adaptor-sip-skype", "whitelist", "identity-map");
        }
        assertThat(jars("plugins"))
                .noneMatch(name ->
                        name.matches(
                                "(gateway-api|gateway-core|slf4j-api|jspecify|logback|log4j|guice).*"));
        assertThat(jars("lib"))
                .noneMatch(name ->
                        name.matches(
                                "(adaptor-|plugin-|smack-|jain-sip|junit|archunit|assertj|log4j|gateway-testkit).*"));
        try (Stream<Path> lib = Files.list(Program.archive().resolve("lib"))) {
            assertThat(lib.map(Path::getFileName).map(Path::toString))
                    .noneMatch(name ->
                            name.startsWith("netty")
                                    || name.startsWith("bc")
                                    || name.startsWith("gateway-simulator"));
        }
        for (String name :
                List.of("LICENSE", "NOTICE", "conf/sallyport.yaml", "conf/sallyport.service")) {
            assertThat(Program.archive().resolve(name)).exists();
        }
        assertThat(Files.isExecutable(Program.archive().resolve("bin/sallyport"))).isTrue();
    }

    @Test
    void saysFiveErrorsAtOnce() throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("sallyport.yaml"),
                        """
                        config-version: 1
                        nonsense: 1
                        policies:
                          p: { trust: nowhere.crt }
                        adaptors:
                          xmpp: { type: xmp, peers: [] }
                        chain:
                          - whitelist: { domains: [xmpp.example], user: {} }
                        management: { listen: "127.0.0.1" }
                        log: { format: xml }
                        """);
        try (Program program = Program.run("config", "check", "--config", file.toString())) {
            assertThat(program.exitCode()).isEqualTo(2);
            assertThat(
                            program.out()
                                    .lines()
                                    .filter(line ->
                                            line.matches(
                                                    ".*sallyport\\.yaml:\\d+:\\d+: [^;]+; .+")))
                    .as(program.out())
                    .hasSizeGreaterThanOrEqualTo(5);
        }
    }

    @Test
    void theExampleLacksOnlyItsFiles() throws Exception {
        try (Program program = Program.run("config", "check", "--output", "json")) {
            assertThat(program.exitCode()).isEqualTo(2);
            Json.read(program.out())
                    .path("problems")
                    .forEach(problem ->
                            assertThat(problem.path("what").asString())
                                    .contains("there is no file"));
        }
    }

    @Test
    void playsTheDemonstration() throws Exception {
        try (Program program = Program.run("demo", "--once", "--output", "json")) {
            assertThat(program.exitCode()).as(program.err() + program.out()).isZero();
            JsonNode document = Json.read(program.out());
            assertThat(document.path("sent").asInt()).isEqualTo(6);
            assertThat(document.path("delivered").asInt()).isEqualTo(6);
            assertThat(document.path("failed").asInt()).isZero();
            assertThat(document.path("lost").asInt()).isZero();
            assertThat(document.path("refused").asInt()).isEqualTo(1);
            assertThat(program.err()).isEmpty();
        }
    }

    @Test
    void saysWhenTheSimulatorsWereDeleted() throws Exception {
        Path home = folder.resolve("home");
        copyWithout(Program.archive(), home, "simulator");
        try (Program program = Program.start(home, "demo", "--once")) {
            assertThat(program.exitCode()).isEqualTo(2);
            assertThat(program.err()).startsWith("sallyport: no-simulator: ");
        }
        try (Program program = Program.start(home, "version")) {
            assertThat(program.exitCode()).isZero();
        }
    }

    @Test
    void runsAndAnswersAndDrainsAtSigterm() throws Exception {
        Path file = configure();
        try (Program gateway =
                Program.start(Program.archive(), "run", "--config", file.toString())) {
            gateway.awaitOut("gateway running: ");
            assertThat(gateway.out())
                    .containsPattern(
                            "gateway running: .*xmpp\\.starttls=127\\.0\\.0\\.1:\\d+ sip\\.listen=");
            try (Program status =
                    Program.run("status", "--output", "json", "--config", file.toString())) {
                assertThat(status.exitCode()).as(status.err()).isZero();
                assertThat(Json.read(status.out()).path("state").asString()).isEqualTo("running");
            }
            try (Program peers = Program.run("peers", "--config", file.toString())) {
                assertThat(peers.exitCode()).as(peers.err()).isZero();
                assertThat(peers.out()).contains("xmpp.example").contains("sfb.example");
            }
            try (Program second = Program.run("run", "--config", file.toString())) {
                assertThat(second.exitCode()).isEqualTo(2);
                assertThat(second.err()).startsWith("sallyport: already-running: ");
            }
            gateway.terminate();
            assertThat(gateway.exitCode()).as(gateway.out()).isZero();
            assertThat(gateway.out())
                    .contains("gateway drains: ")
                    .contains("gateway stopped: ")
                    .contains("lost=0");
            assertThat(gateway.err()).isEmpty();
        }
        try (Program status = Program.run("status", "--config", file.toString())) {
            assertThat(status.exitCode()).isEqualTo(3);
        }
        assertThat(folder.resolve("data/running.json")).doesNotExist();
    }

    @Test
    void theDemonstrationGoesOnUntilCtrlC() throws Exception {
        try (Program demo = Program.start(Program.archive(), "demo")) {
            demo.awaitOut("Ctrl-C ends it.");
            String config =
                    demo.out()
                            .lines()
                            .filter(line -> line.contains("sallyport status --config "))
                            .map(line ->
                                    line.substring(
                                            line.indexOf("--config ") + "--config ".length()))
                            .findFirst()
                            .orElseThrow();
            try (Program status = Program.run("status", "--config", config)) {
                assertThat(status.exitCode()).as(status.err()).isZero();
                assertThat(status.out()).contains("delivered 6").contains("lost 0");
            }
            demo.interrupt();
            assertThat(demo.exitCode()).isZero();
            assertThat(Path.of(config)).doesNotExist();
        }
    }

    private Path configure() throws IOException {
        Path conf = Files.createDirectories(folder.resolve("conf"));
        CertificateAuthority authority = CertificateAuthority.create("Test CA");
        authority.writePem(conf);
        authority.issue(CertificateRequest.forDomain("sfb.example")).writePem(conf, "xmpp");
        authority
                .issue(CertificateRequest.forDomain("sip.xmpp.example").andDns("xmpp.example"))
                .writePem(conf, "sip");
        String example = Files.readString(Program.archive().resolve("conf/sallyport.yaml"));
        return Files.writeString(
                conf.resolve("sallyport.yaml"),
                example.replaceAll("0\\.0\\.0\\.0:\\d+", "127.0.0.1:0")
                        .replace("127.0.0.1:9480", "127.0.0.1:0")
                        .replace("connect: dns", "connect: \"127.0.0.1:9\"")
                        .replace("sip.sfb.example:5061", "127.0.0.1:9"));
    }

    private static List<String> jars(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(Program.archive().resolve(folder))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .toList();
        }
    }

    private static void copyWithout(Path from, Path to, String left) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file :
                    files.filter(path -> !from.relativize(path).toString().contains(left))
                            .toList()) {
                Path target = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }
}
