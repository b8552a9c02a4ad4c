package org.sallyport.api.config;

/**
 * A value that is never printed: written as {@code ${env:NAME}} or {@code ${file:path}} in the
 * file.
 *
 * @param value what is secret
 */
public record Secret(String value) {
    /** Wraps what was read. */
    public static Secret parse(String text) {
        return new Secret(text);
    }

    @Override
    public String toString() {
        return "***";
    }
}
