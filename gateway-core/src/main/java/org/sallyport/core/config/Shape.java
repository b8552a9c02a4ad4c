package org.sallyport.core.config;

import java.lang.reflect.Constructor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What may stand at one place of the file: the one description that reading, schema and reference
 * page come from.
 */
sealed interface Shape {
    /**
     * One value.
     *
     * @param words what it is, for people: {@code a duration such as 2s}
     * @param json how a schema says it
     * @param reader turns text into the value
     * @param secret whether it is never shown
     */
    record Value(String words, JsonForm json, Reader reader, boolean secret) implements Shape {}

    /**
     * A list; a single entry may stand for a list of one.
     *
     * @param of its entries
     * @param unique whether the order means nothing and each entry counts once
     */
    record Items(Shape of, boolean unique) implements Shape {}

    /** Freely chosen keys. */
    record Entries(Shape of) implements Shape {}

    /** What may be left out. */
    record Maybe(Shape of) implements Shape {}

    /** Whatever stands there; somebody else reads it. */
    record Raw() implements Shape {}

    /**
     * A section with known keys: a record.
     *
     * @param type the record
     * @param doc what it is
     * @param keys its components, in their order
     * @param shortForm how it may be written as one value, if it may
     * @param constructor makes the record
     */
    record Group(
            Class<? extends Record> type,
            String doc,
            List<Key> keys,
            Optional<Value> shortForm,
            Constructor<? extends Record> constructor)
            implements Shape {}

    /**
     * One key of a section.
     *
     * @param name the key, in kebab-case
     * @param doc what it is
     * @param shape what may stand there
     * @param defaultValue what it means if it is not written, if anything
     * @param traits the rest
     */
    record Key(
            String name,
            String doc,
            Shape shape,
            Optional<ConfigNode> defaultValue,
            Traits traits) {
        /** The default as it would be written. */
        Optional<String> defaultText() {
            return traits.defaultText();
        }

        /** Whether it must be written. */
        boolean required() {
            return defaultValue.isEmpty() && Shape.needed(shape);
        }
    }

    /**
     * More on one key.
     *
     * @param live whether a change takes effect on reload
     * @param fromFiles whether entries may stand in files of their own
     * @param defaultText the default as it would be written
     */
    record Traits(boolean live, boolean fromFiles, Optional<String> defaultText) {}

    /**
     * A value as JSON schema knows it.
     *
     * @param type {@code string}, {@code boolean}, {@code integer}
     * @param words all values, if they can be listed
     * @param pattern what all values match, if that can be said
     */
    record JsonForm(String type, List<String> words, Optional<String> pattern) {
        static JsonForm text() {
            return new JsonForm("string", List.of(), Optional.empty());
        }
    }

    /** Turns text into a value. */
    @FunctionalInterface
    interface Reader {
        /**
         * Reads.
         *
         * @param folder what relative paths start at
         * @throws IllegalArgumentException with a sentence for administrators
         */
        @Nullable Object read(String text, Path folder);
    }

    private static boolean needed(Shape shape) {
        return switch (shape) {
            case Value _ -> true;
            case Items _, Entries _, Maybe _, Raw _ -> false;
            case Group group -> group.keys().stream().anyMatch(Key::required);
        };
    }
}
