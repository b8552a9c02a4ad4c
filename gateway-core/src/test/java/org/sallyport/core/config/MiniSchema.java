package org.sallyport.core.config;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** Just enough of JSON schema to hold our own schema against files. */
final class MiniSchema {
    private final Map<?, ?> root;

    MiniSchema(Map<?, ?> root) {
        this.root = root;
    }

    boolean accepts(Object value) {
        return accepts(root, value);
    }

    private boolean accepts(Object schema, Object value) {
        if (schema instanceof Boolean all) {
            return all;
        }
        for (Map.Entry<?, ?> rule : ((Map<?, ?>) schema).entrySet()) {
            if (!holds((String) rule.getKey(), rule.getValue(), (Map<?, ?>) schema, value)) {
                return false;
            }
        }
        return true;
    }

    private boolean holds(String rule, Object said, Map<?, ?> schema, Object value) {
        return switch (rule) {
            case "$schema", "$defs", "title", "description", "default" -> true;
            case "$ref" -> accepts(definition((String) said), value);
            case "type" ->
                    said instanceof List<?> types
                            ? types.stream().anyMatch(type -> is(type, value))
                            : is(said, value);
            case "const" -> said.equals(value);
            case "enum" -> ((Collection<?>) said).contains(value);
            case "pattern" ->
                    !(value instanceof String text)
                            || Pattern.compile((String) said).matcher(text).find();
            case "anyOf" -> ((List<?>) said).stream().anyMatch(one -> accepts(one, value));
            case "oneOf" ->
                    ((List<?>) said).stream().filter(one -> accepts(one, value)).count() == 1;
            case "items" ->
                    !(value instanceof List<?> list)
                            || list.stream().allMatch(item -> accepts(said, item));
            case "uniqueItems" -> true;
            case "minProperties" -> ((Map<?, ?>) value).size() >= ((Number) said).intValue();
            case "required" -> ((Map<?, ?>) value).keySet().containsAll((Collection<?>) said);
            case "properties" ->
                    ((Map<?, ?>) said)
                            .entrySet().stream()
                                    .allMatch(property ->
                                            !((Map<?, ?>) value).containsKey(property.getKey())
                                                    || accepts(
                                                            property.getValue(),
                                                            ((Map<?, ?>) value)
                                                                    .get(property.getKey())));
            case "additionalProperties" ->
                    ((Map<?, ?>) value)
                            .entrySet().stream()
                                    .filter(entry ->
                                            !(schema.get("properties") instanceof Map<?, ?> known)
                                                    || !known.containsKey(entry.getKey()))
                                    .allMatch(entry -> accepts(said, entry.getValue()));
            default -> throw new IllegalStateException("unknown rule " + rule);
        };
    }

    private Object definition(String reference) {
        Map<?, ?> definitions = (Map<?, ?>) Objects.requireNonNull(root.get("$defs"));
        return Objects.requireNonNull(definitions.get(reference.replace("#/$defs/", "")));
    }

    private static boolean is(Object type, Object value) {
        return switch ((String) type) {
            case "object" -> value instanceof Map;
            case "array" -> value instanceof List;
            case "string" -> value instanceof String;
            case "boolean" -> value instanceof Boolean;
            case "integer", "number" -> value instanceof Long;
            default -> throw new IllegalStateException("unknown type " + type);
        };
    }
}
