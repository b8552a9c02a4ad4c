package org.sallyport.adaptor.sip.body;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * The few charsets that are taken, decoded strictly: what one side read as a letter the other must
 * not read as markup.
 */
final class Charsets {
    private Charsets() {}

    static Decoded decode(Optional<String> name, byte[] octets) {
        Optional<Charset> charset = named(name.orElse("utf-8").strip().toLowerCase(Locale.ROOT));
        if (charset.isEmpty()) {
            return new Decoded.Unknown();
        }
        try {
            String text =
                    charset.get()
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(octets))
                            .toString();
            return new Decoded.Good(text);
        } catch (CharacterCodingException e) {
            return new Decoded.Wrong();
        }
    }

    private static Optional<Charset> named(String name) {
        return switch (name) {
            case "utf-8", "utf8" -> Optional.of(StandardCharsets.UTF_8);
            case "us-ascii", "ascii" -> Optional.of(StandardCharsets.US_ASCII);
            case "iso-8859-1", "latin1" -> Optional.of(StandardCharsets.ISO_8859_1);
            case "utf-16" -> Optional.of(StandardCharsets.UTF_16);
            case "utf-16le" -> Optional.of(StandardCharsets.UTF_16LE);
            case "utf-16be" -> Optional.of(StandardCharsets.UTF_16BE);
            default -> Optional.empty();
        };
    }

    /** What came of the octets. */
    sealed interface Decoded {
        /**
         * Text.
         *
         * @param text what was written
         */
        record Good(String text) implements Decoded {}

        /** A charset that is not taken. */
        record Unknown() implements Decoded {}

        /** Octets that the charset does not have. */
        record Wrong() implements Decoded {}
    }
}
