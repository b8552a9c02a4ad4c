package org.sallyport.adaptor.sip.session;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.config.PeerSettings;

/**
 * A request to send. Has all headers but Via, Route, Max-Forwards, Content-Type and Content-Length.
 *
 * @param method for example {@code INVITE}
 * @param target where it goes
 * @param headers From, To, Call-ID and CSeq first
 * @param body what it carries
 * @param deadline nothing is written after it
 */
public record WireRequest(
        String method,
        Target target,
        List<SipHeader> headers,
        Optional<WireBody> body,
        Instant deadline) {
    /** Copies what it is given. */
    public WireRequest {
        headers = List.copyOf(headers);
    }

    /** The value of the first header of that name; empty text if there is none. */
    public String header(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(SipHeader::value)
                .findFirst()
                .orElse("");
    }

    /**
     * Where a request goes.
     *
     * @param uri the Request-URI
     * @param routes raw Route values
     * @param peer whom to send it to
     */
    public record Target(String uri, List<String> routes, PeerSettings peer) {
        /** Copies what it is given. */
        public Target {
            routes = List.copyOf(routes);
        }
    }
}
