package org.sallyport.core.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sallyport.core.plugin.PluginCatalog;

/** Reads the configuration file: all problems at once, each with its place. */
public final class ConfigLoader {
    private ConfigLoader() {}

    /**
     * Reads and checks {@code file} with the plugins of {@code catalog}. Never throws for anything
     * a file can hold.
     */
    public static ConfigResult load(Path file, PluginCatalog catalog) {
        return load(file, catalog, System::getenv);
    }

    static ConfigResult load(
            Path file, PluginCatalog catalog, Function<String, @Nullable String> environment) {
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = Objects.requireNonNullElse(absolute.getParent(), absolute);
        Problems problems = new Problems();
        for (String problem : catalog.problems()) {
            String[] said = Rehearsal.split(problem);
            problems.add(new Place("plugins", 1, 1), said[0], said[1]);
        }
        YamlReader reader = new YamlReader(new Substitution(folder, environment), problems);
        ConfigNode root = reader.read(absolute, file.toString());
        if (root == null) {
            return new ConfigResult.Refused(problems.sorted());
        }
        if (!(root instanceof ConfigNode.Mapping mapping)) {
            problems.add(
                    root.place(), "the file holds " + root.kind(), "begin with config-version: 1");
            return new ConfigResult.Refused(problems.sorted());
        }
        Binder binder = new Binder(problems, folder, new EntryFiles(folder, reader, problems));
        return new Assembly(mapping, folder, binder, problems).run(catalog);
    }

    static String hostName() {
        try {
            String name = InetAddress.getLocalHost().getHostName();
            return name.matches("[A-Za-z0-9][A-Za-z0-9.-]{0,62}") ? name : "gateway";
        } catch (UnknownHostException e) {
            return "gateway";
        }
    }

    /** The value of a key, or nothing at the place of the file's first line. */
    static ConfigNode at(ConfigNode.Mapping root, String key) {
        ConfigNode.Entry entry = root.entry(key);
        return entry == null ? new ConfigNode.Empty(root.place()) : entry.value();
    }

    static Map<String, ConfigNode> keys(ConfigNode node) {
        Map<String, ConfigNode> keys = new java.util.LinkedHashMap<>();
        if (node instanceof ConfigNode.Mapping mapping) {
            mapping.entries().forEach(entry -> keys.put(entry.key(), entry.value()));
        }
        return keys;
    }

    static List<ConfigNode> items(ConfigNode node) {
        return node instanceof ConfigNode.Sequence list ? list.items() : List.of();
    }
}
