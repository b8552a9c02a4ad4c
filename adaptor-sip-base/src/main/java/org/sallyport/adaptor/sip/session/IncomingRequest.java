package org.sallyport.adaptor.sip.session;

import java.util.List;
import java.util.Optional;
import org.sallyport.api.config.PeerSettings;
import org.sallyport.api.link.Link;

/** A request of a proven peer, whose From domain the peer may speak for. */
public interface IncomingRequest {
    /** The method as on the wire. */
    String method();

    /** The Request-URI. */
    String uri();

    /** The raw values of a header, one for each line. */
    List<String> headers(String name);

    /** The first value of a header. */
    default Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    /** The body, empty if there is none. */
    byte[] body();

    /** Who sent it. */
    Sender sender();

    /** How the peer proved who it is. */
    default Link link() {
        return sender().link();
    }

    /**
     * The To tag of our answers: the request's own, else one that stays the same for this request.
     */
    String localTag();

    /** For a CANCEL: the INVITE that it means, if that is still unanswered. */
    default Optional<IncomingRequest> cancels() {
        return Optional.empty();
    }

    /**
     * Answers; {@code false} if nobody hears it any more, or nobody waits for one (ACK, BENOTIFY).
     */
    boolean answer(Reply reply);

    /** Sends the good answer to an INVITE once more; {@code false} if nobody hears it any more. */
    default boolean repeat() {
        return false;
    }

    /**
     * Who sent a request.
     *
     * @param link how the peer proved who it is
     * @param peer the peer that speaks for the domain of From
     */
    record Sender(Link link, PeerSettings peer) {}
}
