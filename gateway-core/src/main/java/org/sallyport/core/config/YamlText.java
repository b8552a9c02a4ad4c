package org.sallyport.core.config;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Writes maps, lists, strings, booleans and numbers as YAML that {@link YamlReader} reads back. */
final class YamlText {
    private static final Pattern PLAIN =
            Pattern.compile("[A-Za-z0-9_./][A-Za-z0-9_./+-]*(:[A-Za-z0-9_./+-]+)*");
    private static final Pattern LOOKS_OTHERWISE =
            Pattern.compile(
                    "true|false|null|yes|no|on|off|[0-9.+-].*[eE_xo].*|[-+]?[0-9.]+|\\..*",
                    Pattern.CASE_INSENSITIVE);

    private final StringBuilder text = new StringBuilder();

    private YamlText() {}

    static String of(Map<String, Object> tree) {
        YamlText writer = new YamlText();
        writer.map(tree, 0);
        return writer.text.toString();
    }

    private void map(Map<?, ?> map, int indent) {
        boolean first = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!first || indent == 0 || text.isEmpty() || text.charAt(text.length() - 1) == '\n') {
                text.repeat(' ', indent);
            }
            first = false;
            text.append(scalar(String.valueOf(entry.getKey()))).append(':');
            child(entry.getValue(), indent + 2);
        }
    }

    private void child(Object value, int indent) {
        switch (value) {
            case Map<?, ?> map when !map.isEmpty() -> {
                text.append('\n');
                map(map, indent);
            }
            case List<?> list when !list.isEmpty() -> {
                text.append('\n');
                list(list, indent);
            }
            default -> text.append(' ').append(single(value)).append('\n');
        }
    }

    private void list(List<?> list, int indent) {
        for (Object item : list) {
            text.repeat(' ', indent).append("-");
            if (item instanceof Map<?, ?> map && !map.isEmpty()) {
                text.append(' ');
                map(map, indent + 2);
            } else {
                child(item, indent + 2);
            }
        }
    }

    private static String single(Object value) {
        return switch (value) {
            case Map<?, ?> _ -> "{}";
            case List<?> _ -> "[]";
            case String string -> scalar(string);
            default -> value.toString();
        };
    }

    private static String scalar(String value) {
        if (PLAIN.matcher(value).matches() && !LOOKS_OTHERWISE.matcher(value).matches()) {
            return value;
        }
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (Character.isISOControl(c)
                            || c == '\u2028'
                            || c == '\u2029'
                            || c == '\ufeff') {
                        quoted.append(String.format("\\u%04x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
