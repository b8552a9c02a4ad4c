package org.sallyport.core.management;

import java.util.List;
import org.sallyport.api.address.Domain;
import org.sallyport.api.event.GatewayEvent;

/**
 * One peer, with what happened last.
 *
 * @param domain the domain that was asked for
 * @param views what each adaptor instance that has this peer knows; never empty
 * @param recent the last handshake steps, link changes and failed packets, oldest first
 */
public record PeerDetails(Domain domain, List<PeerView> views, List<GatewayEvent> recent) {
    /** Copies what it is given. */
    public PeerDetails {
        views = List.copyOf(views);
        recent = List.copyOf(recent);
    }
}
