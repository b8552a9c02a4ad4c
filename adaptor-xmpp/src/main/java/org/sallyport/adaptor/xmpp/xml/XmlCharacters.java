package org.sallyport.adaptor.xmpp.xml;

/** Which characters XML 1.0 can carry (§2.2). */
public final class XmlCharacters {
    private XmlCharacters() {}

    /**
     * Returns the text without what XML cannot carry: controls, lone surrogates, U+FFFE and U+FFFF.
     */
    public static String legal(String text) {
        int bad = firstIllegal(text);
        if (bad < 0) {
            return text;
        }
        StringBuilder kept = new StringBuilder(text.length()).append(text, 0, bad);
        for (int i = bad; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (isLegal(c)) {
                kept.appendCodePoint(c);
            }
            i += Character.charCount(c);
        }
        return kept.toString();
    }

    /** Returns whether XML can carry the whole text. */
    public static boolean isLegal(String text) {
        return firstIllegal(text) < 0;
    }

    private static int firstIllegal(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c >= 0x20 && c < 0xD800) || c == '\n' || c == '\t' || c == '\r') {
                continue;
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (!isLegal(c)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isLegal(int c) {
        return (c >= 0x20 && c < 0xD800)
                || c == '\n'
                || c == '\t'
                || c == '\r'
                || (c >= 0xE000 && c <= 0xFFFD)
                || c > 0xFFFF;
    }
}
