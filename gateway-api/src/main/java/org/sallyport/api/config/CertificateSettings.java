package org.sallyport.api.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * One of our own certificates with its key.
 *
 * @param type how it is stored
 * @param chain the certificate chain, leaf first
 * @param key the private key (PKCS#8)
 * @param password the key's password, if it has one
 * @param roles the TLS roles that it is used in
 */
@Doc("One of our own certificates with its key")
public record CertificateSettings(
        @Doc("How it is stored") @Default("pem") Type type,
        @Doc("File with the certificate chain, leaf first") Path chain,
        @Doc("File with the private key (PKCS#8); must not be readable by others") Path key,
        @Doc("Password of the key, if it has one") Optional<Secret> password,
        @Doc("TLS roles that it is used in") @Default("[server, client]") Set<Role> roles) {
    /** How a certificate is stored. */
    public enum Type {
        /** Two PEM files. */
        PEM
    }

    /** The two ends of a TLS connection. */
    public enum Role {
        /** We accepted the connection. */
        SERVER,
        /** We opened the connection. */
        CLIENT
    }
}
