package org.sallyport.adaptor.xmpp.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.sallyport.adaptor.xmpp.xml.StreamCondition;
import org.sallyport.adaptor.xmpp.xml.StreamFault;
import org.sallyport.api.outcome.Outcome;

/**
 * What was written to a stream and is not confirmed yet, in order. Bounded by its owner. Not
 * thread-safe.
 */
final class SentLog {
    private static final long MODULUS = 1L << 32;

    private final Deque<Outgoing> entries = new ArrayDeque<>();
    private long written;
    private long counted;
    private long base;

    /** Notes a stanza that is being written. */
    void add(Outgoing outgoing) {
        entries.add(outgoing);
        written++;
    }

    /** Says that acknowledgements count from here (XEP-0198 §4); nothing is unconfirmed then. */
    void startCounting() {
        base = written;
        counted = 0;
    }

    int size() {
        return entries.size();
    }

    /** How many were written so far: a place to be confirmed later. */
    long position() {
        return written;
    }

    /** Confirms what was written before {@code position}. */
    void confirm(long position, Outcome.Level level) {
        while (!entries.isEmpty() && written - entries.size() < position) {
            entries.remove().end(new Outcome.Delivered(level));
        }
    }

    /** Confirms by the peer's count of handled stanzas, which goes from 0 to 2^32-1 and round. */
    void acknowledge(long handled) throws StreamFault {
        long more = Math.floorMod(handled - counted, MODULUS);
        if (handled < 0 || handled >= MODULUS || more > entries.size()) {
            throw new StreamFault(
                    StreamCondition.UNDEFINED_CONDITION,
                    "more stanzas were acknowledged than were sent");
        }
        counted += more;
        confirm(base + counted, Outcome.Level.TAKEN);
    }

    /** Gives up asking about the oldest; its outcome, if it has none yet, comes from elsewhere. */
    void forgetOldest() {
        entries.remove();
    }

    /** Takes out all that is not confirmed. */
    List<Outgoing> drain() {
        List<Outgoing> rest = new ArrayList<>(entries);
        entries.clear();
        return rest;
    }
}
