package org.sallyport.adaptor.xmpp.stanza;

import static org.sallyport.adaptor.xmpp.stanza.StanzaError.Type.AUTH;
import static org.sallyport.adaptor.xmpp.stanza.StanzaError.Type.CANCEL;
import static org.sallyport.adaptor.xmpp.stanza.StanzaError.Type.MODIFY;
import static org.sallyport.adaptor.xmpp.stanza.StanzaError.Type.WAIT;

import org.sallyport.adaptor.xmpp.xml.XmlElement;
import org.sallyport.api.error.ErrorCode;

/**
 * The one table between error codes and stanza errors, both ways (RFC 6120 §8.3.3, RFC 7247 §7).
 */
public final class StanzaErrors {
    private StanzaErrors() {}

    /** What an XMPP sender is told. */
    public static StanzaError of(ErrorCode code) {
        return switch (code) {
            case MALFORMED -> StanzaError.of(StanzaCondition.BAD_REQUEST, MODIFY);
            case BAD_ADDRESS -> StanzaError.of(StanzaCondition.JID_MALFORMED, MODIFY);
            case UNKNOWN_USER -> StanzaError.of(StanzaCondition.ITEM_NOT_FOUND, CANCEL);
            case USER_UNAVAILABLE, USER_BUSY, USER_DECLINED ->
                    StanzaError.of(StanzaCondition.RECIPIENT_UNAVAILABLE, WAIT);
            case USER_GONE -> StanzaError.of(StanzaCondition.GONE, CANCEL);
            case REDIRECTED -> StanzaError.of(StanzaCondition.REDIRECT, MODIFY);
            case NOT_ACCEPTABLE, ENCRYPTED_CONTENT, LOOP_DETECTED ->
                    StanzaError.of(StanzaCondition.NOT_ACCEPTABLE, MODIFY);
            case TOO_LARGE, POLICY_VIOLATION, CONTENT_BLOCKED ->
                    StanzaError.of(StanzaCondition.POLICY_VIOLATION, MODIFY);
            case UNSUPPORTED -> StanzaError.of(StanzaCondition.FEATURE_NOT_IMPLEMENTED, CANCEL);
            case FORBIDDEN, POLICY_DENIED -> StanzaError.of(StanzaCondition.FORBIDDEN, AUTH);
            case NOT_ALLOWED, RELAY_DENIED -> StanzaError.of(StanzaCondition.NOT_ALLOWED, CANCEL);
            case NOT_AUTHORIZED -> StanzaError.of(StanzaCondition.NOT_AUTHORIZED, AUTH);
            case REGISTRATION_REQUIRED ->
                    StanzaError.of(StanzaCondition.REGISTRATION_REQUIRED, AUTH);
            case SUBSCRIPTION_REQUIRED ->
                    StanzaError.of(StanzaCondition.SUBSCRIPTION_REQUIRED, AUTH);
            case CONFLICT -> StanzaError.of(StanzaCondition.CONFLICT, CANCEL);
            case UNEXPECTED -> StanzaError.of(StanzaCondition.UNEXPECTED_REQUEST, WAIT);
            case SERVICE_UNAVAILABLE -> StanzaError.of(StanzaCondition.SERVICE_UNAVAILABLE, CANCEL);
            case UNDEFINED -> StanzaError.of(StanzaCondition.UNDEFINED_CONDITION, CANCEL);
            case NO_ROUTE, PEER_NOT_FOUND ->
                    StanzaError.of(StanzaCondition.REMOTE_SERVER_NOT_FOUND, CANCEL);
            case PEER_UNREACHABLE, PEER_NOT_TRUSTED, PEER_TIMEOUT, DEADLINE_EXCEEDED ->
                    StanzaError.of(StanzaCondition.REMOTE_SERVER_TIMEOUT, WAIT);
            case PEER_OVERLOADED, OVERLOADED, SHUTTING_DOWN ->
                    StanzaError.of(StanzaCondition.RESOURCE_CONSTRAINT, WAIT);
            case PEER_ERROR,
                    FILTER_FAILED,
                    FILTER_TIMEOUT,
                    BAD_CONFIGURATION,
                    BAD_PLUGIN,
                    GATEWAY_ERROR ->
                    StanzaError.of(StanzaCondition.INTERNAL_SERVER_ERROR, CANCEL);
        };
    }

    /** What the code is for an error that a peer sent; anything odd is {@code UNDEFINED}. */
    public static ErrorCode read(XmlElement stanza) {
        XmlElement error = stanza.child(Namespaces.SERVER, "error").orElse(null);
        if (error == null) {
            return ErrorCode.UNDEFINED;
        }
        if (error.child(Namespaces.ERRORS, "stanza-too-big").isPresent()) {
            return ErrorCode.TOO_LARGE;
        }
        boolean wait = error.attribute("type").filter("wait"::equals).isPresent();
        return error.children().stream()
                .filter(child -> child.namespace().equals(Namespaces.STANZAS))
                .flatMap(child -> StanzaCondition.of(child.name()).stream())
                .findFirst()
                .map(condition -> code(condition, wait))
                .orElse(ErrorCode.UNDEFINED);
    }

    /**
     * The code for a condition; {@code wait} is whether the error says that a later try may
     * succeed.
     */
    static ErrorCode code(StanzaCondition condition, boolean wait) {
        return switch (condition) {
            case BAD_REQUEST -> ErrorCode.MALFORMED;
            case CONFLICT -> ErrorCode.CONFLICT;
            case FEATURE_NOT_IMPLEMENTED -> ErrorCode.UNSUPPORTED;
            case FORBIDDEN -> ErrorCode.FORBIDDEN;
            case GONE -> ErrorCode.USER_GONE;
            case INTERNAL_SERVER_ERROR -> ErrorCode.PEER_ERROR;
            case ITEM_NOT_FOUND -> ErrorCode.UNKNOWN_USER;
            case JID_MALFORMED -> ErrorCode.BAD_ADDRESS;
            case NOT_ACCEPTABLE -> ErrorCode.NOT_ACCEPTABLE;
            case NOT_ALLOWED -> ErrorCode.NOT_ALLOWED;
            case NOT_AUTHORIZED -> ErrorCode.NOT_AUTHORIZED;
            case POLICY_VIOLATION -> wait ? ErrorCode.PEER_OVERLOADED : ErrorCode.POLICY_VIOLATION;
            case RECIPIENT_UNAVAILABLE -> ErrorCode.USER_UNAVAILABLE;
            case REDIRECT -> ErrorCode.REDIRECTED;
            case REGISTRATION_REQUIRED -> ErrorCode.REGISTRATION_REQUIRED;
            case REMOTE_SERVER_NOT_FOUND -> ErrorCode.PEER_NOT_FOUND;
            case REMOTE_SERVER_TIMEOUT -> ErrorCode.PEER_TIMEOUT;
            case RESOURCE_CONSTRAINT -> ErrorCode.PEER_OVERLOADED;
            case SERVICE_UNAVAILABLE -> ErrorCode.SERVICE_UNAVAILABLE;
            case SUBSCRIPTION_REQUIRED -> ErrorCode.SUBSCRIPTION_REQUIRED;
            case UNDEFINED_CONDITION -> ErrorCode.UNDEFINED;
            case UNEXPECTED_REQUEST -> ErrorCode.UNEXPECTED;
        };
    }
}
