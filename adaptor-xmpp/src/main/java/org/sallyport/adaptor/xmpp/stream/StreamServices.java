package org.sallyport.adaptor.xmpp.stream;

import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.sallyport.adaptor.xmpp.config.XmppConfig;
import org.sallyport.adaptor.xmpp.xml.FrameLimits;
import org.sallyport.api.address.Domain;
import org.sallyport.api.link.Link;
import org.sallyport.api.network.TlsIdentity;
import org.sallyport.api.plugin.PluginContext;

/**
 * What all streams of one adaptor share.
 *
 * @param config the adaptor's section
 * @param context what the gateway gives
 * @param served the domains that we answer for
 * @param identity our certificates
 * @param peers who may connect
 * @param callbacks where stanzas go
 */
public record StreamServices(
        XmppConfig config,
        PluginContext context,
        Set<Domain> served,
        TlsIdentity identity,
        PeerTable peers,
        Callbacks callbacks) {
    /**
     * What streams tell the adaptor.
     *
     * @param stanzas takes stanzas
     * @param uncertain told of each text that was written and reported so, and then perhaps lost
     *     with its stream
     * @param pings waits for answers to pings
     * @param connections knows what is open
     */
    public record Callbacks(
            StanzaHandler stanzas,
            BiConsumer<SentText, Link> uncertain,
            Pings pings,
            ConnectionTable connections) {}

    /** Copies what it is given. */
    public StreamServices {
        served = Set.copyOf(served);
    }

    ConnectionTable connections() {
        return callbacks.connections();
    }

    FrameLimits limits() {
        return FrameLimits.of(config.limits().preAuth().toInt());
    }

    void count(String name, String label, String value) {
        context.metrics().counter(name, Map.of(label, value)).increment();
    }
}
