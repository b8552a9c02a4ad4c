package org.sallyport.core.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.packet.Attribute;
import org.sallyport.api.packet.Envelope;
import org.sallyport.api.packet.Packet;

/**
 * Ends loops. A packet carries how many gateways it has passed ({@code hops}, an integer) and which
 * ({@code path}, a list of node names) as attributes of the namespace {@code org.sallyport}. They
 * are on every packet that is delivered, so that an adaptor whose wire has room for them can write
 * them, and on a packet that was read if its adaptor found them there. A filter's answer inherits
 * them from the packet that it answers, so that two filters cannot answer each other for ever.
 */
final class Hops {
    static final String NAMESPACE = "org.sallyport";
    static final String COUNT = "hops";
    static final String PATH = "path";

    private final String node;
    private final int budget;
    private final List<Attribute> first;

    Hops(String node, int budget) {
        this.node = node;
        this.budget = budget;
        this.first =
                List.of(
                        new Attribute(NAMESPACE, COUNT, 1),
                        new Attribute(NAMESPACE, PATH, List.of(node)));
    }

    /** Whether a packet has been here, or has passed too many gateways. */
    boolean isLoop(Packet packet) {
        Envelope envelope = packet.envelope();
        return !envelope.attributes().isEmpty()
                && (count(envelope) >= budget || path(envelope).contains(node));
    }

    /**
     * Whether an answer is one too many. The path does not count here: an answer always comes from
     * this node.
     */
    boolean isSpent(Packet packet) {
        Envelope envelope = packet.envelope();
        return !envelope.attributes().isEmpty() && count(envelope) >= budget;
    }

    /** The packet as it leaves this node. */
    Packet leaving(Packet packet) {
        Envelope envelope = packet.envelope();
        if (envelope.attributes().isEmpty()) {
            return packet.withEnvelope(
                    new Envelope(
                            envelope.id(),
                            envelope.from(),
                            envelope.to(),
                            envelope.conversation(),
                            envelope.sentAt(),
                            first,
                            envelope.payloads()));
        }
        List<Object> path = new ArrayList<>(path(envelope));
        path.add(node);
        return packet.withEnvelope(
                withCount(envelope, count(envelope) + 1)
                        .with(new Attribute(NAMESPACE, PATH, path)));
    }

    /** An answer with one hop more than what it answers. */
    Packet answering(Packet answer, Packet cause) {
        return answer.withEnvelope(withCount(answer.envelope(), count(cause.envelope()) + 1));
    }

    private static Envelope withCount(Envelope envelope, int count) {
        return envelope.with(new Attribute(NAMESPACE, COUNT, count));
    }

    private static int count(Envelope envelope) {
        Optional<Object> count = envelope.attribute(NAMESPACE, COUNT);
        return count.isPresent() && count.get() instanceof Integer hops ? Math.max(0, hops) : 0;
    }

    private static List<?> path(Envelope envelope) {
        Optional<Object> path = envelope.attribute(NAMESPACE, PATH);
        return path.isPresent() && path.get() instanceof List<?> nodes ? nodes : List.of();
    }
}
