package org.sallyport.adaptor.xmpp.xml;

import java.util.Locale;

/** Why a stream ends (RFC 6120 §4.9.3). */
public enum StreamCondition {
    /** XML that cannot be processed, such as text between stanzas. */
    BAD_FORMAT,
    /** A prefix that is not declared. */
    BAD_NAMESPACE_PREFIX,
    /** Silence for too long. */
    CONNECTION_TIMEOUT,
    /** The domain written to is not served here. */
    HOST_UNKNOWN,
    /** A stanza without from or to. */
    IMPROPER_ADDRESSING,
    /** Our fault. */
    INTERNAL_SERVER_ERROR,
    /** A from that was not proved. */
    INVALID_FROM,
    /** A namespace that is not the one of streams or servers. */
    INVALID_NAMESPACE,
    /** Something that needs proof first. */
    NOT_AUTHORIZED,
    /** Not XML. */
    NOT_WELL_FORMED,
    /** A limit or a rule of ours. */
    POLICY_VIOLATION,
    /** A reset, for example because a certificate expired. */
    RESET,
    /** No room. */
    RESOURCE_CONSTRAINT,
    /** Comments, instructions, document types, entities. */
    RESTRICTED_XML,
    /** This gateway stops. */
    SYSTEM_SHUTDOWN,
    /** Something else; the text says more. */
    UNDEFINED_CONDITION,
    /** Not UTF-8. */
    UNSUPPORTED_ENCODING,
    /** Neither message nor presence nor iq. */
    UNSUPPORTED_STANZA_TYPE,
    /** Not version 1.0. */
    UNSUPPORTED_VERSION;

    /** The name of the element on the wire. */
    public String token() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
