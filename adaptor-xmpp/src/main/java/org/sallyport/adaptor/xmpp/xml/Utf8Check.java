package org.sallyport.adaptor.xmpp.xml;

/**
 * Follows UTF-8 (RFC 3629 §4) octet by octet: no overlong forms, no surrogates, no U+FFFE and
 * U+FFFF.
 */
final class Utf8Check {
    private int missing;
    private int low;
    private int high;
    private int point;

    /** Whether a character is begun and not finished. */
    boolean isOpen() {
        return missing > 0;
    }

    /** Takes an octet that is not ASCII, or any while a character is open. */
    void next(int c, boolean first) throws StreamFault {
        if (missing == 0) {
            begin(c, first);
            return;
        }
        if (c < low || c > high) {
            throw wrong();
        }
        low = 0x80;
        high = 0xBF;
        point = (point << 6) | (c & 0x3F);
        if (--missing == 0 && (point == 0xFFFE || point == 0xFFFF)) {
            throw new StreamFault(
                    StreamCondition.NOT_WELL_FORMED, "a character came that XML does not allow");
        }
    }

    private void begin(int c, boolean first) throws StreamFault {
        low = 0x80;
        high = 0xBF;
        if (c >= 0xC2 && c <= 0xDF) {
            missing = 1;
            point = c & 0x1F;
        } else if (c >= 0xE0 && c <= 0xEF) {
            missing = 2;
            point = c & 0x0F;
            low = c == 0xE0 ? 0xA0 : 0x80;
            high = c == 0xED ? 0x9F : 0xBF;
        } else if (c >= 0xF0 && c <= 0xF4) {
            missing = 3;
            point = c & 0x07;
            low = c == 0xF0 ? 0x90 : 0x80;
            high = c == 0xF4 ? 0x8F : 0xBF;
        } else {
            throw wrong();
        }
        if (first) {
            throw wrong(); // no stream starts with anything but ASCII, a byte order mark included
            // (RFC 6120 §11.6)
        }
    }

    private static StreamFault wrong() {
        return new StreamFault(StreamCondition.UNSUPPORTED_ENCODING, "the octets are not UTF-8");
    }
}
