package org.sallyport.core.pipeline;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/** All lanes that have work. Thread-safe. */
final class Lanes {
    private final int bound;
    private final Function<Lane, LaneWorker> workers;
    private final ConcurrentMap<LaneKey, Lane> busy = new ConcurrentHashMap<>();

    /**
     * @param bound how many packets may wait in one lane
     * @param workers makes a worker, not started
     */
    Lanes(int bound, Function<Lane, LaneWorker> workers) {
        this.bound = bound;
        this.workers = workers;
    }

    /**
     * Queues a packet with canonical names; {@code superseded} receives the one that it replaces,
     * if any.
     */
    Lane.Offer offer(Transit transit, Transit[] superseded) {
        LaneKey key = LaneKey.of(transit.packet());
        while (true) {
            Lane lane = busy.computeIfAbsent(key, missing -> new Lane(this, missing));
            Lane.Offer offer = lane.offer(transit, superseded);
            if (offer != Lane.Offer.RETIRED) {
                return offer;
            }
            busy.remove(key, lane);
        }
    }

    /** How many lanes have work. */
    int size() {
        return busy.size();
    }

    int bound() {
        return bound;
    }

    int composingBacklog() {
        return Math.min(bound, PipelineLimits.COMPOSING_BACKLOG);
    }

    LaneWorker worker(Lane lane) {
        return workers.apply(lane);
    }

    void retired(LaneKey key, Lane lane) {
        busy.remove(key, lane);
    }
}
