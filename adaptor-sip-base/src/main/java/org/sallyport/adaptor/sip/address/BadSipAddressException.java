package org.sallyport.adaptor.sip.address;

import java.util.Locale;

/**
 * A SIP URI, or an address, that names no user on the other side. The message never quotes what was
 * read.
 */
public final class BadSipAddressException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    BadSipAddressException(Reason reason) {
        super("not an address of a user: " + reason.token());
        this.reason = reason;
    }

    /** What is wrong. */
    public Reason reason() {
        return reason;
    }

    /** What can be wrong with an address. */
    public enum Reason {
        /** The scheme is none of sip, im and pres. */
        UNSUPPORTED_SCHEME,
        /** The scheme is sips, which must be neither translated nor routed (RFC 7247 §8). */
        SECURE_SCHEME,
        /** The octets behind the escapes are not UTF-8. */
        INVALID_UTF8,
        /** A control character, or one that no user name has. */
        PROHIBITED_CHARACTER,
        /** A percent sign without two hexadecimal digits. */
        INVALID_PERCENT_ENCODING,
        /** A password stands behind the user name. */
        USERINFO_PASSWORD,
        /** There is no user name. */
        EMPTY_LOCALPART,
        /** The user name starts or ends with a space (XEP-0106 §4.2). */
        ESCAPED_SPACE_AT_EDGE,
        /** The host is an IP address. */
        IP_LITERAL_DOMAIN,
        /** A part is longer than allowed. */
        TOO_LONG,
        /** It is no URI of a user at all. */
        INVALID_URI;

        /** The name in tests and documents. */
        public String token() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
