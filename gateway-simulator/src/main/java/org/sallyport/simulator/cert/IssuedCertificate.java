package org.sallyport.simulator.cert;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A certificate with its private key.
 *
 * @param chain the certificate first, then the intermediate authorities; the root is left out, as
 *     servers do
 * @param key the private key of the first certificate
 */
public record IssuedCertificate(List<X509Certificate> chain, PrivateKey key) {

    /** The two files {@link #writePem} makes: the chain, and the key as PKCS #8. */
    public record PemPair(Path chain, Path key) {}

    public IssuedCertificate {
        chain = List.copyOf(chain);
    }

    /** The certificate itself. */
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /**
     * The same key with only the first certificate of the chain: a server that forgets its
     * intermediates.
     */
    public IssuedCertificate withoutIntermediates() {
        return new IssuedCertificate(List.of(certificate()), key);
    }

    /**
     * A key manager that shows this certificate in both roles, whatever issuers the peer asks for;
     * so that bad certificates reach the peer too.
     */
    public X509ExtendedKeyManager keyManager() {
        return new FixedKeyManager(this);
    }

    /**
     * A TLS context that shows this certificate and trusts the given authorities with the JDK's
     * PKIX rules.
     */
    public SSLContext sslContext(CertificateAuthority... trusted) {
        return sslContext(CertificateAuthority.trustManager(trusted));
    }

    /**
     * A TLS context that shows this certificate and asks the given trust manager about the peer's.
     */
    public SSLContext sslContext(X509ExtendedTrustManager trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {keyManager()}, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK offers no TLS", e);
        }
    }

    /**
     * Writes {@code name.crt} (the chain) and {@code name.key} (PKCS #8, readable by the owner
     * only) into the folder, which is made if need be. Existing files are replaced.
     */
    public PemPair writePem(Path folder, String name) throws IOException {
        Path chainFile = PemFiles.writeCertificates(folder.resolve(name + ".crt"), chain);
        return new PemPair(chainFile, PemFiles.writeKey(folder.resolve(name + ".key"), key));
    }

    @Override
    public String toString() {
        return "IssuedCertificate[" + certificate().getSubjectX500Principal() + "]";
    }
}
