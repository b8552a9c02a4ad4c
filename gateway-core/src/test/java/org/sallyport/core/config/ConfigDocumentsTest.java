package org.sallyport.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.core.plugin.PluginCatalog;
import tools.jackson.databind.json.JsonMapper;

class ConfigDocumentsTest {
    private static final PluginCatalog CATALOG = ExamplePlugins.catalog();
    private static final MiniSchema SCHEMA =
            new MiniSchema(JsonMapper.shared().readValue(ConfigSchema.of(CATALOG), Map.class));

    @TempDir Path temporary;

    private ConfigFolder folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = new ConfigFolder(temporary);
    }

    private static Object plain(String yaml) {
        Problems problems = new Problems();
        YamlReader reader = new YamlReader(new Substitution(Path.of(""), _ -> "x"), problems);
        return Describe.plain(Objects.requireNonNull(reader.parse(yaml, "test")));
    }

    private static boolean accepts(String yaml) {
        return SCHEMA.accepts(plain(yaml));
    }

    @Test
    void everyKeySaysWhatItIs() {
        assertThat(ConfigReference.undocumented(CATALOG)).isEmpty();
        assertThat(ConfigReference.undocumented(PluginCatalog.of(List.of()))).isEmpty();
    }

    @Test
    void theSchemaAcceptsTheExampleAndRefusesMistakes() {
        assertThat(accepts(ConfigFolder.EXAMPLE)).isTrue();
        assertThat(accepts(ConfigFolder.EXAMPLE + "limits: { drain: 20s, lane-bound: 5 }\n"))
                .isTrue();
        assertThat(accepts(ConfigFolder.EXAMPLE + "limits: { drain: 20 }\n")).isFalse();
        assertThat(accepts(ConfigFolder.EXAMPLE + "limts: { drain: 20s }\n")).isFalse();
        assertThat(accepts(ConfigFolder.EXAMPLE.replace("config-version: 1\n", ""))).isFalse();
        assertThat(accepts(ConfigFolder.EXAMPLE.replace("type: sip-skype", "type: sip"))).isFalse();
        assertThat(accepts(ConfigFolder.EXAMPLE.replace("min: TLSv1.3", "min: TLSv1.1"))).isFalse();
        assertThat(accepts(ConfigFolder.EXAMPLE.replace("- whitelist:", "- whitelst:"))).isFalse();
        assertThat(accepts(ConfigFolder.EXAMPLE.replace("policy: partner", "polcy: partner")))
                .isFalse();
        assertThat(
                        accepts(
                                ConfigFolder.EXAMPLE.replace(
                                        "    peers:   ",
                                        "    peers-from: peers.d/*.yaml\n    peers:   ")))
                .isTrue();
    }

    @Test
    void theReferenceNamesEveryKeyWithItsDefault() {
        String page = ConfigReference.of(CATALOG);
        assertThat(page)
                .contains(
                        "| `config-version` | Version of this form of the file: 1 | a whole number | required |  |")
                .contains("| `filter-step` |")
                .contains(
                        "| `stanza-limit` | Largest stanza | a size such as 64KiB | `256KiB` |  |")
                .contains("## `adaptors.(xmpp)`")
                .contains("## `chain.whitelist`")
                .contains("`peers-from: peers.d/*.yaml`")
                .contains("| list of: section `adaptors.(sip-skype).peers` |")
                .contains("this version has no `reload` yet");
        Describe.of(CATALOG)
                .groups()
                .values()
                .forEach(group ->
                        group.keys()
                                .forEach(key ->
                                        assertThat(page).contains("| `" + key.name() + "` |")));
    }

    @Test
    void showsWhatIsInEffectAndNoSecret() throws IOException {
        String text =
                ConfigFolder.EXAMPLE
                        .replaceAll("(?m)^ *serves: \\[ .*\n", "")
                        .replace(
                                "serves: [sfb.example]",
                                "secret: hunter2\n    serves: [sfb.example]");
        GatewayConfig config = folder.loaded(text);
        String shown = ConfigPrinter.yaml(temporary.resolve("sallyport.yaml"), CATALOG, config);
        assertThat(shown)
                .doesNotContain("hunter2")
                .contains("    secret: \"***\"\n")
                .contains("    stanza-limit: 256KiB\n")
                .contains("    serves:\n      - xmpp.example\n")
                .contains("  filter-step: 2s\n")
                .contains("  - whitelist:\n      domains:\n        - xmpp.example\n");
        // What is shown is a configuration that means the same, and shows the same.
        GatewayConfig again = folder.loaded(shown);
        assertThat(ConfigPrinter.yaml(temporary.resolve("sallyport.yaml"), CATALOG, again))
                .isEqualTo(shown);
        assertThat(again.policies()).isEqualTo(config.policies());
        assertThat(again.settings()).isEqualTo(config.settings());
        for (int i = 0; i < 2; i++) {
            assertThat(again.adaptors().get(i).peers()).isEqualTo(config.adaptors().get(i).peers());
            assertThat(again.adaptors().get(i).served())
                    .isEqualTo(config.adaptors().get(i).served());
        }
    }

    @Test
    void textThatYamlWouldMisreadIsQuoted() {
        Map<String, Object> tree =
                Map.of(
                        "k",
                        List.of(
                                "true",
                                "1e3",
                                "a: b",
                                "# x",
                                "",
                                "*",
                                "ü\n\u0001\"\\",
                                "07",
                                "x:y"));
        assertThat(plain(YamlText.of(tree)).toString())
                .isEqualTo(
                        "{k=[true, 1000, a: b, # x, , *, ü\n\u0001\"\\, 7, x:y]}"
                                .replace("1000", "1e3"));
    }
}
