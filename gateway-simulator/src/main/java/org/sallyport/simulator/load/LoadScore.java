package org.sallyport.simulator.load;

import java.util.BitSet;
import java.util.concurrent.atomic.LongAdder;

/**
 * What became of the texts of one direction. The sender calls {@link #sent} and {@link #failed},
 * the receiver {@link #arrived}. Thread-safe.
 */
public final class LoadScore {
    private final Conversation[] conversations;
    private final LatencyHistogram latency = new LatencyHistogram();
    private final LongAdder sent = new LongAdder();
    private final LongAdder arrived = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder duplicates = new LongAdder();
    private final LongAdder outOfOrder = new LongAdder();
    private final LongAdder strays = new LongAdder();
    private final LongAdder arrivedAfterFailure = new LongAdder();
    private volatile Runnable settled = () -> {};

    private static final class Conversation {
        private final BitSet arrived = new BitSet();
        private final BitSet failed = new BitSet();
        private int highest = -1;
    }

    /** Starts at zero for conversations 0 to {@code count - 1}. */
    public LoadScore(int count) {
        conversations = new Conversation[count];
        for (int i = 0; i < count; i++) {
            conversations[i] = new Conversation();
        }
    }

    /**
     * Calls this each time a text has arrived or failed for the first time; on the receiver's
     * thread.
     */
    public void onSettled(Runnable listener) {
        settled = listener;
    }

    /** A text is about to be written. */
    public void sent() {
        sent.increment();
    }

    /** A text came out at the other end. */
    public void arrived(LoadToken token) {
        long now = System.nanoTime();
        if (token.conversation() >= conversations.length) {
            strays.increment();
            return;
        }
        Conversation conversation = conversations[token.conversation()];
        boolean first;
        boolean refusedBefore;
        synchronized (conversation) {
            first = !conversation.arrived.get(token.sequence());
            refusedBefore = conversation.failed.get(token.sequence());
            conversation.arrived.set(token.sequence());
            if (first && token.sequence() < conversation.highest) {
                outOfOrder.increment();
            }
            conversation.highest = Math.max(conversation.highest, token.sequence());
        }
        if (!first) {
            duplicates.increment();
        } else if (refusedBefore) {
            arrivedAfterFailure.increment();
        } else {
            latency.record(now - token.sentNanos());
            arrived.increment();
            settled.run();
        }
    }

    /**
     * The sender was told that a text did not arrive. A text that had arrived all the same counts
     * as both.
     */
    public void failed(LoadToken token) {
        if (token.conversation() >= conversations.length) {
            strays.increment();
            return;
        }
        Conversation conversation = conversations[token.conversation()];
        boolean first;
        boolean arrivedBefore;
        synchronized (conversation) {
            first = !conversation.failed.get(token.sequence());
            arrivedBefore = conversation.arrived.get(token.sequence());
            conversation.failed.set(token.sequence());
        }
        if (first && arrivedBefore) {
            arrivedAfterFailure.increment();
        } else if (first) {
            failed.increment();
            settled.run();
        }
    }

    /** Something without a token of this run came in. */
    public void stray() {
        strays.increment();
    }

    /** How many texts were sent and have neither arrived nor failed yet. */
    public long open() {
        return sent.sum() - arrived.sum() - failed.sum();
    }

    /** From writing to arrival, of the texts that arrived first of all. */
    public LatencyHistogram latency() {
        return latency;
    }

    /** The figures now. */
    public LoadReport report() {
        return new LoadReport(
                new LoadReport.Counts(sent.sum(), arrived.sum(), failed.sum()),
                new LoadReport.Faults(
                        duplicates.sum(),
                        outOfOrder.sum(),
                        strays.sum(),
                        arrivedAfterFailure.sum()),
                latency.percentile(0.5),
                latency.percentile(0.99),
                latency.maximum());
    }
}
