package org.sallyport.simulator.sip;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Judges the peer's certificates by PKIX, with the key usage rule and revocation lists as switches.
 * Names are not looked at here: which name must be there depends on the SIP domain that speaks.
 */
final class PeerTrust extends X509ExtendedTrustManager {
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_USAGE = "2.5.29.37.0";
    private static final int DNS_NAME = 2;

    private final TlsIdentity identity;
    private final TlsRules rules;

    PeerTrust(TlsIdentity identity, TlsRules rules) {
        this.identity = identity;
        this.rules = rules;
    }

    /** DNS names of the subjectAltName, or the CN when the certificate has none, in lower case. */
    static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                for (List<?> entry : alternatives) {
                    if (entry.get(0) instanceof Integer kind && kind == DNS_NAME) {
                        names.add(String.valueOf(entry.get(1)).toLowerCase(Locale.ROOT));
                    }
                }
                return names;
            }
            for (Rdn part :
                    new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    names.add(String.valueOf(part.getValue()).toLowerCase(Locale.ROOT));
                }
            }
        } catch (CertificateParsingException | InvalidNameException e) {
            return List.of();
        }
        return names;
    }

    private void check(X509Certificate[] chain, String role) throws CertificateException {
        try {
            Set<TrustAnchor> anchors = new HashSet<>();
            identity.trusted().forEach(trusted -> anchors.add(new TrustAnchor(trusted, null)));
            PKIXParameters parameters = new PKIXParameters(anchors);
            parameters.setRevocationEnabled(rules.revocationLists().isPresent());
            if (rules.revocationLists().isPresent()) {
                parameters.addCertStore(
                        CertStore.getInstance(
                                "Collection",
                                new CollectionCertStoreParameters(rules.revocationLists().get())));
            }
            List<X509Certificate> path = new ArrayList<>(Arrays.asList(chain));
            path.removeIf(certificate -> identity.trusted().contains(certificate));
            if (path.isEmpty()) {
                throw new CertificateException(
                        "the peer shows an authority as its own certificate");
            }
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            CertificateFactory.getInstance("X.509").generateCertPath(path),
                            parameters);
        } catch (CertificateException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new CertificateException("the certificate path is not trusted", e);
        }
        checkUsage(chain[0], role);
    }

    private void checkUsage(X509Certificate certificate, String role) throws CertificateException {
        List<String> usages = certificate.getExtendedKeyUsage();
        if (usages == null || usages.contains(ANY_USAGE)) {
            return;
        }
        boolean good =
                switch (rules.usage()) {
                    case ANY -> true;
                    case ROLE -> usages.contains(role);
                    case BOTH -> usages.contains(SERVER_AUTH) && usages.contains(CLIENT_AUTH);
                };
        if (!good) {
            throw new CertificateException("the extended key usage is not sufficient");
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        check(chain, CLIENT_AUTH);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        check(chain, SERVER_AUTH);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, CLIENT_AUTH);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, SERVER_AUTH);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, CLIENT_AUTH);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, SERVER_AUTH);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return identity.trusted().toArray(X509Certificate[]::new);
    }
}
