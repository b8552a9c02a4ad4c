package org.sallyport.core.pipeline;

import org.sallyport.api.address.Address;
import org.sallyport.api.address.Domain;
import org.sallyport.api.packet.Packet;
import org.sallyport.api.packet.PacketKind.LaneClass;

/** The canonical bare ordered pair of a packet and its class: packets of one key stay in order. */
record LaneKey(
        String fromLocal, Domain fromDomain, String toLocal, Domain toDomain, LaneClass lane) {
    static LaneKey of(Packet packet) {
        Address from = packet.from();
        Address to = packet.to();
        return new LaneKey(
                from.local(), from.domain(), to.local(), to.domain(), packet.kind().lane());
    }

    /** Shows domains only, as addresses do. */
    @Override
    public String toString() {
        return "LaneKey[" + fromDomain + " " + toDomain + " " + lane + "]";
    }
}
