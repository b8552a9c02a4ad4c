package org.sallyport.simulator.xmpp;

import java.util.Optional;

/**
 * What is known about one stream at the moment of asking.
 *
 * @param outbound whether we opened it
 * @param peer the other domain, or empty while unknown
 * @param directTls whether TLS came before the first XML (XEP-0368)
 * @param tlsVersion for example {@code TLSv1.3}, empty before TLS
 * @param cipher the cipher suite, empty before TLS
 * @param serverName the SNI the client sent, empty if none
 * @param certificate how the other side's certificate was judged
 * @param mechanism the SASL mechanism that succeeded, empty before
 * @param streamManagement whether XEP-0198 acknowledgements are on
 * @param ready whether stanzas may flow
 * @param ending how it ended, {@link Ending#NONE} while it lives
 * @param ourError the stream error condition we sent
 * @param theirError the stream error or SASL failure condition we received
 */
public record StreamFacts(
        boolean outbound,
        String peer,
        boolean directTls,
        String tlsVersion,
        String cipher,
        String serverName,
        PeerIdentity certificate,
        String mechanism,
        boolean streamManagement,
        boolean ready,
        Ending ending,
        Optional<String> ourError,
        Optional<String> theirError) {

    /** How a stream ended. */
    public enum Ending {
        /** It lives. */
        NONE,
        /** Both closing tags were seen. */
        CLEAN,
        /** The connection went away first. */
        DROPPED
    }
}
