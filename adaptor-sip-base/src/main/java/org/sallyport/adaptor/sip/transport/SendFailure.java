package org.sallyport.adaptor.sip.transport;

import java.util.Locale;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.outcome.Outcome.Certainty;

/**
 * Why a request got no final answer.
 *
 * @param reason what happened
 * @param certainty {@code NOT_TAKEN} if surely nothing was written, else {@code UNKNOWN}
 * @param explanation one sentence for administrators, without content
 */
public record SendFailure(Reason reason, Certainty certainty, String explanation) {
    /** What happened, and the code that the core knows it by. */
    public enum Reason {
        /** The peer's name or service cannot be found. */
        DNS(ErrorCode.PEER_NOT_FOUND),
        /** No address took the connection. */
        CONNECT(ErrorCode.PEER_UNREACHABLE),
        /** The TLS handshake failed. */
        TLS(ErrorCode.PEER_NOT_TRUSTED),
        /** The peer's certificate was refused. */
        CERTIFICATE(ErrorCode.PEER_NOT_TRUSTED),
        /** The deadline passed before it could be written. */
        DEADLINE(ErrorCode.DEADLINE_EXCEEDED),
        /** Its sender cancelled it before it was written. */
        CANCELLED(ErrorCode.DEADLINE_EXCEEDED),
        /** Too much is waiting for this peer already. */
        OVERLOADED(ErrorCode.OVERLOADED),
        /** The connection ended before the answer. */
        CONNECTION_LOST(ErrorCode.PEER_TIMEOUT),
        /** No answer in time (RFC 3261 timers B and F). */
        TIMEOUT(ErrorCode.PEER_TIMEOUT),
        /** The transport is closed. */
        CLOSED(ErrorCode.SHUTTING_DOWN),
        /** The request could not be made into octets: a fault of ours. */
        INVALID(ErrorCode.GATEWAY_ERROR);

        private final ErrorCode code;

        Reason(ErrorCode code) {
            this.code = code;
        }

        /** The code for outcomes. */
        public ErrorCode code() {
            return code;
        }

        /** The name in metrics, for example {@code connection-lost}. */
        public String token() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
