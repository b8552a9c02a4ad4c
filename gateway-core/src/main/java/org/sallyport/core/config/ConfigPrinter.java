package org.sallyport.core.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sallyport.core.plugin.PluginCatalog;

/**
 * The effective configuration: what is written, with every default, and {@code ***} for each secret
 * and for everything that came from the environment or another file.
 */
public final class ConfigPrinter {
    private static final String HIDDEN = "***";

    private final Describe describe;
    private final EntryFiles files;
    private final GatewayConfig config;

    private ConfigPrinter(Describe describe, EntryFiles files, GatewayConfig config) {
        this.describe = describe;
        this.files = files;
        this.config = config;
    }

    /**
     * The effective configuration as YAML.
     *
     * @param file the file that {@code config} was loaded from
     */
    public static String yaml(Path file, PluginCatalog catalog, GatewayConfig config) {
        return YamlText.of(tree(file, catalog, config));
    }

    /**
     * The effective configuration as maps, lists, strings, booleans and numbers.
     *
     * @throws IllegalStateException if the file can no longer be read
     */
    public static Map<String, Object> tree(Path file, PluginCatalog catalog, GatewayConfig config) {
        Problems problems = new Problems();
        Path folder = config.configFolder();
        YamlReader reader = new YamlReader(new Substitution(folder, System::getenv), problems);
        ConfigNode root = reader.read(file, file.toString());
        if (!(root instanceof ConfigNode.Mapping mapping)) {
            throw new IllegalStateException("the configuration file can no longer be read");
        }
        EntryFiles files = new EntryFiles(folder, reader, problems);
        ConfigPrinter printer = new ConfigPrinter(Describe.of(catalog), files, config);
        return printer.group(printer.describe.file(), mapping);
    }

    private Map<String, Object> group(Shape.Group shape, ConfigNode.Mapping mapping) {
        Map<String, Object> effective = new LinkedHashMap<>();
        for (Shape.Key key : shape.keys()) {
            ConfigNode.Entry entry = mapping.entry(key.name());
            ConfigNode node = entry == null ? null : entry.value();
            if (key.traits().fromFiles()) {
                node = files.join(node, mapping.entry(EntryFiles.keyFor(key.name())));
            }
            if (node == null || node instanceof ConfigNode.Empty) {
                node = key.defaultValue().orElse(null);
            }
            Object value =
                    key.shape() instanceof Shape.Raw
                            ? sections(key.name(), node)
                            : value(key.shape(), node);
            if (value != null) {
                effective.put(key.name(), value);
            }
        }
        return effective;
    }

    private @Nullable Object value(Shape shape, @Nullable ConfigNode node) {
        return switch (shape) {
            case Shape.Maybe(Shape of) -> node == null ? null : value(of, node);
            case Shape.Value value ->
                    node == null ? null : value.secret() ? HIDDEN : Describe.plain(node);
            case Shape.Items(Shape of, boolean _) -> node == null ? null : list(of, node);
            case Shape.Entries(Shape of) ->
                    node instanceof ConfigNode.Mapping mapping ? entries(of, mapping) : null;
            case Shape.Raw _ -> null;
            case Shape.Group group ->
                    switch (node) {
                        case ConfigNode.Mapping mapping -> group(group, mapping);
                        case ConfigNode.Scalar scalar -> Describe.plain(scalar);
                        case null, default ->
                                group(
                                        group,
                                        new ConfigNode.Mapping(new Place("", 1, 1), List.of()));
                    };
        };
    }

    private List<Object> list(Shape of, ConfigNode node) {
        List<ConfigNode> items =
                node instanceof ConfigNode.Sequence list ? list.items() : List.of(node);
        return items.stream()
                .map(item -> value(of, item))
                .filter(Objects::nonNull)
                .map(Object.class::cast)
                .toList();
    }

    private Map<String, Object> entries(Shape of, ConfigNode.Mapping mapping) {
        Map<String, Object> effective = new LinkedHashMap<>();
        for (ConfigNode.Entry entry : mapping.entries()) {
            Object value = value(of, entry.value());
            if (value != null) {
                effective.put(entry.key(), value);
            }
        }
        return effective;
    }

    private @Nullable Object sections(String key, @Nullable ConfigNode node) {
        return switch (key) {
            case "adaptors" ->
                    node instanceof ConfigNode.Mapping mapping ? adaptors(mapping) : null;
            case "chain" -> pluginList(describe.chain(), node);
            default -> pluginList(describe.listeners(), node);
        };
    }

    private Map<String, Object> adaptors(ConfigNode.Mapping mapping) {
        Map<String, Object> effective = new LinkedHashMap<>();
        for (AdaptorSection<?> adaptor : config.adaptors()) {
            Shape.Group shape = describe.adaptors().get(adaptor.type());
            if (mapping.under(adaptor.name().value()) instanceof ConfigNode.Mapping section
                    && shape != null) {
                Map<String, Object> values = new LinkedHashMap<>();
                values.put(PluginSections.TYPE, adaptor.type());
                values.putAll(group(shape, withServed(shape, section, adaptor)));
                effective.put(adaptor.name().value(), values);
            }
        }
        return effective;
    }

    /** What was derived is told as if it had been written. */
    private static ConfigNode.Mapping withServed(
            Shape.Group shape, ConfigNode.Mapping section, AdaptorSection<?> adaptor) {
        boolean known = shape.keys().stream().anyMatch(key -> key.name().equals("serves"));
        if (!known || section.entry("serves") != null) {
            return section;
        }
        List<ConfigNode> domains = new ArrayList<>();
        adaptor.served()
                .forEach(domain ->
                        domains.add(
                                new ConfigNode.Scalar(
                                        section.place(), domain.value(), domain.value(), false)));
        List<ConfigNode.Entry> entries = new ArrayList<>(section.entries());
        ConfigNode.Sequence served = new ConfigNode.Sequence(section.place(), domains);
        entries.add(new ConfigNode.Entry("serves", section.place(), served));
        return new ConfigNode.Mapping(section.place(), entries);
    }

    private @Nullable Object pluginList(
            Map<String, Shape.Group> shapes, @Nullable ConfigNode node) {
        if (!(node instanceof ConfigNode.Sequence list)) {
            return null;
        }
        return list.items().stream()
                .filter(ConfigNode.Mapping.class::isInstance)
                .map(item -> pluginEntry(shapes, (ConfigNode.Mapping) item))
                .toList();
    }

    private Map<String, Object> pluginEntry(
            Map<String, Shape.Group> shapes, ConfigNode.Mapping item) {
        Map<String, Object> effective = new LinkedHashMap<>();
        for (ConfigNode.Entry entry : item.entries()) {
            Shape.Group shape = shapes.get(entry.key());
            Object value =
                    shape == null ? Describe.plain(entry.value()) : value(shape, entry.value());
            if (value != null) {
                effective.put(entry.key(), value);
            }
        }
        return effective;
    }
}
