package org.sallyport.api.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a peer must prove; named in {@code policies:} and used by peers.
 *
 * @param trust PEM files with the authorities that this peer's certificate may come from
 * @param authenticate the ways of proof that are accepted, where the protocol knows several
 * @param tls TLS versions
 * @param eku which extended key usages are accepted of a peer that connects to us
 */
@Doc("What a peer must prove")
public record PeerPolicy(
        @Doc(
                        "PEM files with the certificate authorities that this peer's certificate may come from")
                @Live
                List<Path> trust,
        @Doc("Accepted ways of proof: external (SASL EXTERNAL with a verified certificate)")
                @Default("[external]")
                @Live
                Set<Authenticate> authenticate,
        @Doc("TLS versions") @Live TlsSettings tls,
        @Doc(
                        "Extended key usage wanted of a certificate in the client role: server-or-any (serverAuth, both or none), both, any")
                @Default("server-or-any")
                @Live
                KeyUsage eku) {
    /** Ways of proof. */
    public enum Authenticate {
        /** SASL EXTERNAL with a verified certificate (XEP-0178). */
        EXTERNAL,
        /** Server Dialback (XEP-0220). */
        DIALBACK
    }

    /**
     * Which extended key usages are accepted of a certificate in the client role. Public
     * authorities no longer issue clientAuth, so serverAuth alone must do.
     */
    public enum KeyUsage {
        /** serverAuth, both, or no such extension; clientAuth alone is refused. */
        SERVER_OR_ANY,
        /** serverAuth and clientAuth must both be there. */
        BOTH,
        /** Whatever it says, clientAuth alone included. */
        ANY
    }

    /** Copies what it is given. */
    public PeerPolicy {
        trust = List.copyOf(trust);
        authenticate = Set.copyOf(authenticate);
    }

    /**
     * TLS versions that are accepted.
     *
     * @param min the oldest version accepted
     */
    @Doc("TLS versions that are accepted")
    public record TlsSettings(
            @Doc("Oldest version accepted: TLSv1.2 or TLSv1.3") @Default("TLSv1.2") @Live
                    TlsVersion min) {}

    /** A TLS version by its JSSE name. */
    public enum TlsVersion {
        /** RFC 5246. */
        TLS_1_2("TLSv1.2"),
        /** RFC 8446. */
        TLS_1_3("TLSv1.3");

        private final String protocol;

        TlsVersion(String protocol) {
            this.protocol = protocol;
        }

        /**
         * @throws IllegalArgumentException if it is another version
         */
        public static TlsVersion parse(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "tlsv1.2" -> TLS_1_2;
                case "tlsv1.3" -> TLS_1_3;
                default ->
                        throw new IllegalArgumentException(
                                "write TLSv1.2 or TLSv1.3; nothing older is spoken");
            };
        }

        /** The JSSE protocol name. */
        public String protocol() {
            return protocol;
        }

        @Override
        public String toString() {
            return protocol;
        }
    }
}
