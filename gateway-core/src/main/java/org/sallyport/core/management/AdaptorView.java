package org.sallyport.core.management;

import java.util.List;
import java.util.Map;
import org.sallyport.api.address.Domain;
import org.sallyport.api.config.HostPort;
import org.sallyport.api.link.AdaptorName;

/**
 * One adaptor instance.
 *
 * @param name its name in the configuration
 * @param type its type
 * @param state the word for where it is in its life, for example {@code running}
 * @param served the domains that users of its side write to
 * @param listeners where it listens, with the ports that are really bound; see {@link
 *     org.sallyport.api.adaptor.Adaptor#listeners}
 */
public record AdaptorView(
        AdaptorName name,
        String type,
        String state,
        List<Domain> served,
        Map<String, HostPort> listeners) {
    /** Copies what it is given. */
    public AdaptorView {
        served = List.copyOf(served);
        listeners = Map.copyOf(listeners);
    }
}
