package org.sallyport.api.packet;

import java.util.Arrays;

/**
 * A part of the wire message that the gateway does not understand, kept for filters. It never
 * leaves the gateway unless a filter puts its namespace on the list of what may leave. Treated as
 * user content: never shown.
 *
 * @param namespace its XML namespace or media type
 * @param name its local name, or empty
 * @param bytes its octets in UTF-8; at most {@value #MAX_BYTES}
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out
public record Payload(String namespace, String name, byte[] bytes) {
    /** Largest payload kept, in octets. */
    public static final int MAX_BYTES = 65_536;

    /**
     * @throws IllegalArgumentException if it is too large
     */
    public Payload {
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("a payload has at most " + MAX_BYTES + " octets");
        }
        bytes = bytes.clone();
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload that
                && namespace.equals(that.namespace)
                && name.equals(that.name)
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * namespace.hashCode() + name.hashCode()) + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Payload[" + namespace + " " + name + " " + bytes.length + " octets]";
    }
}
