package org.sallyport.core.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.sallyport.api.outcome.Outcome;

/**
 * The books of the first law, and the register of what is in flight. Striped: each packet belongs
 * to one stripe, whose lock is held for a few instructions and never over a call elsewhere. Each
 * stripe keeps the identity whenever its lock is free, hence so does their sum, although stripes
 * are read one after the other. Thread-safe.
 */
final class Accounting {
    private static final int STRIPES = 32;

    private final Stripe[] stripes = new Stripe[STRIPES];

    Accounting() {
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Stripe();
        }
    }

    /** Enters a packet: from here on it is in flight. */
    void enter(Transit transit) {
        stripe(transit).enter(transit);
    }

    /**
     * Books the one outcome of a packet; it is no longer in flight. Called once for each packet.
     */
    void leave(Transit transit, Outcome outcome) {
        stripe(transit).leave(transit, outcome);
    }

    /** The account now. */
    Totals totals() {
        Totals sum = Totals.NONE;
        for (Stripe stripe : stripes) {
            sum = sum.plus(stripe.totals());
        }
        return sum;
    }

    long inFlight() {
        long count = 0;
        for (Stripe stripe : stripes) {
            count += stripe.totals().inFlight();
        }
        return count;
    }

    /** Shows every packet in flight that is wanted; no lock is held while {@code reader} runs. */
    void forEach(Predicate<Transit> wanted, Consumer<Transit> reader) {
        for (Stripe stripe : stripes) {
            for (Transit transit : stripe.matching(wanted)) {
                reader.accept(transit);
            }
        }
    }

    private Stripe stripe(Transit transit) {
        int hash = transit.presented().id().value().hashCode();
        return stripes[(hash ^ (hash >>> 16)) & (STRIPES - 1)];
    }

    /** A doubly linked list through the packets themselves, and the numbers that belong to it. */
    private static final class Stripe {
        private long accepted;
        private long originated;
        private long delivered;
        private long failed;
        private long dropped;
        private long linked;
        private @Nullable Transit first;

        synchronized void enter(Transit transit) {
            if (transit.originated()) {
                originated++;
            } else {
                accepted++;
            }
            transit.next = first;
            if (first != null) {
                first.previous = transit;
            }
            first = transit;
            linked++;
        }

        synchronized void leave(Transit transit, Outcome outcome) {
            if (transit.previous == null) {
                first = transit.next;
            } else {
                transit.previous.next = transit.next;
            }
            if (transit.next != null) {
                transit.next.previous = transit.previous;
            }
            transit.next = null;
            transit.previous = null;
            linked--;
            switch (outcome) {
                case Outcome.Delivered _ -> delivered++;
                case Outcome.Failed _ -> failed++;
                case Outcome.Dropped _ -> dropped++;
            }
        }

        synchronized Totals totals() {
            return new Totals(accepted, originated, delivered, failed, dropped, linked);
        }

        synchronized List<Transit> matching(Predicate<Transit> wanted) {
            List<Transit> found = List.of();
            for (Transit transit = first; transit != null; transit = transit.next) {
                if (wanted.test(transit)) {
                    found = found.isEmpty() ? new ArrayList<>() : found;
                    found.add(transit);
                }
            }
            return found;
        }
    }
}
