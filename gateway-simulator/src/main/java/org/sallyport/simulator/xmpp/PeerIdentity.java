package org.sallyport.simulator.xmpp;

import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * How the certificate of the other side was judged. The words are those Prosody 0.12 puts into its
 * stream error.
 */
public enum PeerIdentity {
    /** Not judged yet. */
    UNKNOWN(""),
    /** Trusted, in its time, and names the domain. */
    VALID(""),
    /** The peer showed none. */
    MISSING("did not present a certificate"),
    /** Its time is over. */
    EXPIRED("has expired"),
    /** Its time has not come. */
    NOT_YET_VALID("is not yet valid"),
    /** Signed by its own key, and not trusted. */
    SELF_SIGNED("is self-signed"),
    /** No path to an authority we trust, or not made for servers. */
    UNTRUSTED("is not trusted"),
    /** Trusted, but made for another name. */
    WRONG_NAME("is not valid for this name");

    private static final String SERVICE_NAME = "1.3.6.1.5.5.7.8.7";
    private static final int OTHER_NAME = 0;
    private static final int DNS_NAME = 2;

    private final String words;

    PeerIdentity(String words) {
        this.words = words;
    }

    /** Why it is not valid, as the end of the sentence "Your server's certificate …". */
    String words() {
        return words;
    }

    /**
     * Judges the chain the peer showed. Both roles are judged as servers, since public authorities
     * no longer issue for client authentication; a certificate for clients only is refused (as
     * Prosody does).
     */
    static PeerIdentity judge(SSLSession session, X509ExtendedTrustManager trust, String domain) {
        X509Certificate[] chain;
        try {
            chain = (X509Certificate[]) session.getPeerCertificates();
        } catch (SSLPeerUnverifiedException e) {
            return MISSING;
        }
        try {
            chain[0].checkValidity();
        } catch (CertificateExpiredException e) {
            return EXPIRED;
        } catch (CertificateNotYetValidException e) {
            return NOT_YET_VALID;
        }
        try {
            trust.checkServerTrusted(chain, "UNKNOWN");
        } catch (CertificateException e) {
            return chain[0].getIssuerX500Principal().equals(chain[0].getSubjectX500Principal())
                    ? SELF_SIGNED
                    : UNTRUSTED;
        }
        return names(chain[0], domain) ? VALID : WRONG_NAME;
    }

    private static boolean names(X509Certificate certificate, String domain) {
        Collection<List<?>> names;
        try {
            names = certificate.getSubjectAlternativeNames();
        } catch (CertificateParsingException e) {
            return false;
        }
        if (names == null) {
            return false;
        }
        for (List<?> name : names) {
            boolean dns =
                    Objects.equals(name.get(0), DNS_NAME) && matches((String) name.get(1), domain);
            // JDK 25 gives otherName as [0, DER, OID, text].
            boolean service =
                    Objects.equals(name.get(0), OTHER_NAME)
                            && name.size() == 4
                            && SERVICE_NAME.equals(name.get(2))
                            && ("_xmpp-server." + domain).equalsIgnoreCase((String) name.get(3));
            if (dns || service) {
                return true;
            }
        }
        return false;
    }

    /** A wildcard stands for exactly one whole label, the left-most (RFC 6125 §6.4.3). */
    private static boolean matches(String pattern, String domain) {
        String wanted = domain.toLowerCase(Locale.ROOT);
        String given = pattern.toLowerCase(Locale.ROOT);
        if (!given.startsWith("*.")) {
            return given.equals(wanted);
        }
        int dot = wanted.indexOf('.');
        return dot > 0 && wanted.substring(dot).equals(given.substring(1));
    }
}
