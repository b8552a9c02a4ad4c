package org.sallyport.api.plugin;

import java.util.List;
import org.sallyport.api.adaptor.Adaptor;
import org.sallyport.api.address.Domain;
import org.sallyport.api.config.PeerSettings;

/**
 * Makes adaptors of one type from their section of the configuration.
 *
 * @param <C> the record of the section; see {@link org.sallyport.api.config}
 */
public interface AdaptorFactory<C extends Record> {
    /** The value of {@code type:}; lower case, digits and hyphens. Unique among all plugins. */
    String type();

    /** The record of the section, without {@code type}. */
    Class<C> config();

    /**
     * The domains, as presented on this side, that users of this side write to and that this
     * adaptor answers for. Empty if the administrator left it open: the core then derives it from
     * the other sides' peers.
     */
    List<Domain> serves(C config);

    /** The peers of this side: their domains are where packets are routed to. */
    List<PeerSettings> peers(C config);

    /**
     * Makes an adaptor; opens nothing yet.
     *
     * @param served the domains it answers for, never empty
     * @throws org.sallyport.api.error.GatewayException with {@code BAD_CONFIGURATION} if something
     *     is wrong that only the adaptor can know
     */
    Adaptor create(C config, List<Domain> served, PluginContext context);
}
