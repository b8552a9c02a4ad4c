package org.sallyport.simulator.xmpp;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * An XMPP address taken apart (RFC 7622 §3.1: the slash first, then the at sign); an absent part is
 * empty.
 */
record Jid(String local, String domain, String resource, boolean wellDivided) {
    private static final String FORBIDDEN = "\"&'/:<>@ ";
    private static final int LONGEST_PART = 1023;

    static Jid of(String text) {
        int slash = text.indexOf('/');
        String bare = slash < 0 ? text : text.substring(0, slash);
        int at = bare.indexOf('@');
        String local = at < 0 ? "" : bare.substring(0, at);
        boolean divided = at != 0 && slash != text.length() - 1;
        return new Jid(
                local,
                bare.substring(at + 1).toLowerCase(Locale.ROOT),
                slash < 0 ? "" : text.substring(slash + 1),
                divided);
    }

    /**
     * Whether the parts obey the rules that need no tables: length, empty parts, characters never
     * allowed.
     */
    boolean isValid() {
        return wellDivided
                && !domain.isEmpty()
                && fits(local)
                && fits(domain)
                && fits(resource)
                && local.chars()
                        .noneMatch(c -> FORBIDDEN.indexOf(c) >= 0 || Character.isISOControl(c))
                && domain.chars()
                        .noneMatch(c -> FORBIDDEN.indexOf(c) >= 0 || Character.isISOControl(c));
    }

    String bare() {
        return local.isEmpty() ? domain : local + "@" + domain;
    }

    private static boolean fits(String part) {
        return part.getBytes(StandardCharsets.UTF_8).length <= LONGEST_PART;
    }
}
