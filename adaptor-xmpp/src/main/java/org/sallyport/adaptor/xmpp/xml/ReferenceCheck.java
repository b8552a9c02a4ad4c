package org.sallyport.adaptor.xmpp.xml;

/**
 * Follows what comes after an ampersand: the five predefined entities and character references only
 * (RFC 6120 §11.1).
 */
final class ReferenceCheck {
    private static final int MAX_LENGTH = 10;

    private long packed;
    private int length;
    private boolean numeric;

    void start() {
        packed = 0;
        length = 0;
        numeric = false;
    }

    /** Takes one octet; returns whether the reference is finished. */
    boolean next(int c) throws StreamFault {
        if (c == ';') {
            if (length == 0 || (numeric && length == 1) || (!numeric && !isPredefined())) {
                throw unknown();
            }
            return true;
        }
        if (length == 0 && c == '#') {
            numeric = true;
        }
        boolean fits =
                numeric
                        ? length == 0
                                || (c >= '0' && c <= '9')
                                || (c >= 'a' && c <= 'f')
                                || (c >= 'A' && c <= 'F')
                                || (c == 'x' && length == 1)
                        : c >= 'a' && c <= 'z' && length < 4;
        if (!fits || ++length > MAX_LENGTH) {
            throw unknown();
        }
        packed = (packed << 8) | c;
        return false;
    }

    private boolean isPredefined() {
        return packed == pack("lt")
                || packed == pack("gt")
                || packed == pack("amp")
                || packed == pack("apos")
                || packed == pack("quot");
    }

    private static long pack(String name) {
        long value = 0;
        for (int i = 0; i < name.length(); i++) {
            value = (value << 8) | name.charAt(i);
        }
        return value;
    }

    private static StreamFault unknown() {
        return new StreamFault(
                StreamCondition.RESTRICTED_XML, "an entity came that is not predefined");
    }
}
