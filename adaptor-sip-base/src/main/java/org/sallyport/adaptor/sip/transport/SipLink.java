package org.sallyport.adaptor.sip.transport;

import java.util.List;
import java.util.Optional;
import org.sallyport.api.address.Domain;
import org.sallyport.api.config.PeerSettings;
import org.sallyport.api.link.Link;

/** One authenticated connection. Identity counts: two links are never equal. Thread-safe. */
public interface SipLink {
    /** Numbers the connections of one transport, from 1. */
    long id();

    /** The configured peers that the certificate may speak for; never empty. */
    List<PeerSettings> peers();

    /**
     * The most specific peer that may speak for {@code domain} over this connection; empty if none
     * may.
     */
    Optional<PeerSettings> peerFor(Domain domain);

    /** What the core wants to know of the link for a packet from {@code domain}. */
    Link linkFor(Domain domain);

    /** The dNSNames of the peer's certificate, lower case. */
    List<String> certificateNames();

    /** Whether the peer connected to us. */
    boolean isInbound();

    /** Whether it can still be written to. */
    boolean isOpen();
}
