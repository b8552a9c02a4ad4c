package org.sallyport.core.plugin;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles a plugin and packs it, as a third party would. */
final class PluginJar {
    private static final String SERVICE =
            "META-INF/services/org.sallyport.api.plugin.GatewayPlugin";

    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final Path work;
    private Optional<String> apiVersion = Optional.of("0.1");

    PluginJar(Path work) {
        this.work = work;
    }

    PluginJar apiVersion(Optional<String> version) {
        apiVersion = version;
        return this;
    }

    PluginJar resource(String name, String content) {
        entries.put(name, content.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    PluginJar without(String entry) {
        entries.remove(entry);
        return this;
    }

    /** A plugin class in the package {@code third} with this body, named as the service. */
    PluginJar plugin(String name, String body) throws IOException {
        resource(SERVICE, "third." + name + "\n");
        return source(
                name, "public final class " + name + " implements GatewayPlugin { " + body + " }");
    }

    PluginJar source(String name, String text) throws IOException {
        String source =
                """
                package third;
                import java.util.*;
                import org.sallyport.api.config.*;
                import org.sallyport.api.filter.*;
                import org.sallyport.api.plugin.*;
                """
                        + text;
        Path classes = Files.createDirectories(work.resolve("classes-" + name));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavaFileObject file =
                new SimpleJavaFileObject(
                        URI.create("string:///third/" + name + ".java"),
                        JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        List<String> options =
                List.of(
                        "-d",
                        classes.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-proc:none");
        if (!compiler.getTask(null, null, null, options, null, List.of(file)).call()) {
            throw new IllegalStateException("the test's plugin does not compile");
        }
        try (Stream<Path> found = Files.walk(classes)) {
            for (Path path : found.filter(Files::isRegularFile).toList()) {
                entries.put(
                        classes.relativize(path).toString().replace('\\', '/'),
                        Files.readAllBytes(path));
            }
        }
        return this;
    }

    /** A filter factory of this name, as a nested class {@code F}. */
    static String filter(String name) {
        return """
        public List<FilterFactory<?>> filters() { return List.of(new F()); }
        public record C() {}
        static final class F implements FilterFactory<C> {
            public String name() { return "%s"; }
            public Class<C> config() { return C.class; }
            public PacketFilter create(C config, PluginContext context) { return (p, c) -> new Verdict.Pass(p); }
        }
        """
                .formatted(name);
    }

    void writeTo(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, "3.2.1");
        apiVersion.ifPresent(
                version -> manifest.getMainAttributes().putValue("Gateway-Api-Version", version));
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(new JarEntry(entry.getKey()));
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        }
    }
}
