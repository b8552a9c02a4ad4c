package org.sallyport.api.network;

import java.util.List;
import javax.net.ssl.SSLEngine;
import org.sallyport.api.address.Domain;
import org.sallyport.api.config.PeerPolicy.TlsVersion;

/**
 * Our own certificates, ready to make TLS engines. The engines take any certificate of the peer, or
 * none, and leave the verdict to {@link PeerVerifier}: nothing is authenticated before that was
 * asked. Thread-safe.
 */
public interface TlsIdentity {
    /**
     * An engine for a connection that we accepted: asks the peer for a certificate, chooses ours by
     * SNI.
     *
     * @param oldest the oldest TLS version offered
     */
    SSLEngine server(TlsVersion oldest);

    /**
     * An engine for a connection that we open.
     *
     * @param serverName the name sent as SNI, in A-labels
     * @param port the peer's port
     * @param speakingFor the domain that we speak for: chooses our certificate
     * @param oldest the oldest TLS version offered
     */
    SSLEngine client(String serverName, int port, Domain speakingFor, TlsVersion oldest);

    /** One line for each certificate, for {@code status}: names and expiry, never the key. */
    List<String> describe();
}
