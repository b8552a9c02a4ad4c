package org.sallyport.adaptor.sip.transport;

import java.time.Duration;
import java.util.List;
import org.sallyport.api.adaptor.PeerStatus;
import org.sallyport.api.address.Domain;
import org.sallyport.api.config.HostPort;
import org.sallyport.api.config.PeerSettings;
import org.sallyport.api.plugin.PluginContext;

/** The transport over Netty and the JAIN transaction layer. */
final class NettySipTransport implements SipTransport {
    NettySipTransport(TransportSettings settings, PluginContext context) {}

    @Override
    public void start(SipMessages handler) {
        throw new UnsupportedOperationException();
    }

    @Override
    public HostPort listening() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Domain hostFor(Domain served) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SentRequest send(OutboundRequest request, ResponseHandler answers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void sendStateless(OutboundRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void connect(PeerSettings peer) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<PeerStatus> peers() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close(Duration limit) {}
}
