package org.sallyport.adaptor.sip.transport;

import java.util.Optional;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.sallyport.api.address.Domain;
import org.sallyport.api.config.PeerSettings;

/** A request that a peer may make. Thread-safe. */
public interface InboundRequest extends InboundMessage {
    /** The parsed request. */
    Request request();

    /** Its method, upper case as on the wire. */
    default String method() {
        return request().getMethod();
    }

    /** The domain of From, proven to be one that the peer may speak for. */
    Domain fromDomain();

    /** The peer that speaks for {@link #fromDomain}. */
    PeerSettings peer();

    /** Whether an answer is expected: not for ACK and BENOTIFY. */
    boolean isAnswerable();

    /**
     * A response with the headers that RFC 3261 §8.2.6 copies; a To tag is added if there is none
     * and the status is not 100. Each call with the same request gives the same To tag.
     *
     * @param status 100 to 699
     */
    Response response(int status);

    /**
     * Answers over the connection of the request. Any number of provisional answers, then one final
     * one. If nothing final is sent in {@code limits.times.server-transaction}, the request is
     * forgotten.
     *
     * @return whether it was handed to the connection; {@code false} if the connection is gone, a
     *     final answer was sent before, the request is forgotten, or none is expected
     */
    boolean respond(Response response);

    /** Answers with nothing but a status. */
    default boolean respond(int status) {
        return respond(response(status));
    }

    /**
     * Sends the good answer to an INVITE once more, octet for octet, as its ACK has not come (RFC
     * 3261 §13.3.1.4). Returns whether it was handed to the connection.
     */
    default boolean repeat() {
        return false;
    }

    /**
     * For a CANCEL: the INVITE that it means, if it is still unanswered. Both want an answer: 200
     * and 487 (RFC 3261 §9.2).
     */
    Optional<InboundRequest> cancels();
}
