package org.sallyport.adaptor.sip.transport;

import org.sallyport.api.address.Domain;
import org.sallyport.api.config.HostPort;

/** Where we are to be found. */
public interface SipEndpoint {
    /** Where we listen, with the real port. */
    HostPort listening();

    /**
     * Our host name for a served domain: for Via (set by the transport) and Contact (set by the
     * caller).
     */
    Domain hostFor(Domain served);
}
