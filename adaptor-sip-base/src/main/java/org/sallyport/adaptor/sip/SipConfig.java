package org.sallyport.adaptor.sip;

import java.util.List;
import org.sallyport.adaptor.sip.transport.TransportLimits;
import org.sallyport.api.config.CertificateSettings;
import org.sallyport.api.config.Doc;
import org.sallyport.api.config.FromFiles;
import org.sallyport.api.config.HostPort;
import org.sallyport.api.config.PeerSettings;
import org.sallyport.api.config.ServedDomain;

/**
 * The section of a SIP adaptor.
 *
 * @param serves the domains that users of the SIP side write to
 * @param listen where peers connect to
 * @param certificates our certificates
 * @param peers the organisations at the SIP side
 * @param sessions how conversations are kept
 * @param connections what connections may cost
 */
@Doc("A SIP adaptor: federation over mutual TLS")
public record SipConfig(
        @Doc(
                        "Domains that users of the SIP side write to, with our host name for each; default: the other side's peers as presented here")
                List<ServedDomain> serves,
        @Doc("Where peers connect to") HostPort listen,
        @Doc("Our certificates") List<CertificateSettings> certificates,
        @Doc("The organisations at the SIP side") @FromFiles List<PeerSettings> peers,
        @Doc("How conversations are kept") SessionsConfig sessions,
        @Doc("What connections may cost") TransportLimits connections) {
    /**
     * @throws IllegalArgumentException if there is no certificate
     */
    public SipConfig {
        serves = List.copyOf(serves);
        certificates = List.copyOf(certificates);
        peers = List.copyOf(peers);
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException(
                    "certificates needs at least one: the peers ask for it");
        }
    }
}
