package org.sallyport.adaptor.xmpp.stanza;

import java.util.Locale;
import java.util.Optional;

/** Conditions of stanza errors (RFC 6120 §8.3.3). */
public enum StanzaCondition {
    /** Cannot be processed. */
    BAD_REQUEST,
    /** Something of that name exists. */
    CONFLICT,
    /** Not implemented. */
    FEATURE_NOT_IMPLEMENTED,
    /** The sender may not. */
    FORBIDDEN,
    /** No longer at this address. */
    GONE,
    /** A fault of the server. */
    INTERNAL_SERVER_ERROR,
    /** No such address or item. */
    ITEM_NOT_FOUND,
    /** Not an address. */
    JID_MALFORMED,
    /** Does not meet criteria. */
    NOT_ACCEPTABLE,
    /** Nobody may. */
    NOT_ALLOWED,
    /** Credentials first. */
    NOT_AUTHORIZED,
    /** Violates a policy. */
    POLICY_VIOLATION,
    /** Temporarily away. */
    RECIPIENT_UNAVAILABLE,
    /** Elsewhere for now. */
    REDIRECT,
    /** Register first. */
    REGISTRATION_REQUIRED,
    /** No such server. */
    REMOTE_SERVER_NOT_FOUND,
    /** The server does not answer. */
    REMOTE_SERVER_TIMEOUT,
    /** No room now. */
    RESOURCE_CONSTRAINT,
    /** Not offered. */
    SERVICE_UNAVAILABLE,
    /** Subscribe first. */
    SUBSCRIPTION_REQUIRED,
    /** Something else. */
    UNDEFINED_CONDITION,
    /** At the wrong time. */
    UNEXPECTED_REQUEST;

    /** The name of the element on the wire. */
    public String token() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The condition of that name on the wire, if it is one. */
    public static Optional<StanzaCondition> of(String token) {
        for (StanzaCondition condition : values()) {
            if (condition.token().equals(token)) {
                return Optional.of(condition);
            }
        }
        return Optional.empty();
    }
}
