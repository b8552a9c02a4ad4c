package org.sallyport.simulator.xmpp;

/**
 * Something illegal the other side did.
 *
 * @param rule which rule was broken
 * @param peer the domain the other side says it is, or empty while unknown
 * @param detail more words for a person; never quotes what was sent
 */
public record Violation(Rule rule, String peer, String detail) {
    /** The rules a peer can break. */
    public enum Rule {
        /** Stream header: namespace, version, from or to (RFC 6120 §4.7, §4.8). */
        BAD_HEADER,
        /** Anything but STARTTLS before TLS (RFC 6120 §5). */
        UNENCRYPTED,
        /**
         * Octets sent along with or right after {@code <starttls/>} or {@code <proceed/>} (RFC 6120
         * §5.4.2.3).
         */
        DATA_AFTER_STARTTLS,
        /** White space while TLS or SASL is negotiated (RFC 6120 §5.3.3, §6.3.5). */
        SPACE_IN_NEGOTIATION,
        /** Direct TLS without the XMPP domain as SNI (XEP-0368). */
        MISSING_SERVER_NAME,
        /** An unexpected element while negotiating. */
        BAD_NEGOTIATION,
        /** A stanza before authentication (RFC 6120 §6.3.1). */
        STANZA_BEFORE_AUTHENTICATION,
        /** A stanza on the stream we opened, without a bidirectional agreement (XEP-0288). */
        WRONG_DIRECTION,
        /** A stanza outside {@code jabber:server} (RFC 6120 §4.8.3). */
        WRONG_NAMESPACE,
        /** No from (RFC 6120 §8.1.2.2). */
        MISSING_FROM,
        /** No to (RFC 6120 §8.1.1.2). */
        MISSING_TO,
        /** A from whose domain is not the authenticated one. */
        FOREIGN_FROM,
        /** A to whose domain is not ours. */
        WRONG_TO,
        /** An address that is no JID (RFC 7622). */
        BAD_ADDRESS,
        /** A stanza whose type, id or children are not legal (RFC 6120 §8). */
        BAD_STANZA,
        /** An error sent in answer to an error (RFC 6120 §8.3.1). */
        ERROR_FOR_ERROR,
        /** A first-level element that is no stanza. */
        UNKNOWN_ELEMENT,
        /** XML that is not well-formed or not UTF-8. */
        NOT_WELL_FORMED,
        /** Comments, processing instructions, document types, foreign entities (RFC 6120 §11.1). */
        RESTRICTED_XML,
        /** Text between stanzas. */
        TEXT_BETWEEN_STANZAS,
        /** More octets in one element than we take. */
        TOO_BIG,
        /** Anything after the closing tag of the stream. */
        AFTER_CLOSE,
        /** Stream management used without being enabled, or with impossible counts (XEP-0198). */
        BAD_ACKNOWLEDGEMENT
    }
}
