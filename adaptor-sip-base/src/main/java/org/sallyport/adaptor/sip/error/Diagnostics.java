package org.sallyport.adaptor.sip.error;

import java.util.List;
import java.util.Optional;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.packet.CorrelationId;

/**
 * The header {@code ms-diagnostics-public}, the one explanation that crosses the federation
 * boundary (MS-SIP §7.4). Its ids are ours to choose from 60000 to 62999.
 */
public final class Diagnostics {
    /** The name of the header. */
    public static final String HEADER = "ms-diagnostics-public";

    private static final int FIRST_ID = 60_000;

    /**
     * The first has the id 60001. Administrators look ids up, so new codes go to the end and none
     * goes away.
     */
    private static final List<ErrorCode> NUMBERED =
            List.of(
                    ErrorCode.MALFORMED,
                    ErrorCode.BAD_ADDRESS,
                    ErrorCode.UNKNOWN_USER,
                    ErrorCode.USER_UNAVAILABLE,
                    ErrorCode.USER_BUSY,
                    ErrorCode.USER_DECLINED,
                    ErrorCode.USER_GONE,
                    ErrorCode.REDIRECTED,
                    ErrorCode.NOT_ACCEPTABLE,
                    ErrorCode.ENCRYPTED_CONTENT,
                    ErrorCode.TOO_LARGE,
                    ErrorCode.UNSUPPORTED,
                    ErrorCode.FORBIDDEN,
                    ErrorCode.NOT_ALLOWED,
                    ErrorCode.NOT_AUTHORIZED,
                    ErrorCode.REGISTRATION_REQUIRED,
                    ErrorCode.SUBSCRIPTION_REQUIRED,
                    ErrorCode.POLICY_VIOLATION,
                    ErrorCode.CONTENT_BLOCKED,
                    ErrorCode.CONFLICT,
                    ErrorCode.UNEXPECTED,
                    ErrorCode.SERVICE_UNAVAILABLE,
                    ErrorCode.UNDEFINED,
                    ErrorCode.POLICY_DENIED,
                    ErrorCode.NO_ROUTE,
                    ErrorCode.RELAY_DENIED,
                    ErrorCode.LOOP_DETECTED,
                    ErrorCode.PEER_NOT_FOUND,
                    ErrorCode.PEER_UNREACHABLE,
                    ErrorCode.PEER_NOT_TRUSTED,
                    ErrorCode.PEER_TIMEOUT,
                    ErrorCode.PEER_ERROR,
                    ErrorCode.PEER_OVERLOADED,
                    ErrorCode.OVERLOADED,
                    ErrorCode.DEADLINE_EXCEEDED,
                    ErrorCode.FILTER_FAILED,
                    ErrorCode.FILTER_TIMEOUT,
                    ErrorCode.SHUTTING_DOWN,
                    ErrorCode.BAD_CONFIGURATION,
                    ErrorCode.BAD_PLUGIN,
                    ErrorCode.GATEWAY_ERROR);

    private Diagnostics() {}

    /** The id of an error; 60000 for a code of a later api. */
    public static int idOf(ErrorCode code) {
        return FIRST_ID + NUMBERED.indexOf(code) + 1;
    }

    /**
     * The value of the header.
     *
     * @param id names the packet, where there is one
     * @param host our host name
     */
    public static String value(ErrorCode code, Optional<CorrelationId> id, String host) {
        String reference = id.map(known -> " (ref " + known.shortForm() + ")").orElse("");
        return idOf(code)
                + ";reason=\"Sallyport: "
                + code.token()
                + reference
                + "\";source=\""
                + host
                + "\"";
    }
}
