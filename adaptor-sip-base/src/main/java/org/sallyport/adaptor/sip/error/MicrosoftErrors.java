package org.sallyport.adaptor.sip.error;

import java.util.List;
import org.sallyport.api.error.ErrorCode;

/**
 * What is different towards Skype for Business and Teams (MS-SIP §7.1, §7.2; ARCHITECTURE §5). Each
 * row is also a row of {@code vectors/overlay-ms.json} with its section; a test holds the two
 * together.
 */
final class MicrosoftErrors {
    static final List<StatusRow> STATUSES =
            List.of(
                    // The peer takes us for a client: wrong port or edge role.
                    new StatusRow(401, ErrorCode.PEER_NOT_FOUND),
                    new StatusRow(407, ErrorCode.PEER_NOT_FOUND),
                    new StatusRow(413, ErrorCode.TOO_LARGE),
                    new StatusRow(513, ErrorCode.TOO_LARGE),
                    new StatusRow(481, ErrorCode.USER_UNAVAILABLE),
                    new StatusRow(482, ErrorCode.LOOP_DETECTED),
                    new StatusRow(483, ErrorCode.LOOP_DETECTED),
                    // Do not disturb.
                    new StatusRow(486, ErrorCode.USER_BUSY),
                    new StatusRow(600, ErrorCode.USER_BUSY),
                    new StatusRow(603, ErrorCode.USER_DECLINED),
                    new StatusRow(503, ErrorCode.PEER_OVERLOADED));

    static final List<CodeRow> CODES =
            List.of(
                    // Never 401 or 407: the Edge would take us for a source of challenges.
                    new CodeRow(ErrorCode.NOT_AUTHORIZED, 403, 403),
                    new CodeRow(ErrorCode.REGISTRATION_REQUIRED, 403, 403),
                    // We have no address to redirect to; the client shows "offline".
                    new CodeRow(ErrorCode.REDIRECTED, 480, 500),
                    // Many XMPP servers say service-unavailable of users who are offline or do not
                    // exist.
                    new CodeRow(ErrorCode.SERVICE_UNAVAILABLE, 480, 500),
                    new CodeRow(ErrorCode.USER_BUSY, 486, 500),
                    new CodeRow(ErrorCode.USER_DECLINED, 603, 500),
                    new CodeRow(ErrorCode.UNEXPECTED, 480, 500),
                    // Refusals that concern one user or this moment, never the whole link (no 503).
                    new CodeRow(ErrorCode.PEER_UNREACHABLE, 480, 500),
                    new CodeRow(ErrorCode.PEER_NOT_TRUSTED, 480, 500),
                    new CodeRow(ErrorCode.PEER_TIMEOUT, 480, 500),
                    new CodeRow(ErrorCode.PEER_OVERLOADED, 480, 500),
                    new CodeRow(ErrorCode.OVERLOADED, 480, 500),
                    new CodeRow(ErrorCode.DEADLINE_EXCEEDED, 480, 500));

    private MicrosoftErrors() {}
}
