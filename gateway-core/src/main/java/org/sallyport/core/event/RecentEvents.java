package org.sallyport.core.event;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sallyport.api.address.Domain;
import org.sallyport.api.event.EventListener;
import org.sallyport.api.event.GatewayEvent;
import org.sallyport.api.outcome.Outcome;

/**
 * Remembers the last handshake steps, link changes and failed packets of each peer, for {@code
 * peers DOMAIN}. Bounded: the peer that was quiet longest is forgotten first. Thread-safe.
 */
public final class RecentEvents implements EventListener {
    private final int perPeer;
    private final Map<Domain, Deque<GatewayEvent>> peers;

    /** Keeps {@code perPeer} events of each of at most {@code mostPeers} peers. */
    public RecentEvents(int perPeer, int mostPeers) {
        this.perPeer = perPeer;
        this.peers =
                new LinkedHashMap<>(16, 0.75f, true) {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected boolean removeEldestEntry(
                            Map.Entry<Domain, Deque<GatewayEvent>> eldest) {
                        return size() > mostPeers;
                    }
                };
    }

    @Override
    public void on(GatewayEvent event) {
        switch (event) {
            case GatewayEvent.HandshakeStep step -> keep(step.peer(), event);
            case GatewayEvent.LinkChanged change -> keep(change.peer(), event);
            case GatewayEvent.PacketEnded ended when ended.outcome() instanceof Outcome.Failed -> {
                keep(ended.from().domain(), event);
                keep(ended.to().domain(), event);
            }
            case GatewayEvent.PacketEnded _,
                    GatewayEvent.PolicyDecision _,
                    GatewayEvent.AdministrativeAct _,
                    GatewayEvent.LifeCycleChanged _ -> {}
        }
    }

    /**
     * The last events of a peer, oldest first. Failed packets stand under their canonical domains.
     */
    public synchronized List<GatewayEvent> of(Domain peer) {
        Deque<GatewayEvent> events = peers.get(peer);
        return events == null ? List.of() : List.copyOf(events);
    }

    private synchronized void keep(Domain peer, GatewayEvent event) {
        Deque<GatewayEvent> events = peers.computeIfAbsent(peer, _ -> new ArrayDeque<>());
        if (events.size() >= perPeer) {
            events.removeFirst();
        }
        events.addLast(event);
    }
}
