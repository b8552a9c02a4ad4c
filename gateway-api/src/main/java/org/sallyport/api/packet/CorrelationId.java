package org.sallyport.api.packet;

/**
 * Names one packet for its whole way through this and other nodes: in every log line, event, span
 * and outcome. Made by {@link org.sallyport.api.plugin.Identifiers}; adaptors do not invent their
 * own.
 *
 * @param value 16 to 64 letters, digits and hyphens; the last eight are the short form
 */
public record CorrelationId(String value) {
    private static final int SHORT_LENGTH = 8;

    /**
     * @throws IllegalArgumentException if it is not 16 to 64 letters, digits and hyphens
     */
    public CorrelationId {
        if (value.length() < 16
                || value.length() > 64
                || !value.chars().allMatch(CorrelationId::allowed)) {
            throw new IllegalArgumentException(
                    "a correlation id has 16 to 64 letters, digits and hyphens");
        }
    }

    /** The form shown to users, in error texts and diagnostics: eight characters. */
    public String shortForm() {
        return value.substring(value.length() - SHORT_LENGTH);
    }

    @Override
    public String toString() {
        return value;
    }

    private static boolean allowed(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-';
    }
}
