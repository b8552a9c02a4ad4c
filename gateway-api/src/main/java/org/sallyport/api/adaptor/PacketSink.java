package org.sallyport.api.adaptor;

import java.time.Instant;
import java.util.function.Consumer;
import org.sallyport.api.address.Address;
import org.sallyport.api.filter.Verdict;
import org.sallyport.api.link.Link;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.packet.Packet;
import org.sallyport.api.packet.PacketKind;

/** Where an adaptor hands in what it read. Thread-safe. */
public interface PacketSink {
    /**
     * Takes a packet with presented names. Called by the reader of a connection in the order of the
     * wire; returns at once, never blocks, never throws for anything a peer can cause. From here on
     * the packet is accounted for.
     *
     * @param packet what was read
     * @param link how the peer proved who it is; the packet's {@code from} domain must be one that
     *     the link may speak for
     * @param deadline when the origin can no longer tell its sender; after it the packet is never
     *     written
     * @param onOutcome called exactly once, possibly before this method returns, on any thread;
     *     must not block
     */
    void submit(Packet packet, Link link, Instant deadline, Consumer<Outcome> onOutcome);

    /**
     * Asks what would happen to a packet, without side effects: names, chain and route as a
     * rehearsal, for what must be answered before a packet exists (INVITE, initial SUBSCRIBE). May
     * block as long as the chain does.
     *
     * @return {@link Verdict.Pass} if such a packet would be handed to an adaptor
     */
    Verdict admit(Address from, Address to, PacketKind kind, Link link);
}
