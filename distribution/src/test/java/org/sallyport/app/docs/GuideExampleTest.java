package org.sallyport.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.plugin.ApiVersion;
import org.sallyport.api.plugin.GatewayPlugin;
import org.sallyport.core.config.ConfigReference;
import org.sallyport.core.plugin.PluginCatalog;
import org.sallyport.testkit.PacketFilterContract;

/** The filter of the plugin guide compiles, keeps the contract, and is loaded from its folder. */
class GuideExampleTest {
    private static final Pattern TYPE =
            Pattern.compile("(?m)^(?:public |final )*(?:class|record) (\\w+)");
    private static final String PLUGIN = "example.brevity.BrevityPlugin";
    private static final String TEST = "example.brevity.BrevityFilterTest";

    @TempDir Path folder;

    @Test
    void isLoadedFromItsFolderAndKnownToTheConfiguration() throws IOException {
        Path classes = compiled();
        Path plugin = Files.createDirectories(folder.resolve("plugins/brevity"));
        jar(classes, plugin.resolve("brevity.jar"));
        PluginCatalog catalog = PluginCatalog.load(folder.resolve("plugins"));
        assertThat(catalog.problems()).isEmpty();
        assertThat(catalog.offers().filters()).containsOnlyKeys("brevity");
        assertThat(ConfigReference.of(catalog))
                .contains("| `most` | Most characters of a text | a whole number | `500` | yes |");
        assertThat(ConfigReference.undocumented(catalog)).isEmpty();
    }

    @Test
    void keepsTheContractOfFilters() throws Exception {
        URL[] urls = {compiled().toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(urls, getClass().getClassLoader())) {
            Constructor<?> constructor = loader.loadClass(TEST).getDeclaredConstructor();
            constructor.setAccessible(true);
            Object test = constructor.newInstance();
            int run = 0;
            for (Method method : PacketFilterContract.class.getMethods()) {
                if (method.isAnnotationPresent(Test.class)) {
                    method.invoke(test);
                    run++;
                }
            }
            assertThat(run).isPositive();
        }
    }

    private Path compiled() throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        List<String> options =
                List.of(
                        "-d",
                        classes.toString(),
                        "-proc:none",
                        "-classpath",
                        System.getProperty("java.class.path"));
        boolean good = compiler.getTask(null, null, said, options, null, sources()).call();
        assertThat(good)
                .as("docs/spi-guide.md does not compile: %s", said.getDiagnostics())
                .isTrue();
        return classes;
    }

    private static List<JavaFileObject> sources() throws IOException {
        List<JavaFileObject> sources = new ArrayList<>();
        for (String text : Pages.blocks("docs/spi-guide.md", "java")) {
            Matcher type = TYPE.matcher(text);
            assertThat(type.find()).as("a block of Java without a type").isTrue();
            sources.add(new Source(type.group(1), text));
        }
        assertThat(sources).hasSize(4);
        return sources;
    }

    private static void jar(Path classes, Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue(ApiVersion.MANIFEST_ATTRIBUTE, "0.1");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest);
                Stream<Path> files = Files.walk(classes)) {
            entries.putNextEntry(
                    new JarEntry("META-INF/services/" + GatewayPlugin.class.getName()));
            entries.write(PLUGIN.getBytes(StandardCharsets.UTF_8));
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.toString().contains("Test")) {
                    entries.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                    Files.copy(file, entries);
                }
            }
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("guide:///example/brevity/" + name + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
