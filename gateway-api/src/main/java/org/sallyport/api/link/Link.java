package org.sallyport.api.link;

import java.util.Locale;
import org.sallyport.api.address.Domain;

/**
 * How the peer of one connection proved who it is. A packet without a proven link does not exist.
 *
 * @param peer the domain that the connection may speak for, as presented on this side
 * @param authentication how that was proved
 * @param tls the TLS version, for example {@code TLSv1.3}, or {@code none}
 */
public record Link(Domain peer, Authentication authentication, String tls) {
    /** The ways to prove a domain, weakest first. */
    public enum Authentication {
        /** Made by the gateway itself, or by a test. */
        INTERNAL,
        /** A shared secret (XEP-0114). */
        SECRET,
        /** Server Dialback without TLS (XEP-0220). */
        DIALBACK,
        /** Server Dialback over TLS. */
        DIALBACK_TLS,
        /** A verified certificate: SASL EXTERNAL, mutual TLS. */
        CERTIFICATE;

        /** The name in configuration and documents, for example {@code dialback-tls}. */
        public String token() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
