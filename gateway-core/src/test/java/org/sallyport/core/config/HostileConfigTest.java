package org.sallyport.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is in the file, the answer is a short list of lines. */
@Timeout(20)
class HostileConfigTest {
    @TempDir Path temporary;

    private ConfigFolder folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = new ConfigFolder(temporary);
    }

    @Test
    void refusesAnAliasBomb() throws IOException {
        StringBuilder bomb = new StringBuilder("a: &a [x, x]\n");
        for (char c = 'b'; c <= 'z'; c++) {
            bomb.append(c)
                    .append(": &")
                    .append(c)
                    .append(" [")
                    .append("*")
                    .append((char) (c - 1))
                    .append("]\n");
        }
        assertThat(folder.problems(bomb.toString()))
                .containsExactly(
                        "sallyport.yaml:1:4: anchors (&) and aliases (*) are not used here; write the value out");
        assertThat(folder.problems("a: *b\n")).singleElement().asString().contains("aliases");
        assertThat(folder.problems("a: !!java.net.URL [x]\n"))
                .singleElement()
                .asString()
                .contains("tags (!)");
    }

    @Test
    void refusesDeepNesting() throws IOException {
        String deep = "a: " + "[".repeat(100_000);
        assertThat(folder.problems(deep))
                .singleElement()
                .asString()
                .contains("nested more than 32 deep");
        assertThat(folder.problems("{a: ".repeat(50_000)))
                .singleElement()
                .asString()
                .contains("nested more than 32 deep");
    }

    @Test
    void refusesAHugeFile() throws IOException {
        byte[] huge = new byte[YamlReader.MAX_BYTES + 1];
        Arrays.fill(huge, (byte) '#');
        Path file = Files.write(temporary.resolve("huge.yaml"), huge);
        assertThat(folder.shown(ConfigLoader.load(file, ExamplePlugins.catalog())))
                .containsExactly(
                        "huge.yaml:1:1: the file is larger than 8 MiB; split it, for example with peers-from");
    }

    @Test
    void refusesWhatIsNoText() throws IOException {
        byte[] noise = new byte[4_096];
        new Random(7).nextBytes(noise);
        Path file = Files.write(temporary.resolve("binary.yaml"), noise);
        assertThat(folder.shown(ConfigLoader.load(file, ExamplePlugins.catalog())))
                .containsExactly("binary.yaml:1:1: the file is not UTF-8 text; save it as UTF-8");
        assertThat(folder.problems("node: a\u0000b\n"))
                .containsExactly(
                        "sallyport.yaml:1:8: a control character stands here; save it as plain text");
    }

    @Test
    void tellsOfTabs() throws IOException {
        assertThat(folder.problems("store:\n\turl: h2\n"))
                .containsExactly(
                        "sallyport.yaml:2:1: a tab stands where only spaces may stand; indent with spaces");
    }

    @Test
    void refusesAKeyThatStandsTwice() throws IOException {
        assertThat(folder.problems(ConfigFolder.EXAMPLE + "node: gw2\n"))
                .containsExactly(
                        "sallyport.yaml:27:1: the key node stands here again; it is in line 2 already; remove one of"
                                + " them");
    }

    @Test
    void refusesASecondDocument() throws IOException {
        assertThat(folder.problems("config-version: 1\n---\nnode: x\n"))
                .singleElement()
                .asString()
                .contains("second document");
    }

    @Test
    void tellsWhereYamlBreaksWithoutQuotingTheLine() throws IOException {
        List<String> problems = folder.problems("config-version: 1\nsecret: \"hunter2\nnode: a\n");
        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith("sallyport.yaml:")
                .contains("this is not YAML");
        assertThat(problems.toString()).doesNotContain("hunter2");
    }

    @Test
    void readsNoFileAnEmptyOneAndAScalar() throws IOException {
        assertThat(
                        folder.shown(
                                ConfigLoader.load(
                                        temporary.resolve("none.yaml"), ExamplePlugins.catalog())))
                .containsExactly("none.yaml:1:1: there is no such file; name an existing file");
        assertThat(folder.problems(""))
                .containsExactly(
                        "sallyport.yaml:1:1: the file holds nothing; begin with config-version: 1");
        assertThat(folder.problems("hello"))
                .singleElement()
                .asString()
                .contains("the file holds a single value");
    }

    @Test
    void boundsTheNumberOfProblems() throws IOException {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 50_000; i++) {
            many.append("k").append(i).append(": 1\n");
        }
        assertThat(folder.problems(many.toString()))
                .hasSizeLessThan(1_100)
                .last()
                .asString()
                .contains("more problems");
    }

    @Test
    void shapesThatDoNotFitAreTold() throws IOException {
        assertThat(
                        folder.problems(
                                "config-version: [1]\nadaptors: [x]\nchain: { a: b }\npolicies: 3\nlog: text\n"))
                .contains(
                        "sallyport.yaml:1:17: here stands a list; write a whole number",
                        "sallyport.yaml:2:11: here stands a list; write a name for each adaptor, with its keys",
                        "sallyport.yaml:3:8: here stands a section with keys; write a list: each entry begins with a hyphen",
                        "sallyport.yaml:4:11: here stands a single value; write keys with values",
                        "sallyport.yaml:5:6: here stands a single value; write the keys format, level, addresses");
    }

    @Test
    void anyCutOfTheExampleGivesLinesAndNeverAnException() throws IOException {
        for (int length = 0; length < ConfigFolder.EXAMPLE.length(); length += 37) {
            for (Problem problem :
                    folder.load(ConfigFolder.EXAMPLE.substring(0, length)).problems()) {
                assertThat(problem.toString()).doesNotContain("\n").matches(".+:\\d+:\\d+: .+; .+");
            }
        }
    }
}
