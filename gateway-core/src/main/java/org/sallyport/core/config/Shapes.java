package org.sallyport.core.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.sallyport.api.config.Default;
import org.sallyport.api.config.Doc;
import org.sallyport.api.config.FromFiles;
import org.sallyport.api.config.Live;

/** Derives shapes from records by the rules of {@link org.sallyport.api.config}. */
final class Shapes {
    private static final int DEEPEST = 12;
    private static final ClassValue<Map<String, Shape.Group>> GROUPS =
            new ClassValue<>() {
                @Override
                protected Map<String, Shape.Group> computeValue(Class<?> type) {
                    return new ConcurrentHashMap<>();
                }
            };

    private Shapes() {}

    /**
     * The shape of a section.
     *
     * @throws IllegalArgumentException if the record breaks the rules: a fault of the plugin
     */
    static Shape.Group of(Class<? extends Record> type) {
        return group(type, 1);
    }

    /** {@code stepLimit} is {@code step-limit}, {@code TLS_1_2} is {@code tls-1-2}. */
    static String kebab(String name) {
        StringBuilder kebab = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c)) {
                kebab.append('-');
            }
            kebab.append(Character.toLowerCase(c));
        }
        return kebab.toString();
    }

    static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Shape.Group group(Class<? extends Record> type, int depth) {
        Shape.Group known = GROUPS.get(type).get("");
        if (known != null) {
            return known;
        }
        if (depth > DEEPEST) {
            throw new IllegalArgumentException(
                    "the record " + type.getSimpleName() + " holds itself");
        }
        List<Shape.Key> keys = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            keys.add(key(component, depth));
        }
        Doc doc = type.getAnnotation(Doc.class);
        Shape.Group group =
                new Shape.Group(
                        type,
                        doc == null ? "" : doc.value(),
                        List.copyOf(keys),
                        Optional.ofNullable(parsed(type)),
                        constructor(type));
        GROUPS.get(type).put("", group);
        return group;
    }

    private static Shape.Key key(RecordComponent component, int depth) {
        Doc doc = component.getAnnotation(Doc.class);
        Default written = component.getAnnotation(Default.class);
        Shape shape = shape(component.getGenericType(), depth);
        return new Shape.Key(
                kebab(component.getName()),
                doc == null ? "" : doc.value(),
                shape,
                written == null ? Optional.empty() : Optional.of(parse(written.value(), component)),
                new Shape.Traits(
                        component.isAnnotationPresent(Live.class),
                        component.isAnnotationPresent(FromFiles.class),
                        Optional.ofNullable(written).map(Default::value)));
    }

    private static ConfigNode parse(String text, RecordComponent component) {
        Problems problems = new Problems();
        YamlReader reader = new YamlReader(new Substitution(Path.of(""), _ -> null), problems);
        ConfigNode node = reader.parse(text, "default of " + component.getName());
        if (node == null || !problems.isEmpty()) {
            throw new IllegalArgumentException(
                    "the default of " + component.getName() + " cannot be read");
        }
        return node;
    }

    private static Shape shape(Type type, int depth) {
        if (type instanceof ParameterizedType generic) {
            return collection(generic, depth);
        }
        if (!(type instanceof Class<?> raw)) {
            throw new IllegalArgumentException(
                    "a component of type " + type + " cannot be read from a file");
        }
        if (ConfigNode.class.isAssignableFrom(raw)) {
            return new Shape.Raw();
        }
        Shape.Value simple = Values.of(raw);
        if (simple != null) {
            return simple;
        }
        boolean described = raw.isRecord() && raw.isAnnotationPresent(Doc.class);
        Shape.Value parsed = described ? null : parsed(raw);
        if (parsed != null) {
            return parsed;
        }
        if (raw.isEnum()) {
            return Values.words(raw);
        }
        if (raw.isRecord()) {
            return group(raw.asSubclass(Record.class), depth + 1);
        }
        throw new IllegalArgumentException(
                "a component of type " + raw.getName() + " cannot be read from a file");
    }

    private static Shape collection(ParameterizedType type, int depth) {
        Type[] of = type.getActualTypeArguments();
        Object raw = type.getRawType();
        if (raw == List.class || raw == Set.class) {
            return new Shape.Items(shape(of[0], depth), raw == Set.class);
        }
        if (raw == Optional.class) {
            return new Shape.Maybe(shape(of[0], depth));
        }
        if (raw == Map.class && of[0] == String.class) {
            return new Shape.Entries(shape(of[1], depth));
        }
        throw new IllegalArgumentException(
                "a component of type " + type + " cannot be read from a file");
    }

    /** A type that reads itself: {@code public static T parse(String)}. */
    private static Shape.@Nullable Value parsed(Class<?> type) {
        try {
            Method parse = type.getMethod("parse", String.class);
            if (!Modifier.isStatic(parse.getModifiers()) || parse.getReturnType() != type) {
                return null;
            }
            parse.setAccessible(true);
            return Values.parsed(type, parse);
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    private static <R extends Record> Constructor<R> constructor(Class<R> type) {
        try {
            Class<?>[] types =
                    Arrays.stream(type.getRecordComponents())
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new);
            Constructor<R> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("every record has this constructor", e);
        }
    }
}
