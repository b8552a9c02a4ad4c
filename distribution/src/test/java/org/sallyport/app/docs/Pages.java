package org.sallyport.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sallyport.api.plugin.GatewayPlugin;
import org.sallyport.core.plugin.PluginCatalog;

/** The pages of the documentation in the source tree. */
final class Pages {
    private static final String REGENERATE = "sallyport.regenerate";

    private Pages() {}

    /** The root of the source tree. */
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/adr"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new AssertionError("the folder docs/ is not above the working directory");
            }
        }
        return folder;
    }

    static String read(String page) throws IOException {
        return Files.readString(root().resolve(page));
    }

    /** Every plugin that the archive brings, as it stands on the class path here. */
    static PluginCatalog catalog() {
        List<GatewayPlugin> plugins = new ArrayList<>();
        ServiceLoader.load(GatewayPlugin.class).forEach(plugins::add);
        PluginCatalog catalog = PluginCatalog.of(plugins);
        assertThat(catalog.problems()).isEmpty();
        assertThat(catalog.offers().adaptors()).containsOnlyKeys("sip-skype", "xmpp");
        assertThat(catalog.offers().chainNames()).containsExactly("identity-map", "whitelist");
        return catalog;
    }

    /** Holds a generated page to what the code says now; writes it if that is asked for. */
    static void holds(String page, String now) throws IOException {
        Path file = root().resolve(page);
        if (Boolean.getBoolean(REGENERATE)) {
            Files.writeString(file, now);
            return;
        }
        assertThat(Files.exists(file) ? Files.readString(file) : "")
                .as(
                        "%s is not what the code says; run"
                                + " mvn -Dquick -pl distribution -Dtest=GeneratedPagesTest -D%s=true test"
                                + " and commit the page",
                        page, REGENERATE)
                .isEqualTo(now);
    }

    /** What stands between fences of a language, in order. */
    static List<String> blocks(String page, String language) throws IOException {
        Matcher fences =
                Pattern.compile("(?ms)^```" + language + "\\n(.*?)^```$").matcher(read(page));
        List<String> blocks = new ArrayList<>();
        while (fences.find()) {
            blocks.add(fences.group(1));
        }
        return blocks;
    }
}
