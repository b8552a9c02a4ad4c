package org.sallyport.api.network;

import java.util.Set;
import javax.net.ssl.SSLSession;
import org.sallyport.api.config.PeerPolicy;

/**
 * Judges the certificate of a peer: chain, validity, key, names (RFC 9525, RFC 6120 §13.7), usage
 * and TLS version. Asked once for every connection, resumed ones too. May take some milliseconds:
 * call it off the event loop. Thread-safe.
 */
public interface PeerVerifier {
    /**
     * Judges.
     *
     * @param session the finished TLS session
     * @param policy what the peer must prove
     * @param names names of which one must be in the certificate's subject alternative names
     * @param role the peer's role in the TLS handshake
     */
    Finding judge(SSLSession session, PeerPolicy policy, Set<ReferenceName> names, PeerRole role);

    /** The peer's role in the TLS handshake. */
    enum PeerRole {
        /** The peer accepted our connection. */
        SERVER,
        /** The peer connected to us. */
        CLIENT
    }

    /** A name that a certificate may carry. */
    sealed interface ReferenceName {
        /**
         * A dNSName, in A-labels; a wildcard in the certificate stands for exactly one left-most
         * label.
         *
         * @param host the name
         */
        record Dns(String host) implements ReferenceName {}

        /**
         * An otherName, compared as a whole without regard to case.
         *
         * @param oid its type, for example {@code 1.3.6.1.5.5.7.8.7}
         * @param value its text
         */
        record Other(String oid, String value) implements ReferenceName {}
    }

    /** What was found. */
    sealed interface Finding {
        /**
         * The peer proved one of the names.
         *
         * @param notAfter when the first certificate of the chain expires
         */
        record Trusted(java.time.Instant notAfter) implements Finding {}

        /**
         * The peer proved nothing.
         *
         * @param reason why
         * @param explanation one sentence for administrators, with names and dates
         */
        record Refused(Reason reason, String explanation) implements Finding {}
    }

    /** Why a certificate does not count. */
    enum Reason {
        /** The peer showed none. */
        NO_CERTIFICATE,
        /** It does not come from a trusted authority, or the chain is broken. */
        UNTRUSTED,
        /** It signed itself. */
        SELF_SIGNED,
        /** It is too old. */
        EXPIRED,
        /** It is not valid yet. */
        NOT_YET_VALID,
        /** It carries another name. */
        WRONG_NAME,
        /** It is made for another use. */
        WRONG_USAGE,
        /** Its key or signature is too weak. */
        WEAK,
        /** It was revoked. */
        REVOKED,
        /** The TLS version is older than the policy allows. */
        OLD_TLS
    }
}
