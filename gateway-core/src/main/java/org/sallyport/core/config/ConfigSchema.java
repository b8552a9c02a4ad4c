package org.sallyport.core.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sallyport.core.plugin.PluginCatalog;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON schema (draft 2020-12) of the file with the plugins that are there, for editors and
 * scripts.
 */
public final class ConfigSchema {
    private static final String SUBSTITUTED = "#/$defs/substituted";
    private static final List<String> ANY_SCALAR = List.of("string", "number", "boolean");

    private final Describe describe;

    private ConfigSchema(Describe describe) {
        this.describe = describe;
    }

    /** The schema as JSON text. */
    public static String of(PluginCatalog catalog) {
        JsonMapper json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        return json.writeValueAsString(tree(catalog)) + "\n";
    }

    static Map<String, Object> tree(PluginCatalog catalog) {
        ConfigSchema schema = new ConfigSchema(Describe.of(catalog));
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("title", "Sallyport configuration");
        root.putAll(schema.object(schema.describe.file()));
        root.put(
                "$defs",
                Map.of(
                        "substituted",
                        Map.of("type", "string", "pattern", "\\$\\{(env|file):[^}]+\\}")));
        return root;
    }

    private Map<String, Object> schema(Shape shape) {
        return switch (shape) {
            case Shape.Value value -> value(value);
            case Shape.Items(Shape of, boolean unique) -> items(of, unique);
            case Shape.Entries(Shape of) ->
                    ordered("type", "object", "additionalProperties", schema(of));
            case Shape.Maybe(Shape of) -> schema(of);
            case Shape.Raw _ -> Map.of();
            case Shape.Group group ->
                    group.shortForm().isEmpty()
                            ? object(group)
                            : ordered(
                                    "anyOf",
                                    List.of(value(group.shortForm().get()), object(group)));
        };
    }

    private static Map<String, Object> value(Shape.Value value) {
        Shape.JsonForm form = value.json();
        Map<String, Object> plain = new LinkedHashMap<>();
        if (!form.words().isEmpty()) {
            plain.put("enum", form.words());
        } else if (form.pattern().isPresent()) {
            plain.put("type", "string");
            plain.put("pattern", form.pattern().get());
        } else if (form.type().equals("string")) {
            // What looks like a number in YAML is text where text is wanted.
            return ordered("type", ANY_SCALAR);
        } else {
            plain.put("type", form.type());
        }
        return ordered("anyOf", List.of(plain, Map.of("$ref", SUBSTITUTED)));
    }

    private Map<String, Object> items(Shape of, boolean unique) {
        Map<String, Object> one = schema(of);
        Map<String, Object> list = ordered("type", "array", "items", one);
        if (unique) {
            list.put("uniqueItems", true);
        }
        return ordered("anyOf", List.of(one, list));
    }

    private Map<String, Object> object(Shape.Group group) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (Shape.Key key : group.keys()) {
            properties.put(key.name(), property(key));
            if (key.traits().fromFiles()) {
                properties.put(EntryFiles.keyFor(key.name()), files(key));
            }
            if (key.required()) {
                required.add(key.name());
            }
        }
        Map<String, Object> object = ordered("type", "object");
        if (!group.doc().isEmpty()) {
            object.put("description", group.doc());
        }
        object.put("properties", properties);
        if (!required.isEmpty()) {
            object.put("required", required);
        }
        object.put("additionalProperties", false);
        return object;
    }

    private Map<String, Object> property(Shape.Key key) {
        Map<String, Object> property = new LinkedHashMap<>();
        property.put("description", key.doc());
        property.putAll(
                key.shape() instanceof Shape.Raw
                        ? pluginSections(key.name())
                        : schema(key.shape()));
        if (key.shape() instanceof Shape.Group) {
            property.put("description", key.doc());
        }
        key.defaultValue().ifPresent(value -> property.put("default", Describe.plain(value)));
        return property;
    }

    private static Map<String, Object> files(Shape.Key key) {
        Map<String, Object> path = Map.of("type", "string");
        return ordered(
                "description",
                "Files with more entries of "
                        + key.name()
                        + "; * in the last part of a path stands for any characters",
                "anyOf",
                List.of(path, Map.of("type", "array", "items", path)));
    }

    private Map<String, Object> pluginSections(String key) {
        return switch (key) {
            case "adaptors" -> adaptors();
            case "chain" -> entries(describe.chain());
            default -> entries(describe.listeners());
        };
    }

    private Map<String, Object> adaptors() {
        List<Object> types = new ArrayList<>();
        describe.adaptors()
                .forEach((type, group) -> {
                    Map<String, Object> section = object(group);
                    @SuppressWarnings("unchecked")
                    Map<String, Object> properties =
                            (Map<String, Object>) section.get("properties");
                    Map<String, Object> typed = ordered("type", Map.of("const", type));
                    typed.putAll(properties == null ? Map.of() : properties);
                    section.put("properties", typed);
                    List<Object> required = new ArrayList<>(List.of("type"));
                    if (section.get("required") instanceof List<?> more) {
                        required.addAll(more);
                    }
                    section.put("required", required);
                    types.add(section);
                });
        Map<String, Object> section =
                types.isEmpty() ? ordered("type", "object") : ordered("oneOf", types);
        return ordered("type", "object", "minProperties", 2, "additionalProperties", section);
    }

    private Map<String, Object> entries(Map<String, Shape.Group> groups) {
        List<Object> kinds = new ArrayList<>();
        groups.forEach((name, group) -> {
            Map<String, Object> properties =
                    ordered(name, object(group), PluginSections.NAME, Map.of("type", "string"));
            kinds.add(
                    ordered(
                            "type",
                            "object",
                            "properties",
                            properties,
                            "required",
                            List.of(name),
                            "additionalProperties",
                            false));
        });
        Map<String, Object> list = ordered("type", "array");
        if (!kinds.isEmpty()) {
            list.put("items", Map.of("oneOf", kinds));
        }
        return list;
    }

    private static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
