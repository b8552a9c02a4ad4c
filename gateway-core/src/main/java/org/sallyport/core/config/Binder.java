package org.sallyport.core.config;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sallyport.api.error.GatewayException;
import org.sallyport.api.link.AdaptorName;

/**
 * Turns nodes into records. Goes on after a problem, so that all are found; what has a problem
 * binds to null. Remembers where each record stood.
 */
final class Binder {
    private final Problems problems;
    private final Path folder;
    private final EntryFiles files;
    private final IdentityHashMap<Object, ConfigNode> origins = new IdentityHashMap<>();
    private final List<NameUse> adaptorNames = new ArrayList<>();

    Binder(Problems problems, Path folder, EntryFiles files) {
        this.problems = problems;
        this.folder = folder;
        this.files = files;
    }

    /** Where a key of a record stood, or else the record, or else {@code otherwise}. */
    Place place(Object bound, String key, Place otherwise) {
        ConfigNode origin = origins.get(bound);
        if (origin == null) {
            return otherwise;
        }
        ConfigNode value = origin.under(key);
        return value == null ? origin.place() : value.place();
    }

    /** Where the name of an adaptor instance was written. */
    record NameUse(AdaptorName name, Place place) {}

    /** Every place where a section names an adaptor instance. */
    List<NameUse> adaptorNames() {
        return adaptorNames;
    }

    /** Binds a section; null if it has a problem. */
    <R extends Record> @Nullable R section(Class<R> type, Shape.Group shape, ConfigNode node) {
        return type.cast(bind(shape, node));
    }

    private @Nullable Object bind(Shape shape, ConfigNode node) {
        return switch (shape) {
            case Shape.Raw _ -> node;
            case Shape.Maybe(Shape of) ->
                    node instanceof ConfigNode.Empty ? Optional.empty() : wrapped(bind(of, node));
            case Shape.Value value -> scalar(value, node);
            case Shape.Items items -> items(items, node);
            case Shape.Entries(Shape of) -> entries(of, node);
            case Shape.Group group -> group(group, node);
        };
    }

    private static @Nullable Object wrapped(@Nullable Object bound) {
        return bound == null ? null : Optional.of(bound);
    }

    private @Nullable Object scalar(Shape.Value shape, ConfigNode node) {
        if (!(node instanceof ConfigNode.Scalar scalar)) {
            problems.add(node.place(), "here stands " + node.kind(), "write " + shape.words());
            return null;
        }
        try {
            Object value = shape.reader().read(scalar.text(), folder);
            if (value instanceof AdaptorName name) {
                adaptorNames.add(new NameUse(name, node.place()));
            }
            return value;
        } catch (IllegalArgumentException e) {
            // What a reader says may quote the value: it is told only if the value stands in the
            // file for all to see.
            boolean hidden = scalar.secret() || shape.secret();
            String said = hidden ? null : e.getMessage();
            String shown = hidden ? "***" : scalar.written();
            problems.add(
                    node.place(),
                    "the value " + shortened(shown) + " does not fit",
                    said == null ? "write " + shape.words() : said);
            return null;
        }
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    private @Nullable Object items(Shape.Items shape, ConfigNode node) {
        List<ConfigNode> nodes =
                switch (node) {
                    case ConfigNode.Sequence sequence -> sequence.items();
                    case ConfigNode.Empty _ -> List.of();
                    default -> List.of(node);
                };
        List<Object> bound = new ArrayList<>(nodes.size());
        boolean whole = true;
        for (ConfigNode item : nodes) {
            Object value = bind(shape.of(), item);
            if (value == null) {
                whole = false;
            } else {
                bound.add(value);
            }
        }
        if (!whole) {
            return null;
        }
        return shape.unique()
                ? Collections.unmodifiableSet(new LinkedHashSet<>(bound))
                : Collections.unmodifiableList(bound);
    }

    private @Nullable Object entries(Shape of, ConfigNode node) {
        if (node instanceof ConfigNode.Empty) {
            return Map.of();
        }
        if (!(node instanceof ConfigNode.Mapping mapping)) {
            problems.add(node.place(), "here stands " + node.kind(), "write keys with values");
            return null;
        }
        Map<String, Object> bound = new LinkedHashMap<>();
        boolean whole = true;
        for (ConfigNode.Entry entry : mapping.entries()) {
            Object value = bind(of, entry.value());
            if (value == null) {
                whole = false;
            } else {
                bound.put(entry.key(), value);
            }
        }
        return whole ? Collections.unmodifiableMap(bound) : null;
    }

    private @Nullable Object group(Shape.Group shape, ConfigNode node) {
        if (node instanceof ConfigNode.Scalar && shape.shortForm().isPresent()) {
            Object value = scalar(shape.shortForm().get(), node);
            if (value != null) {
                origins.put(value, node);
            }
            return value;
        }
        ConfigNode.Mapping mapping;
        switch (node) {
            case ConfigNode.Mapping written -> mapping = written;
            case ConfigNode.Empty empty ->
                    mapping = new ConfigNode.Mapping(empty.place(), List.of());
            default -> {
                problems.add(
                        node.place(),
                        "here stands " + node.kind(),
                        "write the keys " + String.join(", ", names(shape)));
                return null;
            }
        }
        boolean unknown = refuseUnknown(shape, mapping);
        @Nullable Object[] arguments = new Object[shape.keys().size()];
        boolean whole = true;
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = component(shape.keys().get(i), mapping);
            whole &= arguments[i] != null;
        }
        return whole ? construct(shape, arguments, mapping, unknown) : null;
    }

    private static List<String> names(Shape.Group shape) {
        return shape.keys().stream().map(Shape.Key::name).toList();
    }

    private boolean refuseUnknown(Shape.Group shape, ConfigNode.Mapping mapping) {
        int before = problems.size();
        List<String> known = new ArrayList<>(names(shape));
        shape.keys().stream()
                .filter(key -> key.traits().fromFiles())
                .forEach(key -> known.add(EntryFiles.keyFor(key.name())));
        for (ConfigNode.Entry entry : mapping.entries()) {
            if (!known.contains(entry.key())) {
                problems.add(
                        entry.place(),
                        "the key " + shortened(entry.key()) + " is not known",
                        problems.isFull() ? "" : Nearest.remedy(entry.key(), known, "remove it"));
            }
        }
        return problems.size() > before;
    }

    private @Nullable Object component(Shape.Key key, ConfigNode.Mapping mapping) {
        ConfigNode.Entry entry = mapping.entry(key.name());
        ConfigNode node = entry == null ? null : entry.value();
        if (key.traits().fromFiles()) {
            node = files.join(node, mapping.entry(EntryFiles.keyFor(key.name())));
        }
        boolean written = node != null && !(node instanceof ConfigNode.Empty);
        if (written || key.shape() instanceof Shape.Raw) {
            return bind(key.shape(), node == null ? new ConfigNode.Empty(mapping.place()) : node);
        }
        if (key.required()) {
            problems.add(
                    entry == null ? mapping.place() : entry.place(),
                    "the key " + key.name() + (entry == null ? " is missing" : " has no value"),
                    remedy(key));
            return null;
        }
        return bind(
                key.shape(),
                key.defaultValue().orElseGet(() -> new ConfigNode.Empty(mapping.place())));
    }

    private static String remedy(Shape.Key key) {
        String words = key.shape() instanceof Shape.Value value ? value.words() : "its keys";
        return "write "
                + key.name()
                + ": with "
                + words
                + (key.doc().isEmpty() ? "" : " (" + key.doc() + ")");
    }

    /**
     * @param unknown whether a key was not known: what is then missing was surely written under
     *     that key
     */
    private @Nullable Object construct(
            Shape.Group shape,
            @Nullable Object[] arguments,
            ConfigNode.Mapping mapping,
            boolean unknown) {
        try {
            Object bound = Objects.requireNonNull(shape.constructor().newInstance(arguments));
            origins.put(bound, mapping);
            return bound;
        } catch (InvocationTargetException e) {
            if (unknown) {
                return null;
            }
            Throwable cause = e.getCause();
            boolean told =
                    cause instanceof IllegalArgumentException || cause instanceof GatewayException;
            String said =
                    told && cause != null && !holdsSecret(mapping) ? cause.getMessage() : null;
            problems.add(
                    mapping.place(),
                    "this section does not fit" + (said == null ? "" : ": " + said),
                    "change the values of " + String.join(", ", names(shape)));
            return null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the constructor was made accessible", e);
        }
    }

    /** Whether anything below came from the environment or another file. */
    static boolean holdsSecret(ConfigNode node) {
        return switch (node) {
            case ConfigNode.Scalar scalar -> scalar.secret();
            case ConfigNode.Empty _ -> false;
            case ConfigNode.Sequence sequence ->
                    sequence.items().stream().anyMatch(Binder::holdsSecret);
            case ConfigNode.Mapping mapping ->
                    mapping.entries().stream().anyMatch(entry -> holdsSecret(entry.value()));
        };
    }
}
