package org.sallyport.core.pipeline;

import java.util.List;
import org.sallyport.api.address.Address;
import org.sallyport.api.link.AdaptorName;
import org.sallyport.api.packet.Envelope;
import org.sallyport.api.packet.Packet;

/**
 * Name in and name out: the mappers in order of the configuration, and in reverse order on the way
 * out.
 */
final class Names {
    private final List<NamedMapper> mappers;

    Names(List<NamedMapper> mappers) {
        this.mappers = List.copyOf(mappers);
    }

    /**
     * @throws RuntimeException of any kind that a mapper throws; a name that must not be used has
     *     its own code
     */
    Packet canonical(Packet packet, AdaptorName side) {
        return mappers.isEmpty()
                ? packet
                : renamed(packet, canonical(packet.from(), side), canonical(packet.to(), side));
    }

    /**
     * @throws RuntimeException of any kind that a mapper throws; a name that cannot be shown has
     *     its own code
     */
    Packet presented(Packet packet, AdaptorName side) {
        return mappers.isEmpty()
                ? packet
                : renamed(packet, presented(packet.from(), side), presented(packet.to(), side));
    }

    Address canonical(Address presented, AdaptorName side) {
        Address name = presented;
        for (NamedMapper mapper : mappers) {
            ClassLoader before = PluginCall.enter(mapper.loader());
            try {
                name = mapper.mapper().canonical(name, side);
            } finally {
                PluginCall.leave(before);
            }
        }
        return name;
    }

    private Address presented(Address canonical, AdaptorName side) {
        Address name = canonical;
        for (NamedMapper mapper : mappers.reversed()) {
            ClassLoader before = PluginCall.enter(mapper.loader());
            try {
                name = mapper.mapper().presented(name, side);
            } finally {
                PluginCall.leave(before);
            }
        }
        return name;
    }

    private static Packet renamed(Packet packet, Address from, Address to) {
        Envelope envelope = packet.envelope();
        if (from.equals(envelope.from()) && to.equals(envelope.to())) {
            return packet;
        }
        return packet.withEnvelope(
                new Envelope(
                        envelope.id(),
                        from,
                        to,
                        envelope.conversation(),
                        envelope.sentAt(),
                        envelope.attributes(),
                        envelope.payloads()));
    }
}
