package org.sallyport.adaptor.sip.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.sallyport.adaptor.sip.transport.SendFailure.Reason;
import org.sallyport.api.config.Connect;
import org.sallyport.api.config.HostPort;
import org.sallyport.api.config.PeerSettings;
import org.sallyport.api.network.NameResolver;
import org.sallyport.api.network.NameResolver.SrvAnswer;
import org.sallyport.api.network.NameResolver.SrvRecord;

/**
 * Finds the addresses of a peer (RFC 3263 §4.2 with the service name of MS-SIP §1.1). Blocks: for
 * virtual threads.
 */
final class Dialer {
    private static final String SERVICE = "_sipfederationtls._tcp.";

    private final NameResolver names;
    private final RandomGenerator random;

    Dialer(NameResolver names, RandomGenerator random) {
        this.names = names;
        this.random = random;
    }

    /**
     * One address to try.
     *
     * @param host the name to send as SNI
     * @param address where to connect to
     */
    record Place(String host, InetSocketAddress address) {}

    /** The peer cannot be found. */
    static final class NotFound extends Exception {
        private static final long serialVersionUID = 1L;

        NotFound(String explanation) {
            super(explanation, null, false, false);
        }

        Reason reason() {
            return Reason.DNS;
        }
    }

    /**
     * The places to try, in order, never empty.
     *
     * @param hop the next hop that a route set names, which counts where the administrator fixed no
     *     address
     * @throws NotFound if there is no address
     */
    List<Place> places(PeerSettings peer, Optional<HostPort> hop) throws NotFound {
        List<Place> places = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (Connect way : peer.connect()) {
            if (way.address().isPresent()) {
                add(way.address().get(), sniFor(peer, way.address().get()), places, missing);
            } else if (hop.isPresent()) {
                add(hop.get(), hop.get().host(), places, missing);
            } else {
                for (HostPort target : targets(peer)) {
                    add(target, target.host(), places, missing);
                }
            }
        }
        if (places.isEmpty()) {
            throw new NotFound("no address was found for " + missing);
        }
        return places;
    }

    private List<HostPort> targets(PeerSettings peer) throws NotFound {
        if (!peer.domain().isExact()) {
            throw new NotFound("a pattern cannot be looked up: give its peer a fixed address");
        }
        String service = SERVICE + HostNames.wire(peer.domain().suffix().orElseThrow());
        SrvAnswer answer = names.srv(service);
        List<SrvRecord> records = new ArrayList<>(answer.records());
        records.removeIf(record -> record.target().isEmpty());
        if (records.isEmpty()) {
            throw new NotFound(
                    "no SRV record was found: " + service + " answered " + answer.status());
        }
        return shuffled(records).stream()
                .map(record -> new HostPort(record.target(), record.port()))
                .toList();
    }

    /**
     * RFC 2782: priorities in order, within one a random order in which a greater weight comes
     * sooner.
     */
    private List<SrvRecord> shuffled(List<SrvRecord> records) {
        Map<SrvRecord, Double> draws = new HashMap<>();
        for (SrvRecord record : records) {
            draws.put(record, -Math.log(1 - random.nextDouble()) / (record.weight() + 0.01));
        }
        return records.stream()
                .sorted(Comparator.comparingInt(SrvRecord::priority).thenComparing(draws::get))
                .toList();
    }

    private void add(HostPort target, String host, List<Place> places, List<String> missing) {
        List<InetAddress> addresses = names.addresses(HostNames.wire(target.host()));
        if (addresses.isEmpty()) {
            missing.add(target.host());
        }
        for (InetAddress address : addresses) {
            places.add(
                    new Place(HostNames.wire(host), new InetSocketAddress(address, target.port())));
        }
    }

    /** A fixed IP address has no name: the peer's own is asked for. */
    private static String sniFor(PeerSettings peer, HostPort address) {
        if (!HostNames.isAddress(address.host())) {
            return address.host();
        }
        if (!peer.names().isEmpty()) {
            return HostNames.wire(peer.names().getFirst());
        }
        return peer.domain().suffix().map(HostNames::wire).orElse(address.host());
    }
}
