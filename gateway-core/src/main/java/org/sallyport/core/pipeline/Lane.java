package org.sallyport.core.pipeline;

import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.sallyport.api.packet.Packet;
import org.sallyport.api.packet.PacketKind;

/**
 * The queue of one pair and class, with at most one worker at a time. It exists only while it has
 * work: the worker that finds it empty retires it, after its last packet is done, and a retired
 * lane takes nothing. Its lock is never held over a call elsewhere but the start of a thread.
 */
final class Lane {
    /** What became of a packet that was offered. */
    enum Offer {
        /** It waits, or is at work already. */
        TAKEN,
        /** There is no room. */
        FULL,
        /** It is a sign of typing that would come too late. */
        STALE,
        /** The lane is over: ask for a new one. */
        RETIRED
    }

    private final Lanes lanes;
    private final LaneKey key;
    private final ArrayDeque<Transit> waiting = new ArrayDeque<>(4);
    private @Nullable LaneWorker worker;
    private @Nullable Transit current;
    private boolean retired;

    Lane(Lanes lanes, LaneKey key) {
        this.lanes = lanes;
        this.key = key;
    }

    /** Queues a packet; {@code superseded} receives the one that it replaces, if any. */
    synchronized Offer offer(Transit transit, Transit[] superseded) {
        if (retired) {
            return Offer.RETIRED;
        }
        if (transit.isComposing() && waiting.size() >= lanes.composingBacklog()) {
            return Offer.STALE;
        }
        replaceOlder(transit, superseded);
        if (waiting.size() >= lanes.bound()) {
            return Offer.FULL;
        }
        transit.lane = this;
        if (!transit.move(Transit.NEW, Transit.WAITING)) {
            throw new IllegalStateException("a packet was offered twice");
        }
        waiting.add(transit);
        if (worker == null) {
            startWorker();
        }
        return Offer.TAKEN;
    }

    /** The next packet for this worker; null if the worker is no longer wanted. */
    synchronized @Nullable Transit next(LaneWorker asking) {
        if (worker != asking) {
            return null;
        }
        current = waiting.poll();
        if (current == null) {
            retired = true;
            worker = null;
            lanes.retired(key, this);
        }
        return current;
    }

    /** Takes a packet out that ended while it waited. */
    synchronized void forget(Transit transit) {
        waiting.remove(transit);
    }

    /**
     * Goes on with another worker if {@code hanging} is still at that packet; returns whether it
     * was.
     */
    synchronized boolean replace(LaneWorker hanging, Transit transit) {
        if (worker != hanging || current != transit) {
            return false;
        }
        startWorker();
        return true;
    }

    /** The worker of a packet that is being worked on. */
    synchronized @Nullable LaneWorker workerOf(Transit transit) {
        return current == transit ? worker : null;
    }

    private void startWorker() {
        LaneWorker fresh = lanes.worker(this);
        worker = fresh;
        current = null;
        boolean started = false;
        try {
            fresh.start();
            started = true;
        } finally {
            if (!started) {
                worker = null;
            }
        }
    }

    /** Presence: the newest of each device replaces those that still wait. */
    private void replaceOlder(Transit transit, Transit[] superseded) {
        if (transit.packet().kind() != PacketKind.PRESENCE_UPDATE || waiting.isEmpty()) {
            return;
        }
        for (Iterator<Transit> older = waiting.iterator(); older.hasNext(); ) {
            Transit candidate = older.next();
            if (isSameDevice(candidate.packet(), transit.packet())) {
                older.remove();
                superseded[0] = candidate;
                return;
            }
        }
    }

    private static boolean isSameDevice(Packet one, Packet other) {
        return one.kind() == other.kind()
                && one.from().equals(other.from())
                && one.to().equals(other.to());
    }
}
