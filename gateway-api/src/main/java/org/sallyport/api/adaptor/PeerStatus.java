package org.sallyport.api.adaptor;

import java.util.List;
import java.util.Map;
import org.sallyport.api.address.DomainPattern;

/**
 * What one adaptor knows of one peer.
 *
 * @param peer the peer as configured
 * @param state whether traffic flows
 * @param acknowledgement how this peer confirms what it took: {@code taken}, {@code confirmed},
 *     {@code written} or {@code unknown}
 * @param connections one map of facts for each open connection: keys are lower case with hyphens,
 *     for example {@code direction}, {@code tls}, {@code cipher}, {@code authentication}, {@code
 *     since}; the keys are documented by the adaptor
 */
public record PeerStatus(
        DomainPattern peer,
        State state,
        String acknowledgement,
        List<Map<String, String>> connections) {
    /** Whether traffic flows. */
    public enum State {
        /** No connection is open; one will be opened when there is traffic. */
        IDLE,
        /** At least one connection is authenticated. */
        CONNECTED,
        /** The last attempt failed. */
        FAILED
    }

    /** Copies what it is given. */
    public PeerStatus {
        connections = connections.stream().map(Map::copyOf).toList();
    }
}
