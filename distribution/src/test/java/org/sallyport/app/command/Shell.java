package org.sallyport.app.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.sallyport.app.base.Installation;
import org.sallyport.app.base.Json;
import org.sallyport.app.base.Surface;
import org.sallyport.core.plugin.PluginCatalog;
import org.sallyport.plugin.whitelist.WhitelistPlugin;
import tools.jackson.databind.JsonNode;

/** Runs commands in this process, in an installation of its own. */
final class Shell {
    static final String GOOD =
            """
            config-version: 1
            node: gw1
            data-dir: ../data
            store: { url: memory }
            policies: { p: { trust: ca.crt } }
            adaptors:
              left:
                type: fake
                serves: [b.example]
                password: ${file:password.txt}
                peers: [ { domain: a.example, policy: p, connect: "127.0.0.1:9" } ]
              right:
                type: fake
                serves: [a.example]
                password: open-sesame
                peers: [ { domain: b.example, policy: p } ]
            chain:
              - whitelist: { domains: [a.example, b.example] }
            management: { listen: "127.0.0.1:0" }
            limits: { drain: 1s }
            """;

    final Path home;
    final Map<String, String> environment = new HashMap<>();
    Function<Path, PluginCatalog> loader = _ -> catalog();
    String out = "";
    String err = "";

    Shell(Path home) throws IOException {
        this.home = home;
        Files.createDirectories(home.resolve("conf"));
        Files.writeString(home.resolve("conf/password.txt"), "open-sesame\n");
        Files.copy(certificate(), home.resolve("conf/ca.crt"));
    }

    static PluginCatalog catalog() {
        return PluginCatalog.of(List.of(new FakePlugin(), new WhitelistPlugin()));
    }

    Path configure(String text) throws IOException {
        return Files.writeString(home.resolve("conf/sallyport.yaml"), text);
    }

    int run(String... arguments) {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        Surface surface =
                new Surface(
                        new PrintStream(written, true, StandardCharsets.UTF_8),
                        new PrintStream(told, true, StandardCharsets.UTF_8),
                        environment);
        int code = new Program(surface, new Installation(home), loader).execute(arguments);
        out = written.toString(StandardCharsets.UTF_8);
        err = told.toString(StandardCharsets.UTF_8);
        return code;
    }

    /** What was printed, which must be one line of JSON. */
    JsonNode document() {
        if (out.lines().count() != 1) {
            throw new AssertionError("not one line: " + out.lines().count());
        }
        return Json.read(out);
    }

    private static Path certificate() throws IOException {
        Path folder = Files.createTempDirectory("sallyport-test-");
        return org.sallyport.simulator.cert.CertificateAuthority.create("Test CA").writePem(folder);
    }
}
