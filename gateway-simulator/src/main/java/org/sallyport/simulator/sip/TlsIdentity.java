package org.sallyport.simulator.sip;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Who one side of a TLS connection is, and whom it believes.
 *
 * @param chain own certificate first, then the intermediates
 * @param key key of the first certificate
 * @param trusted the authorities that the peer's chain must lead to
 */
public record TlsIdentity(
        List<X509Certificate> chain, PrivateKey key, List<X509Certificate> trusted) {
    public TlsIdentity {
        chain = List.copyOf(chain);
        trusted = List.copyOf(trusted);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a certificate is needed");
        }
    }

    @Override
    public String toString() {
        return "TlsIdentity[" + chain.getFirst().getSubjectX500Principal() + "]";
    }
}
