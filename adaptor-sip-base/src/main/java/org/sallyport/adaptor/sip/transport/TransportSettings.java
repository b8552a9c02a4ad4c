package org.sallyport.adaptor.sip.transport;

import java.util.List;
import org.sallyport.api.config.CertificateSettings;
import org.sallyport.api.config.HostPort;
import org.sallyport.api.config.PeerSettings;
import org.sallyport.api.config.ServedDomain;
import org.sallyport.api.link.AdaptorName;

/**
 * What a transport needs to know.
 *
 * @param adaptor whose transport, for events and thread names
 * @param listen where to listen; port 0 chooses a free one
 * @param certificates our certificates
 * @param served the domains that we answer for, with our host name for each; default {@code
 *     sip.DOMAIN}
 * @param peers who may connect and be connected to
 * @param limits sizes, times and counts
 */
public record TransportSettings(
        AdaptorName adaptor,
        HostPort listen,
        List<CertificateSettings> certificates,
        List<ServedDomain> served,
        List<PeerSettings> peers,
        TransportLimits limits) {
    /** Copies what it is given. */
    public TransportSettings {
        certificates = List.copyOf(certificates);
        served = List.copyOf(served);
        peers = List.copyOf(peers);
    }
}
