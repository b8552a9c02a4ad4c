package org.sallyport.simulator.cert;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A private certificate authority that lives in memory and forgets its key with the process.
 * Thread-safe.
 *
 * <p>For tests and demonstrations only: it issues whatever it is asked for, good or bad.
 */
public final class CertificateAuthority {
    private final X509Certificate certificate;
    private final KeyPair keys;

    /** This authority and those above it, without the root. */
    private final List<X509Certificate> intermediates;

    private final CertificateAuthority root;

    private CertificateAuthority(String name, KeyType keyType) {
        this.keys = keyType.generate();
        this.certificate = CertificateWriter.selfSigned(name, keys).authority();
        this.intermediates = List.of();
        this.root = this;
    }

    private CertificateAuthority(CertificateAuthority parent, String name) {
        this.keys = KeyType.EC_P256.generate();
        this.certificate =
                new CertificateWriter(name, keys.getPublic(), parent.certificate, parent.keys)
                        .authority();
        List<X509Certificate> path = new ArrayList<>();
        path.add(certificate);
        path.addAll(parent.intermediates);
        this.intermediates = List.copyOf(path);
        this.root = parent.root;
    }

    /** Makes a root authority with a P-256 key; the name becomes its CN. */
    public static CertificateAuthority create(String name) {
        return create(name, KeyType.EC_P256);
    }

    /** Makes a root authority with the given kind of key. */
    public static CertificateAuthority create(String name, KeyType keyType) {
        return new CertificateAuthority(name, keyType);
    }

    /** Makes an authority below this one; what it issues carries its certificate in the chain. */
    public CertificateAuthority intermediate(String name) {
        return new CertificateAuthority(this, name);
    }

    /** Makes a key and certifies it. The chain leaves the root out. */
    public IssuedCertificate issue(CertificateRequest request) {
        KeyPair pair = request.keyType().generate();
        X509Certificate leaf =
                new CertificateWriter(request.commonName(), pair.getPublic(), certificate, keys)
                        .leaf(request);
        List<X509Certificate> chain = new ArrayList<>();
        chain.add(leaf);
        chain.addAll(intermediates);
        return new IssuedCertificate(chain, pair.getPrivate());
    }

    /** Makes a key and a certificate signed by that very key. */
    public static IssuedCertificate selfSigned(CertificateRequest request) {
        KeyPair pair = request.keyType().generate();
        X509Certificate leaf =
                CertificateWriter.selfSigned(request.commonName(), pair).leaf(request);
        return new IssuedCertificate(List.of(leaf), pair.getPrivate());
    }

    /** This authority's own certificate. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** The root above this authority, or this one; its certificate is what a peer has to trust. */
    public CertificateAuthority root() {
        return root;
    }

    /**
     * Writes a PEM certificate revocation list of this authority that names the given certificates.
     */
    public Path writeRevocationList(Path file, IssuedCertificate... revoked) throws IOException {
        return PemFiles.write(
                file,
                PemFiles.block(
                        "X509 CRL", CertificateWriter.revocationList(certificate, keys, revoked)));
    }

    /**
     * Writes this authority's certificate as PEM to {@code ca.crt} in the folder, which is made if
     * need be.
     */
    public Path writePem(Path folder) throws IOException {
        return writePem(folder, "ca");
    }

    /**
     * Writes this authority's certificate as PEM to {@code name.crt} in the folder. The key is
     * never written.
     */
    public Path writePem(Path folder, String name) throws IOException {
        return PemFiles.writeCertificates(folder.resolve(name + ".crt"), List.of(certificate));
    }

    /** A trust manager with the JDK's PKIX rules that trusts exactly these authorities. */
    public static X509ExtendedTrustManager trustManager(CertificateAuthority... trusted) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < trusted.length; i++) {
                store.setCertificateEntry("authority-" + i, trusted[i].certificate);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager found) {
                    return found;
                }
            }
            throw new IllegalStateException("this JDK offers no PKIX trust manager");
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot make a trust manager", e);
        }
    }
}
