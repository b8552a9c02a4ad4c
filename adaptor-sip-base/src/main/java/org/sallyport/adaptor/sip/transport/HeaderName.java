package org.sallyport.adaptor.sip.transport;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The headers that the framer knows, with their compact forms (RFC 3261 §7.3.3, RFC 6665). */
enum HeaderName {
    VIA("Via", 'v', false),
    FROM("From", 'f', true),
    TO("To", 't', true),
    CALL_ID("Call-ID", 'i', true),
    CSEQ("CSeq", '\0', true),
    CONTENT_LENGTH("Content-Length", 'l', true),
    MAX_FORWARDS("Max-Forwards", '\0', true),
    CONTACT("Contact", 'm', false),
    EVENT("Event", 'o', true),
    EXPIRES("Expires", '\0', true),
    CONTENT_TYPE("Content-Type", 'c', true),
    P_ASSERTED_IDENTITY("P-Asserted-Identity", '\0', false);

    private static final List<HeaderName> ALL = List.of(values());

    private final String text;

    @SuppressWarnings("ImmutableEnumChecker") // never written to
    private final byte[] lower;

    private final char compact;
    private final boolean single;

    HeaderName(String text, char compact, boolean single) {
        this.text = text;
        this.lower = text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
        this.compact = compact;
        this.single = single;
    }

    /** The full name. */
    String text() {
        return text;
    }

    /** Whether a message may have only one. */
    boolean isSingle() {
        return single;
    }

    /** The header named by these octets, or null if it is none of these. */
    static @Nullable HeaderName of(byte[] octets, int start, int end) {
        for (HeaderName name : ALL) {
            if (name.matches(octets, start, end)) {
                return name;
            }
        }
        return null;
    }

    /** The header of that full name, or null if it is none of these. */
    static @Nullable HeaderName of(String text) {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        return of(octets, 0, octets.length);
    }

    private boolean matches(byte[] octets, int start, int end) {
        int length = end - start;
        if (length == 1) {
            return compact != '\0' && lowerCase(octets[start]) == compact;
        }
        return length == lower.length && equalsIgnoreCase(octets, start, lower);
    }

    /**
     * Whether the octets from {@code start} are {@code lower}, without regard to the case of ASCII
     * letters.
     */
    static boolean equalsIgnoreCase(byte[] octets, int start, byte[] lower) {
        for (int i = 0; i < lower.length; i++) {
            if (lowerCase(octets[start + i]) != lower[i]) {
                return false;
            }
        }
        return true;
    }

    private static int lowerCase(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + 32 : octet;
    }
}
