package org.sallyport.core.pipeline;

/**
 * The account of the first law at one instant. {@code accepted + originated = delivered + failed +
 * dropped + inFlight} holds in every snapshot.
 *
 * @param accepted packets that adaptors, or other nodes, handed in; refused ones included
 * @param originated packets that filters answered with
 * @param delivered packets that a peer has
 * @param failed packets whose sender was told that they did not, or may not have arrived
 * @param dropped packets that a named rule ended in silence
 * @param inFlight packets without an outcome, counted one by one
 */
public record Totals(
        long accepted, long originated, long delivered, long failed, long dropped, long inFlight) {
    /** Nothing yet. */
    static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0);

    /** What went in and neither came out nor is inside: 0, unless the first law is broken. */
    public long lost() {
        return accepted + originated - delivered - failed - dropped - inFlight;
    }

    Totals plus(Totals other) {
        return new Totals(
                accepted + other.accepted,
                originated + other.originated,
                delivered + other.delivered,
                failed + other.failed,
                dropped + other.dropped,
                inFlight + other.inFlight);
    }
}
