package org.sallyport.adaptor.xmpp;

import java.util.List;
import org.sallyport.api.plugin.AdaptorFactory;
import org.sallyport.api.plugin.GatewayPlugin;

/** Offers the adaptor type {@code xmpp}. */
public final class XmppPlugin implements GatewayPlugin {
    @Override
    public List<AdaptorFactory<?>> adaptors() {
        return List.of(new XmppAdaptorFactory());
    }
}
