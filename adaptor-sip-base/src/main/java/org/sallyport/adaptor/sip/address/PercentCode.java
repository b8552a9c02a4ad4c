package org.sallyport.adaptor.sip.address;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.sallyport.adaptor.sip.address.BadSipAddressException.Reason;

/**
 * Percent escapes (RFC 3986 §2.1) over UTF-8. What is written is letters, digits, the given marks
 * and escapes only.
 */
final class PercentCode {
    /**
     * Characters besides letters and digits that stand for themselves in the user part (RFC 3261
     * §25.1).
     */
    static final String USER_MARKS = "-_.!~*'()&=+$,;?/";

    /** The same for the value of a URI parameter. */
    static final String PARAMETER_MARKS = "-_.!~*'()[]/:&+$";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private PercentCode() {}

    static String encode(String text, String marks) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            if (isAlphanumeric(c) || marks.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('%').append(HEX.toHexDigits(octet));
            }
        }
        return out.toString();
    }

    static String decode(String text) throws BadSipAddressException {
        byte[] octets = new byte[text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                octets[length++] = (byte) escape(text, i);
                i += 2;
            } else if (c > ' ' && c < 0x7f) {
                octets[length++] = (byte) c;
            } else {
                throw new BadSipAddressException(
                        c > 0x7f ? Reason.INVALID_URI : Reason.PROHIBITED_CHARACTER);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadSipAddressException(Reason.INVALID_UTF8);
        }
    }

    private static int escape(String text, int at) throws BadSipAddressException {
        if (at + 2 >= text.length()
                || !HexFormat.isHexDigit(text.charAt(at + 1))
                || !HexFormat.isHexDigit(text.charAt(at + 2))) {
            throw new BadSipAddressException(Reason.INVALID_PERCENT_ENCODING);
        }
        return HexFormat.fromHexDigits(text, at + 1, at + 3);
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
