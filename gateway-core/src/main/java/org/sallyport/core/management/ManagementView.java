package org.sallyport.core.management;

import java.util.List;
import java.util.Optional;
import org.sallyport.api.address.Domain;
import org.sallyport.core.metrics.GatewayMetrics;

/**
 * What the management API sees of a gateway, and what it may ask of it. Thread-safe; nothing blocks
 * and nothing throws for anything an operator can ask.
 */
public interface ManagementView {
    /** How the gateway is now. */
    GatewayStatus status();

    /** Every peer of every adaptor instance, in the order of the configuration. */
    List<PeerView> peers();

    /**
     * One peer with what happened last.
     *
     * @param domain a domain that peers are configured for, exactly or by a pattern
     * @return empty if no peer of any adaptor is meant
     */
    Optional<PeerDetails> peer(Domain domain);

    /** All numbers. */
    GatewayMetrics metrics();

    /**
     * Starts to drain: nothing new is taken from peers, what is under way goes on. Returns at once;
     * the state is {@code draining} from then on. Does nothing if it drains already. The process
     * goes on until it is stopped.
     *
     * @param operator who asks, for the event
     */
    void drain(String operator);
}
