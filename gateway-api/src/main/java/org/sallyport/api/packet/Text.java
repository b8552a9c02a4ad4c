package org.sallyport.api.packet;

/**
 * Words that a user typed. {@link #toString} never shows them, so that a log line, an exception or
 * a debugger dump of a packet cannot leak them.
 *
 * @param value the words; 1 to {@value #MAX_LENGTH} UTF-16 code units
 */
public record Text(String value) {
    /** Longest text accepted, in UTF-16 code units. Adaptors may have tighter limits. */
    public static final int MAX_LENGTH = 262_144;

    /**
     * @throws IllegalArgumentException if it is empty or too long
     */
    public Text {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a text has 1 to " + MAX_LENGTH + " characters, not " + value.length());
        }
    }

    @Override
    public String toString() {
        return "Text[" + value.length() + " chars]";
    }
}
