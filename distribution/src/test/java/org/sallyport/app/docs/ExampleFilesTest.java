package org.sallyport.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.core.config.ConfigLoader;
import org.sallyport.core.config.ConfigResult;
import org.sallyport.simulator.cert.CertificateAuthority;
import org.sallyport.simulator.cert.CertificateRequest;

/** Each configuration that the documentation shows can be used as it stands. */
class ExampleFilesTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)(#[^)]*)?\\)");

    /** Between backticks, alone, before a dot or a bracket. */
    private static final Pattern CLASS =
            Pattern.compile("`(?:[a-z]+\\.)*((?:[A-Z][a-z0-9]+){2,})[.`]");

    @TempDir Path folder;

    @Test
    void theConfigurationInTheReadmeLoads() throws IOException {
        List<String> examples = Pages.blocks("README.md", "yaml");
        assertThat(examples).hasSize(1);
        loads(examples.getFirst(), "sfb.example");
    }

    @Test
    void theConfigurationWithAMaskLoads() throws IOException {
        List<String> examples = Pages.blocks("docs/install.md", "yaml");
        assertThat(examples).hasSize(1);
        loads(examples.getFirst(), "sip.example");
    }

    @Test
    void theConfigurationInTheArchiveLoads() throws IOException {
        loads(Pages.read("distribution/src/main/archive/conf/sallyport.yaml"), "sfb.example");
    }

    @Test
    void everyPageThatIsLinkedToIsThere() throws IOException {
        for (String page :
                List.of(
                        "README.md",
                        "CONTRIBUTING.md",
                        "SECURITY.md",
                        "docs/ARCHITECTURE.md",
                        "docs/delivery.md",
                        "docs/install.md",
                        "docs/management-api.md",
                        "docs/metrics.md",
                        "docs/spi-guide.md")) {
            Path from = Pages.root().resolve(page);
            Matcher links = LINK.matcher(Files.readString(from));
            while (links.find()) {
                String target = links.group(1);
                assertThat(target.contains(":") || Files.exists(from.resolveSibling(target)))
                        .as("%s links to %s", page, target)
                        .isTrue();
            }
        }
    }

    @Test
    void theArchitecturePageNamesClassesThatThereAre() throws IOException {
        Set<String> known = new HashSet<>(Set.of("SecureRandom"));
        try (Stream<Path> files = Files.walk(Pages.root())) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .forEach(name -> known.add(name.substring(0, name.length() - 5)));
        }
        Matcher words = CLASS.matcher(Pages.read("docs/ARCHITECTURE.md"));
        Set<String> unknown = new TreeSet<>();
        while (words.find()) {
            if (!known.contains(words.group(1))) {
                unknown.add(words.group(1));
            }
        }
        assertThat(unknown).isEmpty();
    }

    /** With certificates as the guide asks for them. */
    private void loads(String text, String servedToXmpp) throws IOException {
        CertificateAuthority authority = CertificateAuthority.create("Example CA");
        authority.writePem(folder);
        authority.issue(CertificateRequest.forDomain(servedToXmpp)).writePem(folder, "xmpp");
        authority.issue(CertificateRequest.forDomain("sip.xmpp.example")).writePem(folder, "sip");
        Path file = Files.writeString(folder.resolve("sallyport.yaml"), text);
        ConfigResult result = ConfigLoader.load(file, Pages.catalog());
        assertThat(result.problems()).isEmpty();
        assertThat(result).isInstanceOf(ConfigResult.Loaded.class);
    }
}
