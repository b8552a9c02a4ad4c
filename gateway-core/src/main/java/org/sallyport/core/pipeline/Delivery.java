package org.sallyport.core.pipeline;

import java.time.Instant;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.packet.Packet;

/** The way out of the packet path: see {@link org.sallyport.api.adaptor.Adaptor#deliver}. */
@FunctionalInterface
public interface Delivery {
    /** Hands a packet with presented names to the peer; may block until {@code deadline}. */
    Outcome deliver(Packet packet, Instant deadline);
}
