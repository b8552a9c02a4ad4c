package org.sallyport.api.adaptor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.sallyport.api.config.HostPort;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.packet.Packet;

/**
 * One side of the gateway. Life: created by a factory, {@link #start} once, any number of {@link
 * #deliver}, {@link #drain} at most once, {@link #close}. The core guards against calls out of
 * order.
 */
public interface Adaptor extends AutoCloseable {
    /**
     * Opens listeners and returns once traffic can flow.
     *
     * @throws org.sallyport.api.error.GatewayException if it cannot; it is then closed, not half
     *     open
     */
    void start(PacketSink inbound);

    /**
     * Hands one packet with presented names to the peer and says how it ended. May block its
     * caller, a virtual thread, until {@code deadline}; calls of one ordered pair of bare addresses
     * and lane come one after the other, others side by side. After {@code deadline} nothing of the
     * packet is written. Never throws for anything a peer can cause; a kind that this adaptor does
     * not carry yields {@code UNSUPPORTED}.
     */
    Outcome deliver(Packet packet, Instant deadline);

    /**
     * Stops taking new packets from peers, in the way that makes peers keep or bounce them, and
     * goes on delivering, answering and confirming what is under way. Returns at once or after at
     * most {@code limit}.
     */
    void drain(Duration limit);

    /**
     * What an administrator wants to know of each peer, for {@code status} and {@code peers}. Does
     * not block.
     */
    List<PeerStatus> peers();

    /**
     * Where this adaptor listens, with the ports that are really bound: keys are those of the
     * section ({@code starttls}, {@code direct-tls}, {@code listen}). Empty before {@link #start};
     * does not block.
     */
    default Map<String, HostPort> listeners() {
        return Map.of();
    }

    /**
     * Stops listening, closes streams gracefully for a short time, then cuts. Repeatable; never
     * throws.
     */
    @Override
    void close();
}
