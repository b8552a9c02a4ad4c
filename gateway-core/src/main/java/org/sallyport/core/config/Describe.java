package org.sallyport.core.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sallyport.core.plugin.Offer;
import org.sallyport.core.plugin.PluginCatalog;

/**
 * The whole file as shapes: what schema, reference page and {@code config show} are made from.
 *
 * @param file the file's own keys
 * @param adaptors by {@code type:}
 * @param chain by key in {@code chain:}
 * @param listeners by key in {@code listeners:}
 */
record Describe(
        Shape.Group file,
        Map<String, Shape.Group> adaptors,
        Map<String, Shape.Group> chain,
        Map<String, Shape.Group> listeners) {
    static Describe of(PluginCatalog catalog) {
        Map<String, Shape.Group> adaptors = new LinkedHashMap<>();
        catalog.offers()
                .adaptors()
                .forEach((type, offer) ->
                        adaptors.put(type, shape(offer, offer.factory().config())));
        Map<String, Shape.Group> chain = new LinkedHashMap<>();
        catalog.offers()
                .addressMappers()
                .forEach((name, offer) -> chain.put(name, shape(offer, offer.factory().config())));
        catalog.offers()
                .filters()
                .forEach((name, offer) -> chain.put(name, shape(offer, offer.factory().config())));
        Map<String, Shape.Group> listeners = new LinkedHashMap<>();
        catalog.offers()
                .eventListeners()
                .forEach((name, offer) ->
                        listeners.put(name, shape(offer, offer.factory().config())));
        return new Describe(Shapes.of(FileSettings.class), adaptors, chain, listeners);
    }

    private static Shape.Group shape(Offer<?> offer, Class<? extends Record> config) {
        return offer.call(() -> Shapes.of(config));
    }

    /**
     * Every section by the path of its keys, for example {@code adaptors.(xmpp).listen}; each
     * record once.
     */
    Map<String, Shape.Group> groups() {
        Map<String, Shape.Group> groups = new LinkedHashMap<>();
        collect("", file, groups);
        adaptors.forEach((type, group) -> collect("adaptors.(" + type + ")", group, groups));
        chain.forEach((name, group) -> collect("chain." + name, group, groups));
        listeners.forEach((name, group) -> collect("listeners." + name, group, groups));
        return groups;
    }

    private static void collect(String path, Shape.Group group, Map<String, Shape.Group> groups) {
        if (groups.values().stream().anyMatch(known -> known.type() == group.type())) {
            return;
        }
        groups.put(path, group);
        for (Shape.Key key : group.keys()) {
            Shape.Group inner = inner(key.shape());
            if (inner != null) {
                collect(path.isEmpty() ? key.name() : path + "." + key.name(), inner, groups);
            }
        }
    }

    /** The section inside a list, map or optional, if there is one. */
    static Shape.@org.jspecify.annotations.Nullable Group inner(Shape shape) {
        return switch (shape) {
            case Shape.Group group -> group;
            case Shape.Items items -> inner(items.of());
            case Shape.Entries entries -> inner(entries.of());
            case Shape.Maybe maybe -> inner(maybe.of());
            case Shape.Value _, Shape.Raw _ -> null;
        };
    }

    /** The paths of keys and sections that say nothing about themselves. */
    List<String> undocumented() {
        List<String> silent = new ArrayList<>();
        groups().forEach((path, group) -> {
            if (group.doc().isBlank()) {
                silent.add(path.isEmpty() ? group.type().getSimpleName() : path);
            }
            for (Shape.Key key : group.keys()) {
                if (key.doc().isBlank()) {
                    silent.add(path + "." + key.name());
                }
            }
        });
        return silent;
    }

    /** A node as JSON knows it, secrets as {@code ***}. */
    static Object plain(ConfigNode node) {
        return switch (node) {
            case ConfigNode.Scalar scalar -> scalar.secret() ? "***" : typed(scalar.text());
            case ConfigNode.Empty _ -> "";
            case ConfigNode.Sequence list -> list.items().stream().map(Describe::plain).toList();
            case ConfigNode.Mapping mapping -> {
                Map<String, Object> plain = new LinkedHashMap<>();
                mapping.entries().forEach(entry -> plain.put(entry.key(), plain(entry.value())));
                yield plain;
            }
        };
    }

    private static Object typed(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> text.matches("-?[0-9]{1,18}") ? (Object) Long.valueOf(text) : text;
        };
    }
}
