package org.sallyport.simulator.sip;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Strings in which one character stands for one octet, so that header lines can be compared byte
 * for byte. Text in such a string is UTF-8 and is turned into characters only where somebody reads
 * it.
 */
public final class Octets {
    private Octets() {}

    /** The UTF-8 octets of {@code text}, one character each. */
    public static String of(String text) {
        for (int index = 0; index < text.length(); index++) {
            if (text.charAt(index) >= 0x80) {
                return new String(
                        text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            }
        }
        return text;
    }

    /** The octets themselves. */
    public static byte[] bytes(String octets) {
        return octets.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** What the octets say in UTF-8, or empty when they are not UTF-8. */
    public static Optional<String> text(String octets) {
        return text(bytes(octets));
    }

    /** What the octets say in UTF-8, or empty when they are not UTF-8. */
    public static Optional<String> text(byte[] octets) {
        try {
            return Optional.of(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(octets))
                            .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
