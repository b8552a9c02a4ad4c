package org.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The search for what users wrote finds it, or it would prove nothing. */
class CanaryTest {
    private final Canary canary = new Canary();

    @TempDir private Path nest;

    @Test
    void everyFormIsFound() {
        canary.forms().forEach((name, octets) -> assertThat(canary.found(octets)).contains(name));
        assertThat(canary.found("nothing of that kind".getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void filesThatKeepTheTextAreFound() throws Exception {
        for (int offset = 0; offset < 3; offset++) {
            byte[] text = ("x".repeat(offset) + Canary.TEXT).getBytes(StandardCharsets.UTF_8);
            Files.write(nest.resolve("base64-" + offset), Base64.getEncoder().encode(text));
            Files.write(nest.resolve("mime-" + offset), Base64.getMimeEncoder().encode(text));
        }
        Files.writeString(nest.resolve("utf-16"), Canary.TEXT, StandardCharsets.UTF_16);
        Files.writeString(nest.resolve("log"), "WARN cannot parse: text=" + Canary.TEXT + "\n");
        try (OutputStream packed =
                new GZIPOutputStream(Files.newOutputStream(nest.resolve("log.gz")))) {
            packed.write(Canary.TEXT.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(canary.found(nest))
                .extracting(place -> place.substring(0, place.indexOf(':')))
                .contains(
                        "base64-0",
                        "base64-1",
                        "base64-2",
                        "mime-0",
                        "mime-1",
                        "mime-2",
                        "utf-16",
                        "log",
                        "log.gz");
    }
}
