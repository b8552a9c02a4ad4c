package org.sallyport.api.packet;

import java.util.List;

/**
 * A fact about a packet that one plugin tells another. Values are JDK or api types only, because
 * plugins do not share classes. It stays inside the gateway.
 *
 * @param namespace who defines it, for example {@code org.example.labels}; 1 to 255 characters
 * @param name what it is called there; 1 to 255 characters
 * @param value a string, number, boolean, {@link java.time.Instant}, {@link java.time.Duration},
 *     api value, or a list of these
 */
public record Attribute(String namespace, String name, Object value) {
    private static final int MAX_LENGTH = 255;

    /**
     * @throws IllegalArgumentException if a name is empty or too long, or the value is of a type
     *     that cannot cross
     */
    public Attribute {
        if (namespace.isEmpty()
                || namespace.length() > MAX_LENGTH
                || name.isEmpty()
                || name.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "an attribute has a namespace and a name of 1 to 255 characters");
        }
        if (value instanceof List<?> list) {
            value = List.copyOf(list);
        }
        if (!crosses(value)) {
            throw new IllegalArgumentException(
                    "an attribute cannot hold a " + value.getClass().getName());
        }
    }

    @Override
    public String toString() {
        return "Attribute[" + namespace + " " + name + "]";
    }

    private static boolean crosses(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().allMatch(item -> !(item instanceof List<?>) && crosses(item));
        }
        String type = value.getClass().getName();
        return type.startsWith("java.lang.")
                || type.startsWith("java.time.")
                || type.startsWith("org.sallyport.api.");
    }
}
