package org.sallyport.core.tls;

import java.net.IDN;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sallyport.api.address.Domain;
import org.sallyport.api.network.PeerVerifier.ReferenceName;

/**
 * The subject alternative names of a certificate, as decoded by the JDK. The common name is never
 * looked at, and no distinguished name is ever taken apart (RFC 9525 §2).
 *
 * @param dns the dNSNames, in lower case
 * @param others the otherNames whose value is text
 */
record CertificateNames(List<String> dns, List<ReferenceName.Other> others) {
    private static final int OTHER_NAME = 0;
    private static final int DNS_NAME = 2;
    private static final int SHOWN = 5;

    /** The names of a certificate; empty if they cannot be decoded. */
    static Optional<CertificateNames> of(X509Certificate certificate) {
        List<String> dns = new ArrayList<>();
        List<ReferenceName.Other> others = new ArrayList<>();
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            for (List<?> name : names == null ? List.<List<?>>of() : names) {
                if (name.get(0).equals(DNS_NAME) && name.get(1) instanceof String value) {
                    dns.add(value.toLowerCase(Locale.ROOT));
                } else if (name.get(0).equals(OTHER_NAME)
                        && name.size() >= 4
                        && name.get(2) instanceof String oid
                        && name.get(3) instanceof String value) {
                    // JDK 25: [0, DER, OID, text]
                    others.add(new ReferenceName.Other(oid, value));
                }
            }
        } catch (CertificateParsingException e) {
            return Optional.empty();
        }
        return Optional.of(new CertificateNames(List.copyOf(dns), List.copyOf(others)));
    }

    boolean match(ReferenceName reference) {
        return switch (reference) {
            case ReferenceName.Dns(String host) -> matchesDns(host);
            case ReferenceName.Other wanted ->
                    others.stream()
                            .anyMatch(other ->
                                    other.oid().equals(wanted.oid())
                                            && other.value().equalsIgnoreCase(wanted.value()));
        };
    }

    boolean matchesDns(String host) {
        String wanted = host.toLowerCase(Locale.ROOT);
        String plain = wanted.endsWith(".") ? wanted.substring(0, wanted.length() - 1) : wanted;
        return !plain.isEmpty() && dns.stream().anyMatch(name -> matches(name, plain));
    }

    /** Whether a dNSName lies below a domain, as host names of a service do. */
    boolean below(Domain domain) {
        String suffix = "." + ascii(domain);
        return dns.stream().anyMatch(name -> name.endsWith(suffix));
    }

    /**
     * A wildcard is the whole left-most label and stands for exactly one (RFC 9525 §6.3); never
     * below a top-level domain.
     */
    private static boolean matches(String pattern, String host) {
        if (!pattern.startsWith("*.")) {
            return pattern.equals(host) && pattern.indexOf('*') < 0;
        }
        String rest = pattern.substring(1);
        int dot = host.indexOf('.');
        return dot > 0
                && rest.indexOf('.', 1) > 0
                && rest.indexOf('*') < 0
                && host.substring(dot).equals(rest);
    }

    /** The A-label form of a domain, or the domain itself if it has none. */
    static String ascii(Domain domain) {
        try {
            return IDN.toASCII(domain.value()).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return domain.value();
        }
    }

    /** Some of the names, for people; whatever a peer put into them, this is one line. */
    String shown() {
        List<String> all = new ArrayList<>(dns);
        others.forEach(other -> all.add(other.value()));
        List<String> some = all.stream().limit(SHOWN).map(CertificateNames::harmless).toList();
        if (some.isEmpty()) {
            return "no names";
        }
        return String.join(", ", some)
                + (all.size() > SHOWN ? " and " + (all.size() - SHOWN) + " more" : "");
    }

    static String harmless(String text) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length() && i < 100; i++) {
            char c = text.charAt(i);
            shown.append(c > ' ' && c < 0x7f ? c : '?');
        }
        return shown.toString();
    }
}
