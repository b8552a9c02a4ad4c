package org.sallyport.adaptor.sip.transport;

import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.sallyport.api.address.Domain;
import org.sallyport.api.config.PeerPolicy;
import org.sallyport.api.config.PeerSettings;
import org.sallyport.api.network.NetworkServices;
import org.sallyport.api.network.PeerVerifier.Finding;
import org.sallyport.api.network.PeerVerifier.PeerRole;
import org.sallyport.api.network.PeerVerifier.Reason;
import org.sallyport.api.network.PeerVerifier.ReferenceName;

/**
 * Asks for which configured peers the certificate of a connection speaks. Trust, validity and names
 * are the verifier's verdict; here it is only decided which questions are worth asking. May take
 * milliseconds: not for the event loop.
 */
final class LinkJudge {
    private static final int DNS_NAME = 2; // RFC 5280 §4.2.1.6

    private final List<PeerSettings> peers;
    private final NetworkServices network;

    LinkJudge(List<PeerSettings> peers, NetworkServices network) {
        this.peers = peers;
        this.network = network;
    }

    /** The verdict. */
    sealed interface Verdict {
        /**
         * The peer is known.
         *
         * @param identity who it is
         */
        record Known(Identity identity) implements Verdict {}

        /**
         * It is nobody we talk to.
         *
         * @param reason the verifier's word
         * @param explanation one sentence for administrators
         */
        record Stranger(Reason reason, String explanation) implements Verdict {}
    }

    /** Judges a finished TLS session. */
    Verdict judge(SSLSession session, PeerRole role) {
        List<String> names = certificateNames(session);
        List<Proof> proofs = new ArrayList<>();
        Finding.@Nullable Refused refused = null;
        Instant notAfter = Instant.MAX;
        for (PeerSettings peer : peers) {
            Set<Domain> only = new LinkedHashSet<>();
            Set<ReferenceName> wanted = wanted(peer, names, only);
            if (wanted.isEmpty()) {
                continue;
            }
            switch (ask(session, peer, wanted, role)) {
                case Finding.Trusted trusted -> {
                    proofs.add(new Proof(peer, only));
                    notAfter = trusted.notAfter();
                }
                case Finding.Refused no -> refused = refused == null ? no : refused;
            }
        }
        if (!proofs.isEmpty()) {
            return new Verdict.Known(
                    new Identity(
                            proofs,
                            names,
                            session.getProtocol(),
                            session.getCipherSuite(),
                            notAfter));
        }
        return stranger(session, role, names, refused);
    }

    private Verdict stranger(
            SSLSession session,
            PeerRole role,
            List<String> names,
            Finding.@Nullable Refused refused) {
        Finding.Refused finding = refused;
        if (finding == null && !peers.isEmpty()) {
            // No peer bears these names; whether the certificate is good at all makes the better
            // explanation.
            Set<ReferenceName> own = new HashSet<>();
            names.stream()
                    .filter(name -> !name.startsWith("*"))
                    .forEach(name -> own.add(new ReferenceName.Dns(name)));
            if (own.isEmpty()) {
                own.add(new ReferenceName.Dns("none.invalid"));
            }
            if (ask(session, peers.getFirst(), own, role) instanceof Finding.Refused no) {
                finding = no;
            }
        }
        if (finding != null) {
            return new Verdict.Stranger(finding.reason(), finding.explanation());
        }
        return new Verdict.Stranger(
                Reason.WRONG_NAME,
                "no configured peer has one of the certificate's names: " + names);
    }

    private Finding ask(
            SSLSession session, PeerSettings peer, Set<ReferenceName> wanted, PeerRole role) {
        PeerPolicy policy = network.policies().get(peer.policy());
        if (policy == null) {
            return new Finding.Refused(
                    Reason.UNTRUSTED, "there is no policy named " + peer.policy());
        }
        return network.verifier().judge(session, policy, wanted, role);
    }

    /**
     * The names that would prove the peer and that the certificate seems to carry. For a pattern
     * without names of its own, the certificate speaks for the domains that stand in it, and for no
     * other.
     */
    private static Set<ReferenceName> wanted(
            PeerSettings peer, List<String> carried, Set<Domain> only) {
        Set<ReferenceName> wanted = new LinkedHashSet<>();
        List<Domain> candidates = new ArrayList<>(peer.names());
        if (peer.domain().isExact()) {
            peer.domain().suffix().ifPresent(candidates::add);
        }
        for (Domain candidate : candidates) {
            String host = HostNames.wire(candidate);
            if (carried.stream().anyMatch(name -> HostNames.covers(name, host))) {
                wanted.add(new ReferenceName.Dns(host));
            }
        }
        if (wanted.isEmpty() && !peer.domain().isExact()) {
            for (String name : carried) {
                HostNames.domain(name)
                        .filter(peer.domain()::matches)
                        .ifPresent(domain -> {
                            wanted.add(new ReferenceName.Dns(name));
                            only.add(domain);
                        });
            }
        }
        return wanted;
    }

    private static List<String> certificateNames(SSLSession session) {
        List<String> names = new ArrayList<>();
        try {
            Certificate[] chain = session.getPeerCertificates();
            if (chain.length == 0 || !(chain[0] instanceof X509Certificate leaf)) {
                return names;
            }
            Collection<List<?>> alternatives = leaf.getSubjectAlternativeNames();
            if (alternatives != null) {
                for (List<?> entry : alternatives) {
                    if (entry.get(0) instanceof Integer type && type == DNS_NAME) {
                        names.add(harmless(String.valueOf(entry.get(1))));
                    }
                }
            }
        } catch (SSLPeerUnverifiedException | CertificateParsingException e) {
            names.clear(); // no certificate, or none that can be read: no name
        }
        return names;
    }

    /**
     * A name from a stranger's certificate ends up in events and logs: it is one word of ASCII
     * there.
     */
    private static String harmless(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^!-~]", "?");
    }
}
