package org.sallyport.core.pipeline;

import java.util.List;
import org.sallyport.api.address.DomainPattern;
import org.sallyport.api.link.AdaptorName;

/**
 * One adaptor instance as the packet path sees it.
 *
 * @param name its name
 * @param loader the context class loader of calls into it
 * @param peers the domains of its peers, as presented on this side
 * @param delivery the way out
 */
public record Side(
        AdaptorName name, ClassLoader loader, List<DomainPattern> peers, Delivery delivery) {
    /** Copies what it is given. */
    public Side {
        peers = List.copyOf(peers);
    }
}
