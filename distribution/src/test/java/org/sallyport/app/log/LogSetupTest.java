package org.sallyport.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sallyport.app.base.Json;
import org.sallyport.core.config.LogSettings;
import org.sallyport.core.log.AddressForm;
import org.sallyport.core.log.Redacted;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

class LogSetupTest {
    private static final String CANARY = "canary-7f3a";

    private final ByteArrayOutputStream target = new ByteArrayOutputStream();

    @AfterEach
    void silence() {
        LogSetup.configure(
                settings(LogSettings.Format.TEXT, LogSettings.Level.ERROR),
                java.io.OutputStream.nullOutputStream());
    }

    @Test
    void writesLinesForPeople() {
        configure(LogSettings.Format.TEXT, LogSettings.Level.INFO);
        LoggerFactory.getLogger("org.sallyport.core.Thing").info("link up: peer={}", "a.example");
        LoggerFactory.getLogger("org.sallyport.core.Thing").debug("not shown");
        assertThat(written())
                .matches(
                        "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z INFO {2}core\\.Thing: link up: peer=a\\.example\n");
    }

    @Test
    void writesObjectsForMachines() {
        configure(LogSettings.Format.JSON, LogSettings.Level.INFO);
        LoggerFactory.getLogger("org.sallyport.core.Thing")
                .warn("a \"quoted\" word: peer={}", "a\nb", new IllegalStateException(CANARY));
        assertThat(written().lines()).hasSize(1);
        JsonNode line = Json.read(written());
        assertThat(line.path("level").asString()).isEqualTo("WARN");
        assertThat(line.path("message").asString()).isEqualTo("a \"quoted\" word: peer=a\\u000ab");
        assertThat(line.path("failure").asString())
                .startsWith("java.lang.IllegalStateException\n\tat ");
        assertThat(written()).doesNotContain(CANARY);
    }

    @ParameterizedTest
    @EnumSource(LogSettings.Format.class)
    void showsNoMessageOfAFailureNorOfItsCauses(LogSettings.Format format) {
        configure(format, LogSettings.Level.TRACE);
        Exception failure = new IllegalStateException(CANARY, new IllegalArgumentException(CANARY));
        failure.addSuppressed(new RuntimeException(CANARY));
        LoggerFactory.getLogger("com.acme.Filter").error("filter failed", failure);
        LoggerFactory.getLogger("org.sallyport.Thing").error("filter failed", Redacted.of(failure));
        assertThat(written())
                .contains("java.lang.IllegalStateException")
                .contains("caused by java.lang.IllegalArgumentException")
                .doesNotContain("core.log.Redacted")
                .doesNotContain(CANARY);
    }

    @ParameterizedTest
    @EnumSource(LogSettings.Format.class)
    void showsNothingThatALibraryMayHaveTakenFromAUser(LogSettings.Format format) {
        configure(format, LogSettings.Level.TRACE);
        LoggerFactory.getLogger("io.netty.handler.ssl.SslHandler").trace(CANARY);
        LoggerFactory.getLogger("io.netty.channel.Pipeline").warn("odd: {}", CANARY);
        LoggerFactory.getLogger("gov.nist.Parser").error("cannot parse " + CANARY);
        java.util.logging.Logger.getLogger("org.jivesoftware.smack.Roster")
                .log(Level.SEVERE, "stanza " + CANARY);
        assertThat(written()).contains("odd: {}").contains("not shown").doesNotContain(CANARY);
        assertThat(written().lines().count()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(LogSettings.Format.class)
    void letsNobodyForgeALine(LogSettings.Format format) {
        configure(format, LogSettings.Level.INFO);
        String forged =
                "x\r\n2026-01-01T00:00:00.000Z INFO  fake: all is well\u2028\u202e\u001b[2J\u0085";
        LoggerFactory.getLogger("org.sallyport.Thing").info("link up: peer={}", forged);
        assertThat(written().lines()).hasSize(1);
        assertThat(written())
                .doesNotContain("\u2028")
                .doesNotContain("\u202e")
                .doesNotContain("\u001b");
    }

    private void configure(LogSettings.Format format, LogSettings.Level level) {
        LogSetup.configure(settings(format, level), target);
    }

    private static LogSettings settings(LogSettings.Format format, LogSettings.Level level) {
        return new LogSettings(format, level, AddressForm.FULL);
    }

    private String written() {
        return target.toString(StandardCharsets.UTF_8);
    }
}
