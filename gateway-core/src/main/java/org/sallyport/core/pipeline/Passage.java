package org.sallyport.core.pipeline;

import org.sallyport.api.link.AdaptorName;
import org.sallyport.api.packet.Packet;

/**
 * A packet's way through the chain, as filters may know it.
 *
 * @param source where it came from
 * @param target the side that it is routed to
 * @param rehearsal whether this only asks
 */
record Passage(Source source, AdaptorName target, boolean rehearsal) {
    /** Takes what filters answer with. */
    @FunctionalInterface
    interface Originator {
        /**
         * Sends a packet on its way from its lane on, on behalf of a filter that judges {@code
         * cause}; never blocks.
         */
        void originate(Packet packet, Packet cause, Passage passage);
    }
}
