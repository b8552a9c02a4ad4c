package org.sallyport.adaptor.sip.transport;

import java.time.Instant;
import java.util.List;
import javax.sip.message.Request;
import org.sallyport.api.config.PeerSettings;

/**
 * A request to send. The transport owns the JAIN request from now on.
 *
 * @param request without Via and without Route; From names a served domain
 * @param routes the route set as raw values, each written as one Route line exactly as given; the
 *     host of the first one is the next hop where it belongs to the peer (MS-SIP §1.6)
 * @param peer whom to send it to
 * @param deadline nothing is written after it
 */
public record OutboundRequest(
        Request request, List<String> routes, PeerSettings peer, Instant deadline) {
    /**
     * @throws IllegalArgumentException if a route has a line end or another control character in it
     */
    public OutboundRequest {
        routes = List.copyOf(routes);
        for (String route : routes) {
            if (route.isBlank()
                    || route.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
                throw new IllegalArgumentException("a route is one line");
            }
        }
    }

    /** Out of a dialog: no routes. */
    public OutboundRequest(Request request, PeerSettings peer, Instant deadline) {
        this(request, List.of(), peer, deadline);
    }
}
