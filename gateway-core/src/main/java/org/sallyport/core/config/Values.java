package org.sallyport.core.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sallyport.api.config.ByteSize;
import org.sallyport.api.config.Secret;

/** How single values are read. */
final class Values {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,12})\\s*(ms|s|m|h|d)");
    private static final String DURATION_WORDS =
            "write a duration with its unit, for example 2s (ms, s, m, h, d)";

    private Values() {}

    /** The shape of a type that the JDK brings; null for others. */
    static Shape.@Nullable Value of(Class<?> type) {
        if (type == String.class) {
            return value("text", Shape.JsonForm.text(), (text, _) -> text);
        }
        if (type == boolean.class || type == Boolean.class) {
            return value("true or false", form("boolean"), (text, _) -> bool(text));
        }
        if (type == int.class || type == Integer.class) {
            return value(
                    "a whole number",
                    form("integer"),
                    (text, _) -> Math.toIntExact(number(text, Integer.MAX_VALUE)));
        }
        if (type == long.class || type == Long.class) {
            return value(
                    "a whole number", form("integer"), (text, _) -> number(text, Long.MAX_VALUE));
        }
        if (type == Duration.class) {
            return value(
                    "a duration such as 2s",
                    pattern("^[0-9]+ *(ms|s|m|h|d)$"),
                    (text, _) -> duration(text));
        }
        if (type == Path.class) {
            return value("a path", Shape.JsonForm.text(), Values::path);
        }
        return null;
    }

    /** The shape of an enum, its constants in kebab-case. */
    static Shape.Value words(Class<?> type) {
        List<String> words = new ArrayList<>();
        for (Object constant : type.getEnumConstants()) {
            words.add(Shapes.kebab((Enum<?>) constant));
        }
        return value(
                String.join(" or ", words),
                new Shape.JsonForm("string", List.copyOf(words), Optional.empty()),
                (text, _) -> word(type, text, words));
    }

    /** The shape of a type that reads itself. */
    static Shape.Value parsed(Class<?> type, Method parse) {
        List<String> words = new ArrayList<>();
        if (type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                words.add(constant.toString());
            }
        }
        Shape.JsonForm form =
                type == ByteSize.class
                        ? pattern("^[0-9]+ *([kKmMgG][iI])?[bB]$")
                        : new Shape.JsonForm("string", List.copyOf(words), Optional.empty());
        String named = words.isEmpty() ? named(type) : String.join(" or ", words);
        return new Shape.Value(named, form, (text, _) -> call(parse, text), type == Secret.class);
    }

    private static String named(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "ByteSize" -> "a size such as 64KiB";
            case "HostPort" -> "host:port";
            case "DomainPattern" -> "a domain, *.suffix or *";
            case "Connect" -> "dns or host:port";
            case "AdaptorName" -> "the name of an adaptor";
            case "Secret" -> "a secret, ${env:NAME} or ${file:path}";
            case String other ->
                    "a "
                            + Shapes.kebab(
                                            other.substring(0, 1).toLowerCase(Locale.ROOT)
                                                    + other.substring(1))
                                    .replace('-', ' ');
        };
    }

    private static @Nullable Object call(Method parse, String text) {
        try {
            return parse.invoke(null, text);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException told) {
                throw told;
            }
            throw new IllegalArgumentException("this value cannot be read", e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("parse was made accessible", e);
        }
    }

    private static Object word(Class<?> type, String text, List<String> words) {
        int index = words.indexOf(text);
        if (index < 0) {
            String nearest = Nearest.to(text, words);
            throw new IllegalArgumentException(
                    "write "
                            + String.join(" or ", words)
                            + (nearest == null ? "" : "; did you mean " + nearest + "?"));
        }
        return type.getEnumConstants()[index];
    }

    private static boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("write true or false");
        };
    }

    private static long number(String text, long most) {
        try {
            long value = Long.parseLong(text);
            if (value <= most && value >= -most) {
                return value;
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw new IllegalArgumentException("write a whole number, at most " + most);
    }

    private static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(DURATION_WORDS);
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static Path path(String text, Path folder) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("write a path");
        }
        // InvalidPathException is an IllegalArgumentException, but it quotes the text.
        try {
            return folder.resolve(text).normalize();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("this is no path", e);
        }
    }

    private static Shape.Value value(String words, Shape.JsonForm form, Shape.Reader reader) {
        return new Shape.Value(words, form, reader, false);
    }

    private static Shape.JsonForm form(String type) {
        return new Shape.JsonForm(type, List.of(), Optional.empty());
    }

    private static Shape.JsonForm pattern(String pattern) {
        return new Shape.JsonForm("string", List.of(), Optional.of(pattern));
    }
}
