package org.sallyport.adaptor.sip.transport;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.sallyport.api.config.PeerSettings;

/** Counts connections and says which are too many (CLASSES 13). Thread-safe. */
final class Admission {
    private final TransportLimits.Counts limits;
    private final AtomicInteger total = new AtomicInteger();
    private final Map<InetAddress, Integer> unproven = new ConcurrentHashMap<>();
    private final Map<PeerSettings, Integer> perPeer = new ConcurrentHashMap<>();

    Admission(TransportLimits.Counts limits) {
        this.limits = limits;
    }

    /**
     * A connection from an address wants in. If it may, {@link #proven} and {@link #left} must
     * follow.
     */
    boolean admit(InetAddress address) {
        if (total.incrementAndGet() > limits.connections()) {
            total.decrementAndGet();
            return false;
        }
        if (unproven.merge(address, 1, Integer::sum) > limits.perAddress()) {
            drop(unproven, address);
            total.decrementAndGet();
            return false;
        }
        return true;
    }

    /** The verdict on a connection from that address is there, or it is gone. */
    void proven(InetAddress address) {
        drop(unproven, address);
    }

    /** A connection of that peer wants to stay. If it may, {@link #peerLeft} must follow. */
    boolean admitPeer(PeerSettings peer) {
        if (perPeer.merge(peer, 1, Integer::sum) > limits.perPeer()) {
            drop(perPeer, peer);
            return false;
        }
        return true;
    }

    /** A connection of that peer is gone. */
    void peerLeft(PeerSettings peer) {
        drop(perPeer, peer);
    }

    /** We open a connection ourselves: it counts, but is not refused. */
    void opened() {
        total.incrementAndGet();
    }

    /** A connection is gone. */
    void left() {
        total.decrementAndGet();
    }

    /** All connections. */
    int total() {
        return total.get();
    }

    private static <K> void drop(Map<K, Integer> counts, K key) {
        counts.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
    }
}
