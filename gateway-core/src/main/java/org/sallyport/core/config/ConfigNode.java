package org.sallyport.core.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands in a configuration file, with its places, before anybody says what it means. */
sealed interface ConfigNode {
    /** Where it begins. */
    Place place();

    /** What stands under a key; null if this is no section or does not have the key. */
    default @Nullable ConfigNode under(String key) {
        ConfigNode.Entry entry = this instanceof Mapping mapping ? mapping.entry(key) : null;
        return entry == null ? null : entry.value();
    }

    /** What it is, for error messages. */
    String kind();

    /**
     * One value.
     *
     * @param place where it begins
     * @param written as it stands in the file
     * @param text with what {@code ${…}} stands for
     * @param secret whether {@code text} came from the environment or another file and must not be
     *     shown
     */
    record Scalar(Place place, String written, String text, boolean secret) implements ConfigNode {
        @Override
        public String kind() {
            return "a single value";
        }

        /** Shows no secret. */
        @Override
        public String toString() {
            return secret ? "***" : written;
        }
    }

    /** A list. */
    record Sequence(Place place, List<ConfigNode> items) implements ConfigNode {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /** Keys with values, in file order, each key once. */
    record Mapping(Place place, List<Entry> entries) implements ConfigNode {
        @Override
        public String kind() {
            return "a section with keys";
        }

        @Nullable Entry entry(String key) {
            for (Entry entry : entries) {
                if (entry.key().equals(key)) {
                    return entry;
                }
            }
            return null;
        }

        /** The same keys without one. */
        Mapping without(String key) {
            return new Mapping(
                    place, entries.stream().filter(entry -> !entry.key().equals(key)).toList());
        }
    }

    /** Nothing, as after a key with no value. */
    record Empty(Place place) implements ConfigNode {
        @Override
        public String kind() {
            return "nothing";
        }
    }

    /**
     * One key with its value.
     *
     * @param key the key
     * @param place where the key stands
     * @param value its value
     */
    record Entry(String key, Place place, ConfigNode value) {}
}
