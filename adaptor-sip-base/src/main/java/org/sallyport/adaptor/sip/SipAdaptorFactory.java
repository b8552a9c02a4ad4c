package org.sallyport.adaptor.sip;

import java.util.List;
import org.sallyport.adaptor.sip.session.SessionProfile;
import org.sallyport.api.adaptor.Adaptor;
import org.sallyport.api.address.Domain;
import org.sallyport.api.config.PeerSettings;
import org.sallyport.api.config.ServedDomain;
import org.sallyport.api.plugin.AdaptorFactory;
import org.sallyport.api.plugin.PluginContext;

/**
 * Makes SIP adaptors of one dialect: a plugin offers one of these for each {@code type} that it
 * brings.
 */
public final class SipAdaptorFactory implements AdaptorFactory<SipConfig> {
    private final String type;
    private final SessionProfile profile;

    /**
     * Makes a factory.
     *
     * @param type the value of {@code type:} in the configuration
     * @param profile the dialect
     */
    public SipAdaptorFactory(String type, SessionProfile profile) {
        this.type = type;
        this.profile = profile;
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public Class<SipConfig> config() {
        return SipConfig.class;
    }

    @Override
    public List<Domain> serves(SipConfig config) {
        return config.serves().stream().map(ServedDomain::domain).toList();
    }

    @Override
    public List<PeerSettings> peers(SipConfig config) {
        return config.peers();
    }

    @Override
    public Adaptor create(SipConfig config, List<Domain> served, PluginContext context) {
        return new SipAdaptor(config, served, profile, context);
    }
}
