package org.sallyport.core.pipeline;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.sallyport.api.address.Domain;

/**
 * Counts what is in flight in all, from each peer and to each domain, so that no peer, fast or
 * slow, takes the room of the others. Keeps nothing for a domain without packets. Thread-safe.
 */
final class PeerBounds {
    private final PipelineLimits.Bounds bounds;
    private final AtomicInteger total = new AtomicInteger();
    private final ConcurrentMap<Domain, Integer> from = new ConcurrentHashMap<>();
    private final ConcurrentMap<Domain, Integer> to = new ConcurrentHashMap<>();

    PeerBounds(PipelineLimits.Bounds bounds) {
        this.bounds = bounds;
    }

    /**
     * Takes the room that a packet with canonical names needs; false if there is none, then nothing
     * was taken.
     */
    boolean enter(Transit transit) {
        if (total.incrementAndGet() > bounds.total()) {
            total.decrementAndGet();
            return false;
        }
        Domain sender = transit.source().link().peer();
        if (!take(from, sender)) {
            total.decrementAndGet();
            return false;
        }
        if (!take(to, transit.packet().to().domain())) {
            total.decrementAndGet();
            give(from, sender);
            return false;
        }
        transit.counted = true;
        return true;
    }

    /** Gives the room back, if it was taken. Called once for each packet, by whoever ended it. */
    void leave(Transit transit) {
        if (transit.counted) {
            total.decrementAndGet();
            give(from, transit.source().link().peer());
            give(to, transit.packet().to().domain());
        }
    }

    /** How many domains have packets in flight. */
    int domains() {
        return from.size() + to.size();
    }

    private boolean take(ConcurrentMap<Domain, Integer> counts, Domain domain) {
        if (counts.merge(domain, 1, Integer::sum) <= bounds.peer()) {
            return true;
        }
        give(counts, domain);
        return false;
    }

    private static void give(ConcurrentMap<Domain, Integer> counts, Domain domain) {
        counts.computeIfPresent(domain, (_, count) -> count == 1 ? null : count - 1);
    }
}
