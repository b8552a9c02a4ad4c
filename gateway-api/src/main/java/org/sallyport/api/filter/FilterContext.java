package org.sallyport.api.filter;

import java.time.InstantSource;
import org.sallyport.api.link.AdaptorName;
import org.sallyport.api.link.Link;
import org.sallyport.api.packet.Packet;

/**
 * What a filter may know of the packet's way, and do besides judging. Valid during one {@code
 * apply} only.
 */
public interface FilterContext {
    /** The adaptor instance that read the packet. */
    AdaptorName origin();

    /** The adaptor instance that will deliver it. */
    AdaptorName target();

    /** How the sending peer proved who it is. */
    Link link();

    /** The time that the gateway goes by. */
    InstantSource clock();

    /** Whether this only asks what would happen: no side effects then. */
    boolean rehearsal();

    /**
     * Sends a packet of the filter's own back to the sender, or to anybody else, through the rest
     * of the house: it passes the chain from its start, with loop protection. Does nothing in a
     * rehearsal.
     */
    void answer(Packet packet);
}
