package org.sallyport.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class CommandTest {
    @TempDir Path home;
    private Shell shell;

    @BeforeEach
    void open() throws IOException {
        shell = new Shell(home);
    }

    @Test
    void saysItsVersion() {
        assertThat(shell.run("version")).isZero();
        assertThat(shell.out).startsWith("sallyport ");
        assertThat(shell.run("--output", "json", "version")).isZero();
        assertThat(shell.document().path("format").asInt()).isEqualTo(1);
        assertThat(shell.document().path("api-version").asString()).isEqualTo("0.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "status --nonsense",
                "config",
                "status --output xml",
                "peers a b"
            })
    void answersWrongCommandsWithOneLine(String line) {
        assertThat(shell.run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);
        assertThat(shell.err.lines()).singleElement().asString().startsWith("sallyport: usage: ");
        assertThat(shell.out).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "run --help", "config check --help"})
    void explainsItself(String line) {
        assertThat(shell.run(line.split(" "))).isZero();
        assertThat(shell.out).contains("Usage: sallyport");
    }

    @Test
    void saysEverythingThatIsWrongAtOnce() throws IOException {
        Path file =
                shell.configure(
                        Shell.GOOD
                                .replace(
                                        "type: fake\n    serves: [b.example]",
                                        "typ: fake\n    serves: [b.example]")
                                .replace("policy: p }", "policy: nobody }")
                                .replace("drain: 1s", "drian: 1s")
                                .replace("127.0.0.1:0", "localhost")
                                .replace("whitelist:", "whitelst:"));
        assertThat(shell.run("config", "check")).isEqualTo(2);
        assertThat(
                        shell.out
                                .lines()
                                .filter(line -> line.matches(".*:\\d+:\\d+: [^;]+; .+"))
                                .count())
                .isGreaterThanOrEqualTo(5);
        assertThat(shell.out).contains(file.toString()).contains("drain").contains("whitelist");
        assertThat(shell.run("config", "check", "-o", "json")).isEqualTo(2);
        JsonNode document = shell.document();
        assertThat(document.path("valid").asBoolean()).isFalse();
        assertThat(document.path("problems").size()).isGreaterThanOrEqualTo(5);
        assertThat(document.path("problems").get(0).propertyNames())
                .containsExactly("file", "line", "column", "what", "remedy");
    }

    @Test
    void runRefusesAWrongConfigurationWithEveryProblem() throws IOException {
        shell.configure("config-version: 1\nnonsense: 1\nmore-nonsense: 2\n");
        assertThat(shell.run("run")).isEqualTo(2);
        assertThat(shell.err)
                .contains("nonsense")
                .contains("more-nonsense")
                .contains("sallyport: bad-configuration: ");
        assertThat(Files.exists(home.resolve("data"))).isFalse();
    }

    @Test
    void refusesAFileThatIsNotThere() {
        assertThat(shell.run("config", "check", "--config", "/nowhere/x.yaml")).isEqualTo(2);
        assertThat(shell.run("status", "--config", "/nowhere/x.yaml")).isEqualTo(2);
        assertThat(shell.err.lines()).singleElement().asString().contains("/nowhere/x.yaml");
    }

    @Test
    void findsTheFileByTheEnvironment() throws IOException {
        Path other = Files.writeString(home.resolve("conf/other.yaml"), Shell.GOOD);
        shell.environment.put("SALLYPORT_CONFIG", other.toString());
        assertThat(shell.run("config", "check")).isZero();
        assertThat(shell.out).contains("other.yaml: good");
    }

    @Test
    void showsTheConfigurationWithDefaultsAndWithoutSecrets() throws IOException {
        shell.configure(Shell.GOOD);
        assertThat(shell.run("config", "show", "--output", "json")).isZero();
        assertThat(shell.out).doesNotContain("open-sesame");
        JsonNode config = shell.document().path("config");
        assertThat(config.path("adaptors").path("left").path("password").asString())
                .isEqualTo("***");
        assertThat(config.path("adaptors").path("left").path("type").asString()).isEqualTo("fake");
        assertThat(config.path("limits").path("filter-step").asString()).isEqualTo("2s");
        assertThat(config.path("log").path("level").asString()).isEqualTo("info");
        assertThat(shell.run("config", "show")).isZero();
        assertThat(shell.out).contains("node: gw1").contains("***").doesNotContain("open-sesame");
    }

    @Test
    void whatItShowsIsAConfiguration() throws IOException {
        shell.configure(
                Shell.GOOD.replace("${file:password.txt}", "x").replace("open-sesame", "x"));
        assertThat(shell.run("config", "show")).isZero();
        String first = shell.out;
        shell.configure(first);
        assertThat(shell.run("config", "show")).as(shell.err).isZero();
        assertThat(shell.out).isEqualTo(first);
    }

    @Test
    void printsASchemaWithThePluginsSections() {
        assertThat(shell.run("config", "schema")).isZero();
        JsonNode schema = org.sallyport.app.base.Json.read(shell.out);
        assertThat(schema.path("$schema").asString()).contains("json-schema.org");
        assertThat(shell.out)
                .contains("whitelist")
                .contains("filter-step")
                .contains("What nobody may see");
    }

    @Test
    void saysWhenThereIsNoGateway() throws IOException {
        shell.configure(Shell.GOOD);
        for (String command : new String[] {"status", "peers", "drain"}) {
            assertThat(shell.run(command, "--output", "json")).as(command).isEqualTo(3);
            assertThat(shell.document().path("error").path("code").asString())
                    .isEqualTo("no-gateway");
            assertThat(shell.err.lines())
                    .singleElement()
                    .asString()
                    .startsWith("sallyport: no-gateway: ");
        }
    }

    @Test
    void doesNotStartWithAPluginThatCannotBeLoaded() throws IOException {
        shell.configure(Shell.GOOD);
        shell.loader =
                _ ->
                        org.sallyport.core.plugin.PluginCatalog.of(
                                java.util.List.of(
                                        new FakePlugin(),
                                        new FakePlugin(),
                                        new org.sallyport.plugin.whitelist.WhitelistPlugin()));
        assertThat(shell.run("run")).isEqualTo(2);
        assertThat(shell.err).contains("sallyport: bad-plugin: ");
        assertThat(shell.run("config", "check")).isEqualTo(2);
    }

    @Test
    void keepsTheWordsOfItsFaultsToItself() {
        shell.loader =
                _ -> {
                    throw new IllegalStateException("secret words");
                };
        assertThat(shell.run("config", "check")).isEqualTo(1);
        assertThat(shell.err)
                .contains("java.lang.IllegalStateException")
                .doesNotContain("secret words");
        assertThat(shell.err.lines()).hasSize(1);
    }

    @Test
    void printsCompletion() {
        assertThat(shell.run("completion")).isZero();
        assertThat(shell.out).contains("sallyport").contains("status").contains("complete -F");
    }

    @Test
    void usesNoColoursAwayFromATerminal() {
        shell.run("--help");
        assertThat(shell.out).doesNotContain("\u001b");
    }
}
