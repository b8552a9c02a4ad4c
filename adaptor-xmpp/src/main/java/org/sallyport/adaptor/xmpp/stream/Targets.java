package org.sallyport.adaptor.xmpp.stream;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.sallyport.adaptor.xmpp.jid.ALabels;
import org.sallyport.api.address.Domain;
import org.sallyport.api.config.Connect;
import org.sallyport.api.config.HostPort;
import org.sallyport.api.config.PeerSettings;
import org.sallyport.api.network.NameResolver;
import org.sallyport.api.network.NameResolver.SrvAnswer;
import org.sallyport.api.network.NameResolver.SrvRecord;
import org.sallyport.api.network.NameResolver.Status;

/**
 * Where to reach a domain, in the order in which it is tried (RFC 6120 §3.2, RFC 2782, XEP-0368).
 */
final class Targets {
    static final int DEFAULT_PORT = 5269;

    private final NameResolver names;
    private final RandomGenerator random;
    private final List<Integer> directTlsPorts;

    /** One place to try; {@code directTls}: TLS begins at once. */
    record Target(String host, int port, boolean directTls) {}

    /** A record and whether it came from the set for direct TLS. */
    private record Candidate(SrvRecord srv, boolean directTls) {
        Target target() {
            return new Target(srv.target(), srv.port(), directTls);
        }
    }

    Targets(NameResolver names, RandomGenerator random, List<Integer> directTlsPorts) {
        this.names = names;
        this.random = random;
        this.directTlsPorts = directTlsPorts;
    }

    /**
     * All places for a peer, best first; empty if the domain says that it has no service. May
     * block.
     */
    List<Target> of(Domain domain, PeerSettings settings) {
        List<Target> targets = new ArrayList<>();
        for (Connect connect : settings.connect()) {
            connect.address()
                    .ifPresentOrElse(
                            fixed -> targets.add(fixed(fixed)),
                            () -> targets.addAll(lookUp(domain)));
        }
        return targets;
    }

    private Target fixed(HostPort address) {
        return new Target(address.host(), address.port(), directTlsPorts.contains(address.port()));
    }

    private List<Target> lookUp(Domain domain) {
        String host = ALabels.of(domain);
        SrvAnswer direct = names.srv("_xmpps-server._tcp." + host);
        SrvAnswer plain = names.srv("_xmpp-server._tcp." + host);
        if (direct.status() != Status.FOUND && plain.status() != Status.FOUND) {
            return List.of(new Target(host, DEFAULT_PORT, false));
        }
        List<Candidate> candidates = new ArrayList<>();
        add(direct, true, candidates);
        add(plain, false, candidates);
        return ordered(candidates);
    }

    /**
     * A target of "." says that this kind of service is decidedly not there; then there is no
     * fallback either.
     */
    private static void add(SrvAnswer answer, boolean directTls, List<Candidate> candidates) {
        for (SrvRecord srv : answer.records()) {
            if (!srv.target().isEmpty() && !srv.target().equals(".")) {
                candidates.add(new Candidate(srv, directTls));
            }
        }
    }

    private List<Target> ordered(List<Candidate> candidates) {
        TreeMap<Integer, List<Candidate>> byPriority = new TreeMap<>();
        for (Candidate candidate : candidates) {
            byPriority
                    .computeIfAbsent(candidate.srv().priority(), _ -> new ArrayList<>())
                    .add(candidate);
        }
        List<Target> targets = new ArrayList<>();
        for (List<Candidate> equals : byPriority.values()) {
            equals.sort(
                    Comparator.comparingInt(candidate -> candidate.srv().weight() == 0 ? 0 : 1));
            while (!equals.isEmpty()) {
                targets.add(pick(equals).target());
            }
        }
        return targets;
    }

    /**
     * RFC 2782: the first whose running sum of weights reaches a random number from 0 to the sum.
     */
    private Candidate pick(List<Candidate> equals) {
        int sum = equals.stream().mapToInt(candidate -> candidate.srv().weight()).sum();
        int wanted = random.nextInt(sum + 1);
        int running = 0;
        for (int i = 0; i < equals.size(); i++) {
            running += equals.get(i).srv().weight();
            if (running >= wanted) {
                return equals.remove(i);
            }
        }
        throw new IllegalStateException("a running sum reaches the sum");
    }
}
