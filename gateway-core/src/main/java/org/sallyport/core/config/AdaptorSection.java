package org.sallyport.core.config;

import java.util.List;
import org.sallyport.api.adaptor.Adaptor;
import org.sallyport.api.address.Domain;
import org.sallyport.api.config.PeerSettings;
import org.sallyport.api.link.AdaptorName;
import org.sallyport.api.plugin.AdaptorFactory;
import org.sallyport.api.plugin.PluginContext;
import org.sallyport.core.plugin.Offer;

/**
 * One entry of {@code adaptors:}.
 *
 * @param name the instance's name
 * @param type the value of {@code type:}
 * @param offer who makes it
 * @param config the plugin's record
 * @param served the domains that users of this side write to, as presented there, derived ones
 *     included; never empty
 * @param peers the peers of this side, as presented there
 * @param <C> the plugin's record
 */
public record AdaptorSection<C extends Record>(
        AdaptorName name,
        String type,
        Offer<AdaptorFactory<C>> offer,
        C config,
        List<Domain> served,
        List<PeerSettings> peers) {
    /** Copies what it is given. */
    public AdaptorSection {
        served = List.copyOf(served);
        peers = List.copyOf(peers);
    }

    /** Makes the adaptor; opens nothing yet. */
    public Adaptor create(PluginContext context) {
        return offer.call(() -> offer.factory().create(config, served, context));
    }
}
