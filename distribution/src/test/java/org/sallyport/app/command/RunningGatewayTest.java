package org.sallyport.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.app.base.CommandFailure;
import org.sallyport.app.process.GatewayProcess;
import org.sallyport.core.config.ConfigLoader;
import org.sallyport.core.config.ConfigResult;
import org.sallyport.core.plugin.PluginCatalog;
import tools.jackson.databind.JsonNode;

class RunningGatewayTest {
    @TempDir Path home;
    private Shell shell;
    private GatewayProcess process;

    @BeforeEach
    void start() throws IOException {
        shell = new Shell(home);
        shell.configure(Shell.GOOD);
        process = process();
    }

    @AfterEach
    void stop() {
        process.close();
    }

    @Test
    void tellsItsStatus() {
        assertThat(shell.run("status", "--output", "json")).as(shell.err).isZero();
        JsonNode status = shell.document();
        assertThat(status.propertyNames())
                .containsExactly(
                        "format",
                        "node",
                        "version",
                        "state",
                        "since",
                        "reasons",
                        "packets",
                        "adaptors",
                        "chain",
                        "plugins");
        assertThat(status.path("state").asString()).isEqualTo("running");
        assertThat(status.path("packets").propertyNames())
                .containsExactly(
                        "accepted",
                        "originated",
                        "delivered",
                        "failed",
                        "dropped",
                        "in-flight",
                        "lost");
        assertThat(status.path("adaptors").get(0).path("listeners").path("listen").asString())
                .isEqualTo("127.0.0.1:5555");
        assertThat(shell.run("status")).isZero();
        assertThat(shell.out)
                .contains("gateway gw1 is running")
                .contains("left")
                .contains("chain: whitelist");
    }

    @Test
    void tellsItsPeers() {
        assertThat(shell.run("peers", "--output", "json")).isZero();
        assertThat(shell.document().path("peers").size()).isEqualTo(2);
        assertThat(shell.run("peers", "a.example")).isZero();
        assertThat(shell.out).contains("connected").contains("tls=TLSv1.3");
        assertThat(shell.run("peers", "b.example")).as("its last attempt failed").isEqualTo(1);
        assertThat(shell.run("peers", "c.example")).isEqualTo(1);
        assertThat(shell.err).startsWith("sallyport: unknown-peer: ");
    }

    @Test
    void countsWhatTheMachineUses() {
        assertThat(process.gateway().metrics().registry().getNames())
                .contains("sallyport.jvm.memory.heap.used", "sallyport.jvm.buffers.direct.used")
                .anyMatch(name -> name.startsWith("sallyport.jvm.gc."))
                .anyMatch(name -> name.startsWith("sallyport.jvm.threads."));
    }

    @Test
    void drainsAndSaysSo() {
        assertThat(shell.run("drain")).isZero();
        assertThat(shell.run("status", "--output", "json")).isEqualTo(1);
        assertThat(shell.document().path("state").asString()).isEqualTo("draining");
    }

    @Test
    void isNotFoundAnyMoreAfterItsEnd() {
        process.close();
        assertThat(shell.run("status")).isEqualTo(3);
        assertThat(Files.exists(home.resolve("data/running.json"))).isFalse();
    }

    @Test
    void answersThoseWithATokenOnly() throws IOException {
        shell.environment.put("SALLYPORT_TOKEN", "not-the-right-token-at-all");
        assertThat(shell.run("status")).isEqualTo(2);
        assertThat(shell.err).startsWith("sallyport: not-authorized: ");
        Files.delete(home.resolve("data/tokens"));
        shell.environment.clear();
        assertThat(shell.run("status")).isEqualTo(3);
    }

    @Test
    void isFoundAlsoWhenItsFileWasBrokenMeanwhile() throws IOException {
        shell.configure(Shell.GOOD + "\nnonsense: 1\n");
        assertThat(shell.run("status")).as(shell.err).isZero();
    }

    @Test
    void keepsASecondGatewayOutOfItsFolder() {
        assertThatThrownBy(this::process)
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo("already-running"));
        assertThat(shell.run("status")).as("the first one goes on").isZero();
    }

    private GatewayProcess process() {
        PluginCatalog catalog = Shell.catalog();
        ConfigResult result = ConfigLoader.load(home.resolve("conf/sallyport.yaml"), catalog);
        assertThat(result).as(result.problems().toString()).isInstanceOf(ConfigResult.Loaded.class);
        return GatewayProcess.start(((ConfigResult.Loaded) result).config(), catalog);
    }
}
