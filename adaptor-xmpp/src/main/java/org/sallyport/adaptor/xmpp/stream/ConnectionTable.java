package org.sallyport.adaptor.xmpp.stream;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.sallyport.api.adaptor.PeerStatus;
import org.sallyport.api.address.Domain;
import org.sallyport.api.config.PeerSettings;

/** What is open to whom, what failed last, and how many connections there are. Thread-safe. */
public final class ConnectionTable {
    private final ConcurrentMap<Object, Connection> open = new ConcurrentHashMap<>();
    private final ConcurrentMap<Domain, Boolean> failed = new ConcurrentHashMap<>();
    private final ConcurrentMap<Domain, Boolean> acknowledging = new ConcurrentHashMap<>();
    private final ConcurrentMap<Source, Integer> unproved = new ConcurrentHashMap<>();
    private final AtomicInteger unprovedTotal = new AtomicInteger();
    private final AtomicInteger total = new AtomicInteger();

    /**
     * An authenticated connection.
     *
     * @param peer with whom
     * @param inbound whether the peer opened it
     * @param remote where the peer is
     * @param secured how TLS was begun, its version and cipher suite
     * @param since since when
     */
    record Connection(Domain peer, boolean inbound, String remote, Secured secured, Instant since) {
        Map<String, String> facts() {
            return Map.of(
                    "direction",
                    inbound ? "in" : "out",
                    "remote",
                    remote,
                    "tls",
                    secured.version(),
                    "tls-start",
                    secured.direct() ? "direct" : "starttls",
                    "cipher",
                    secured.cipher(),
                    "authentication",
                    "external",
                    "since",
                    since.toString());
        }
    }

    /** How a connection is encrypted. */
    record Secured(boolean direct, String version, String cipher) {}

    /** Takes one of {@code most} places; returns whether there was one. */
    boolean enter(int most) {
        if (total.incrementAndGet() <= most) {
            return true;
        }
        total.decrementAndGet();
        return false;
    }

    void leave() {
        total.decrementAndGet();
    }

    /** Who can take many places at once: an IPv4 address, or an IPv6 network of 64 bits. */
    private record Source(long network) {
        static Source of(InetAddress address) {
            byte[] octets = address.getAddress();
            ByteBuffer buffer = ByteBuffer.wrap(octets);
            return new Source(octets.length >= 8 ? buffer.getLong() : buffer.getInt());
        }
    }

    /**
     * Takes one of {@code most} places for connections of an address that are not authenticated,
     * and one of {@code mostOfAll} for those of all addresses, so that strangers leave room for
     * peers.
     */
    boolean enterUnproved(InetAddress address, int most, int mostOfAll) {
        if (unprovedTotal.incrementAndGet() > mostOfAll) {
            unprovedTotal.decrementAndGet();
            return false;
        }
        if (enterUnproved(Source.of(address), most)) {
            return true;
        }
        unprovedTotal.decrementAndGet();
        return false;
    }

    private boolean enterUnproved(Source source, int most) {
        int[] count = new int[1];
        unproved.compute(
                source,
                (_, now) -> {
                    int present = now == null ? 0 : now;
                    count[0] = present + 1;
                    return present < most ? Integer.valueOf(present + 1) : now;
                });
        return count[0] <= most;
    }

    void leaveUnproved(InetAddress address) {
        unprovedTotal.decrementAndGet();
        unproved.computeIfPresent(
                Source.of(address), (_, now) -> now <= 1 ? null : Integer.valueOf(now - 1));
    }

    int count(Domain peer, boolean inbound) {
        return (int)
                open.values().stream()
                        .filter(connection ->
                                connection.inbound() == inbound && connection.peer().equals(peer))
                        .count();
    }

    /** How many connections are open, authenticated or not. */
    public int size() {
        return total.get();
    }

    void opened(Object key, Connection connection) {
        open.put(key, connection);
        failed.remove(connection.peer());
    }

    void closed(Object key) {
        open.remove(key);
    }

    void failed(Domain peer) {
        if (failed.size() < 10_000) {
            failed.put(peer, true);
        }
    }

    void acknowledges(Domain peer, boolean yes) {
        acknowledging.put(peer, yes);
    }

    /** What is known of a configured peer. */
    public PeerStatus status(PeerSettings peer, boolean confirmsByPing) {
        List<Map<String, String>> facts = new ArrayList<>();
        open.values().stream()
                .filter(connection -> peer.domain().matches(connection.peer()))
                .forEach(connection -> facts.add(connection.facts()));
        boolean broken = failed.keySet().stream().anyMatch(peer.domain()::matches);
        PeerStatus.State idle = broken ? PeerStatus.State.FAILED : PeerStatus.State.IDLE;
        List<Boolean> acks =
                acknowledging.entrySet().stream()
                        .filter(entry -> peer.domain().matches(entry.getKey()))
                        .map(Map.Entry::getValue)
                        .toList();
        String without = confirmsByPing ? "confirmed" : "written";
        String acknowledgement =
                acks.isEmpty() ? "unknown" : acks.contains(false) ? without : "taken";
        return new PeerStatus(
                peer.domain(),
                facts.isEmpty() ? idle : PeerStatus.State.CONNECTED,
                acknowledgement,
                facts);
    }
}
