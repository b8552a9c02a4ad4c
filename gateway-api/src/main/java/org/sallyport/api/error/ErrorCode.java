package org.sallyport.api.error;

/**
 * Why a packet was not delivered. Each code names one cause that a sender or an administrator can
 * act upon; adaptors map codes to stanza errors (RFC 6120 §8.3.3) and SIP statuses (RFC 7247 §7) in
 * one table each. Codes are counted, stable and printed in lower case with hyphens ({@link
 * #token}).
 */
public enum ErrorCode {
    /** The packet makes no sense to the receiving side. */
    MALFORMED(Actor.SENDER, false),
    /** The address written to is not a valid address there. */
    BAD_ADDRESS(Actor.SENDER, false),
    /** There is no such user. */
    UNKNOWN_USER(Actor.SENDER, false),
    /** The user exists but cannot be reached now: offline, no device answered. */
    USER_UNAVAILABLE(Actor.SENDER, true),
    /** The user does not want to be disturbed now. */
    USER_BUSY(Actor.SENDER, true),
    /** The user refused this conversation. */
    USER_DECLINED(Actor.SENDER, false),
    /** The user has moved away for good. */
    USER_GONE(Actor.SENDER, false),
    /** The user is to be reached elsewhere for now. */
    REDIRECTED(Actor.SENDER, false),
    /** The form or content is not acceptable to the receiving side. */
    NOT_ACCEPTABLE(Actor.SENDER, false),
    /** The content is end-to-end encrypted, which cannot cross (XEP-0380). */
    ENCRYPTED_CONTENT(Actor.SENDER, false),
    /** The packet is larger than the receiving side takes. */
    TOO_LARGE(Actor.SENDER, false),
    /** The receiving side, or this gateway, does not have this feature. */
    UNSUPPORTED(Actor.SENDER, false),
    /** The receiving side forbids this to this sender. */
    FORBIDDEN(Actor.PEER, false),
    /** The receiving side allows this to nobody. */
    NOT_ALLOWED(Actor.PEER, false),
    /** The receiving side wants proof of identity that it did not get. */
    NOT_AUTHORIZED(Actor.OPERATOR, false),
    /** The receiving side wants a registration first. */
    REGISTRATION_REQUIRED(Actor.OPERATOR, false),
    /** The receiving side wants a subscription first. */
    SUBSCRIPTION_REQUIRED(Actor.SENDER, false),
    /** A policy of the receiving side blocked it. */
    POLICY_VIOLATION(Actor.PEER, false),
    /** A content rule of the receiving side blocked it. */
    CONTENT_BLOCKED(Actor.SENDER, false),
    /** It conflicts with something that exists. */
    CONFLICT(Actor.SENDER, false),
    /** It came at the wrong moment. */
    UNEXPECTED(Actor.SENDER, true),
    /** The service at the receiving side does not answer for this user. */
    SERVICE_UNAVAILABLE(Actor.PEER, false),
    /** A reason that the receiving side did not name. */
    UNDEFINED(Actor.PEER, false),
    /** A filter of this gateway denied it. */
    POLICY_DENIED(Actor.OPERATOR, false),
    /** No adaptor of this gateway reaches the domain written to. */
    NO_ROUTE(Actor.OPERATOR, false),
    /** Both sides are foreign, or both are one side: this gateway is no relay. */
    RELAY_DENIED(Actor.OPERATOR, false),
    /** The packet has passed here, or too many gateways, before. */
    LOOP_DETECTED(Actor.OPERATOR, false),
    /** The peer's domain cannot be found. */
    PEER_NOT_FOUND(Actor.PEER, false),
    /** The peer is known but no connection comes about. */
    PEER_UNREACHABLE(Actor.PEER, true),
    /** The peer, or this gateway, could not prove who it is. */
    PEER_NOT_TRUSTED(Actor.PEER, true),
    /** The peer did not answer in time, or the connection broke after the packet was written. */
    PEER_TIMEOUT(Actor.PEER, true),
    /** The peer failed. */
    PEER_ERROR(Actor.PEER, true),
    /** The peer asks for less traffic. */
    PEER_OVERLOADED(Actor.PEER, true),
    /** This gateway has no room for the packet now. */
    OVERLOADED(Actor.GATEWAY, true),
    /** The packet's time ran out before it could be written. */
    DEADLINE_EXCEEDED(Actor.GATEWAY, true),
    /** A filter broke; the packet was refused, as always when unsure. */
    FILTER_FAILED(Actor.OPERATOR, true),
    /** A filter gave no verdict in time. */
    FILTER_TIMEOUT(Actor.OPERATOR, true),
    /** This gateway is stopping. */
    SHUTTING_DOWN(Actor.GATEWAY, true),
    /** The configuration is wrong. */
    BAD_CONFIGURATION(Actor.OPERATOR, false),
    /** A plugin cannot be loaded or used. */
    BAD_PLUGIN(Actor.OPERATOR, false),
    /** A fault of this gateway. */
    GATEWAY_ERROR(Actor.GATEWAY, true);

    private final Actor actor;
    private final boolean temporary;

    ErrorCode(Actor actor, boolean temporary) {
        this.actor = actor;
        this.temporary = temporary;
    }

    /** Who must act. */
    public Actor actor() {
        return actor;
    }

    /** Whether the same packet may succeed later without anybody changing anything. */
    public boolean isTemporary() {
        return temporary;
    }

    /** The stable name in metrics, documents and answers, for example {@code user-unavailable}. */
    public String token() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
