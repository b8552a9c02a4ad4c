package org.sallyport.adaptor.xmpp.stream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Counts the stanzas that were received and, in order, those that have their outcome: the {@code h}
 * of XEP-0198. Stanzas settled behind one that is not are only counted, so that memory is bounded
 * by the number of unsettled ones. Not thread-safe.
 */
final class ReceivedWindow {
    private final Deque<Slot> slots = new ArrayDeque<>();
    private long handled;
    private long opened;
    private int unsettled;

    /** A stanza that waits for its outcome. */
    static final class Slot {
        private boolean settled;
        private long settledBehind;
    }

    /** Notes a stanza that waits. */
    Slot open() {
        Slot slot = new Slot();
        slots.add(slot);
        opened++;
        unsettled++;
        return slot;
    }

    /** Notes a stanza that was settled at once. */
    void settled() {
        opened++;
        Slot last = slots.peekLast();
        if (last == null) {
            handled++;
        } else {
            last.settledBehind++;
        }
    }

    /** Notes an outcome. */
    void settle(Slot slot) {
        if (slot.settled) {
            return;
        }
        slot.settled = true;
        unsettled--;
        for (Slot first = slots.peek(); first != null && first.settled; first = slots.peek()) {
            handled += 1 + first.settledBehind;
            slots.remove();
        }
        if (slots.size() > 2 * unsettled + 16) {
            fold();
        }
    }

    /** A settled slot in the middle is no more than a count. */
    private void fold() {
        @Nullable Slot before = null;
        for (Iterator<Slot> all = slots.iterator(); all.hasNext(); ) {
            Slot next = all.next();
            if (next.settled && before != null) {
                before.settledBehind += 1 + next.settledBehind;
                all.remove();
            } else {
                before = next;
            }
        }
    }

    /** How many wait. */
    int unsettled() {
        return unsettled;
    }

    /** How many came so far: a place that {@link #isHandled} asks for later. */
    long opened() {
        return opened;
    }

    /** Whether all that had come at that place have their outcome. */
    boolean isHandled(long place) {
        return handled >= place;
    }

    /** How many, from the first on, have their outcome; modulo 2^32 (XEP-0198 §4). */
    long handled() {
        return handled & 0xFFFF_FFFFL;
    }

    /** Starts to count from 0; what was received before does not count. */
    void startCounting() {
        slots.forEach(slot -> slot.settled = true);
        slots.clear();
        unsettled = 0;
        opened = 0;
        handled = 0;
    }
}
