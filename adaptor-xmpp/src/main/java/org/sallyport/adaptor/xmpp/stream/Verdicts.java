package org.sallyport.adaptor.xmpp.stream;

import javax.net.ssl.SSLSession;
import org.sallyport.adaptor.xmpp.stream.ConnectionTable.Connection;
import org.sallyport.adaptor.xmpp.stream.ConnectionTable.Secured;
import org.sallyport.api.address.Domain;
import org.sallyport.api.network.PeerVerifier.Finding;
import org.sallyport.api.network.PeerVerifier.PeerRole;
import org.sallyport.api.network.PeerVerifier.Reason;

/** What both directions need around the verdict on a certificate. */
final class Verdicts {
    private Verdicts() {}

    /** Asks the verifier; may block. No verdict is a refusal. */
    static Finding judge(
            StreamServices services,
            SSLSession session,
            Domain domain,
            PeerTable.Peer peer,
            PeerRole role) {
        try {
            return services.context()
                    .network()
                    .verifier()
                    .judge(session, peer.policy(), PeerTable.names(domain, peer.settings()), role);
        } catch (RuntimeException e) {
            return new Finding.Refused(
                    Reason.UNTRUSTED,
                    "the certificate could not be judged: " + e.getClass().getSimpleName());
        }
    }

    /**
     * What the peer is told; the words are those of other servers, so that administrators find
     * them.
     */
    static String words(Reason reason) {
        return switch (reason) {
            case NO_CERTIFICATE -> "Your server did not present a certificate";
            case UNTRUSTED -> "Your server's certificate is not trusted";
            case SELF_SIGNED -> "Your server's certificate is self-signed";
            case EXPIRED -> "Your server's certificate has expired";
            case NOT_YET_VALID -> "Your server's certificate is not yet valid";
            case WRONG_NAME -> "Your server's certificate is not valid for this name";
            case WRONG_USAGE -> "Your server's certificate is not made for servers";
            case WEAK -> "Your server's certificate is too weak";
            case REVOKED -> "Your server's certificate was revoked";
            case OLD_TLS -> "Your server's version of TLS is too old";
        };
    }

    static Connection connection(
            StreamServices services,
            XmppChannel channel,
            Domain peer,
            boolean inbound,
            boolean direct,
            SSLSession session) {
        return new Connection(
                peer,
                inbound,
                channel.remote(),
                new Secured(direct, session.getProtocol(), session.getCipherSuite()),
                services.context().time().clock().instant());
    }
}
