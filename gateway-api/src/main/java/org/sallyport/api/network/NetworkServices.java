package org.sallyport.api.network;

import java.util.List;
import java.util.Map;
import org.sallyport.api.config.CertificateSettings;
import org.sallyport.api.config.PeerPolicy;

/** Names, certificates and policies. Thread-safe. */
public interface NetworkServices {
    /** DNS. */
    NameResolver names();

    /**
     * Loads our own certificates.
     *
     * @throws org.sallyport.api.error.GatewayException with {@code BAD_CONFIGURATION} if a file
     *     cannot be read, a key does not belong to its certificate, or a key may be read by others
     */
    TlsIdentity identity(List<CertificateSettings> certificates);

    /** The verdict on peers' certificates. */
    PeerVerifier verifier();

    /** The entries of {@code policies:} by name. */
    Map<String, PeerPolicy> policies();
}
