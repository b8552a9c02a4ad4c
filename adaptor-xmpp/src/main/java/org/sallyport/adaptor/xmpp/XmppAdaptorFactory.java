package org.sallyport.adaptor.xmpp;

import java.util.List;
import org.sallyport.adaptor.xmpp.config.XmppConfig;
import org.sallyport.api.address.Domain;
import org.sallyport.api.config.ByteSize;
import org.sallyport.api.config.PeerPolicy;
import org.sallyport.api.config.PeerPolicy.Authenticate;
import org.sallyport.api.config.PeerSettings;
import org.sallyport.api.config.ServedDomain;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.GatewayException;
import org.sallyport.api.plugin.AdaptorFactory;
import org.sallyport.api.plugin.PluginContext;

/** Makes {@link XmppAdaptor}s and checks what only they can know. */
public final class XmppAdaptorFactory implements AdaptorFactory<XmppConfig> {
    /** RFC 6120 §13.12 forbids less. */
    private static final long SMALLEST_LIMIT = 10_000;

    @Override
    public String type() {
        return "xmpp";
    }

    @Override
    public Class<XmppConfig> config() {
        return XmppConfig.class;
    }

    @Override
    public List<Domain> serves(XmppConfig config) {
        return config.serves().stream().map(ServedDomain::domain).toList();
    }

    @Override
    public List<PeerSettings> peers(XmppConfig config) {
        return config.peers();
    }

    @Override
    public XmppAdaptor create(XmppConfig config, List<Domain> served, PluginContext context) {
        if (config.listen().starttls().isEmpty() && config.listen().directTls().isEmpty()) {
            throw wrong(
                    "listen needs starttls or direct-tls: XMPP peers answer over connections that they open");
        }
        atLeastSmallest(config.limits().maxStanza(), "limits.max-stanza");
        atLeastSmallest(config.limits().preAuth(), "limits.pre-auth");
        if (config.certificates().isEmpty()) {
            throw wrong(
                    "certificates needs at least one certificate: peers prove themselves by certificate, and so do we");
        }
        for (PeerSettings peer : config.peers()) {
            PeerPolicy policy = context.network().policies().get(peer.policy());
            if (policy == null) {
                throw wrong(
                        "peer "
                                + peer.domain()
                                + " names policy "
                                + peer.policy()
                                + ", which does not exist");
            }
            if (!policy.authenticate().contains(Authenticate.EXTERNAL)) {
                throw wrong(
                        "policy "
                                + peer.policy()
                                + " must accept external: this adaptor knows no other proof yet");
            }
        }
        return new XmppAdaptor(config, served, context);
    }

    private static void atLeastSmallest(ByteSize size, String key) {
        if (size.bytes() < SMALLEST_LIMIT || size.bytes() > Integer.MAX_VALUE / 4) {
            throw wrong(key + " must be at least " + SMALLEST_LIMIT + "B and at most 511MiB");
        }
    }

    private static GatewayException wrong(String message) {
        return new GatewayException(ErrorCode.BAD_CONFIGURATION, message);
    }
}
