package org.sallyport.adaptor.sip.error;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sallyport.api.error.ErrorCode;

/**
 * The base profile: RFC 7247 §7.1 (table 2, full JID column) and §7.2 (table 3). Where several
 * codes of ours stand behind one stanza condition they share its row. The column for dialogs avoids
 * 408, 480 and 481, which say that the dialog is gone (RFC 3261 §12.2.1.2), and what else ends a
 * dialog by RFC 5057 §5.1.
 */
final class BaseErrors {
    static final List<StatusRow> STATUSES =
            Stream.of(
                            rows(ErrorCode.REDIRECTED, 300, 302, 305),
                            rows(ErrorCode.USER_GONE, 301, 410),
                            rows(ErrorCode.MALFORMED, 400, 402, 493),
                            rows(ErrorCode.NOT_AUTHORIZED, 401),
                            rows(ErrorCode.FORBIDDEN, 403),
                            rows(ErrorCode.UNKNOWN_USER, 404, 481, 484, 485, 604),
                            rows(ErrorCode.UNSUPPORTED, 405, 420, 439, 501),
                            rows(
                                    ErrorCode.NOT_ACCEPTABLE,
                                    380,
                                    406,
                                    415,
                                    416,
                                    421,
                                    482,
                                    483,
                                    488,
                                    505,
                                    606),
                            rows(ErrorCode.REGISTRATION_REQUIRED, 407),
                            rows(ErrorCode.PEER_TIMEOUT, 408, 504),
                            rows(ErrorCode.POLICY_VIOLATION, 413, 414, 440, 489, 513),
                            rows(ErrorCode.PEER_OVERLOADED, 423),
                            rows(ErrorCode.USER_UNAVAILABLE, 430, 480, 486, 487, 600, 603),
                            rows(ErrorCode.UNEXPECTED, 491),
                            rows(ErrorCode.PEER_ERROR, 500, 503),
                            rows(ErrorCode.PEER_NOT_FOUND, 502))
                    .flatMap(rows -> rows)
                    .toList();

    static final List<CodeRow> CODES =
            List.of(
                    new CodeRow(ErrorCode.MALFORMED, 400, 400),
                    new CodeRow(ErrorCode.BAD_ADDRESS, 400, 400),
                    new CodeRow(ErrorCode.UNKNOWN_USER, 404, 500),
                    new CodeRow(ErrorCode.USER_UNAVAILABLE, 480, 500),
                    new CodeRow(ErrorCode.USER_BUSY, 486, 486),
                    new CodeRow(ErrorCode.USER_DECLINED, 603, 603),
                    new CodeRow(ErrorCode.USER_GONE, 410, 500),
                    new CodeRow(ErrorCode.REDIRECTED, 302, 500),
                    new CodeRow(ErrorCode.NOT_ACCEPTABLE, 406, 406),
                    new CodeRow(ErrorCode.ENCRYPTED_CONTENT, 406, 406),
                    new CodeRow(ErrorCode.TOO_LARGE, 413, 413),
                    new CodeRow(ErrorCode.UNSUPPORTED, 501, 501),
                    new CodeRow(ErrorCode.FORBIDDEN, 403, 403),
                    new CodeRow(ErrorCode.NOT_ALLOWED, 403, 403),
                    new CodeRow(ErrorCode.NOT_AUTHORIZED, 401, 403),
                    new CodeRow(ErrorCode.REGISTRATION_REQUIRED, 407, 403),
                    new CodeRow(ErrorCode.SUBSCRIPTION_REQUIRED, 400, 400),
                    new CodeRow(ErrorCode.POLICY_VIOLATION, 403, 403),
                    new CodeRow(ErrorCode.CONTENT_BLOCKED, 403, 403),
                    new CodeRow(ErrorCode.CONFLICT, 400, 400),
                    new CodeRow(ErrorCode.UNEXPECTED, 400, 491),
                    new CodeRow(ErrorCode.SERVICE_UNAVAILABLE, 403, 500),
                    new CodeRow(ErrorCode.UNDEFINED, 400, 500),
                    new CodeRow(ErrorCode.POLICY_DENIED, 403, 403),
                    new CodeRow(ErrorCode.NO_ROUTE, 404, 500),
                    new CodeRow(ErrorCode.RELAY_DENIED, 403, 403),
                    new CodeRow(ErrorCode.LOOP_DETECTED, 482, 500),
                    new CodeRow(ErrorCode.PEER_NOT_FOUND, 404, 500),
                    new CodeRow(ErrorCode.PEER_UNREACHABLE, 408, 500),
                    new CodeRow(ErrorCode.PEER_NOT_TRUSTED, 408, 500),
                    new CodeRow(ErrorCode.PEER_TIMEOUT, 408, 500),
                    new CodeRow(ErrorCode.PEER_ERROR, 500, 500),
                    new CodeRow(ErrorCode.PEER_OVERLOADED, 500, 500),
                    new CodeRow(ErrorCode.OVERLOADED, 500, 500),
                    new CodeRow(ErrorCode.DEADLINE_EXCEEDED, 408, 500),
                    new CodeRow(ErrorCode.FILTER_FAILED, 500, 500),
                    new CodeRow(ErrorCode.FILTER_TIMEOUT, 500, 500),
                    new CodeRow(ErrorCode.SHUTTING_DOWN, 480, 500),
                    new CodeRow(ErrorCode.BAD_CONFIGURATION, 500, 500),
                    new CodeRow(ErrorCode.BAD_PLUGIN, 500, 500),
                    new CodeRow(ErrorCode.GATEWAY_ERROR, 500, 500));

    private BaseErrors() {}

    /**
     * RFC 7247 §7.2: a status without a row counts as the x00 of its class, with these meanings.
     */
    static ErrorCode ofClass(int status) {
        return switch (status / 100) {
            case 3 -> ErrorCode.REDIRECTED;
            case 4 -> ErrorCode.MALFORMED;
            case 6 -> ErrorCode.USER_UNAVAILABLE;
            default -> ErrorCode.PEER_ERROR;
        };
    }

    private static Stream<StatusRow> rows(ErrorCode code, int... statuses) {
        return IntStream.of(statuses).mapToObj(status -> new StatusRow(status, code));
    }
}
