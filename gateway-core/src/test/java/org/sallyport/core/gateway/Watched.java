package org.sallyport.core.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.sallyport.api.adaptor.Adaptor;
import org.sallyport.api.adaptor.PacketSink;
import org.sallyport.api.adaptor.PeerStatus;
import org.sallyport.api.address.Domain;
import org.sallyport.api.address.DomainPattern;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.packet.Packet;

/** Writes down what is done to an adaptor. */
record Watched(String name, Adaptor adaptor, List<String> log) implements Adaptor {
    @Override
    public void start(PacketSink inbound) {
        log.add("start " + name);
        adaptor.start(inbound);
    }

    @Override
    public Outcome deliver(Packet packet, Instant deadline) {
        return adaptor.deliver(packet, deadline);
    }

    @Override
    public void drain(Duration limit) {
        log.add("drain " + name);
        adaptor.drain(limit);
    }

    @Override
    public List<PeerStatus> peers() {
        Domain peer = new Domain(name.equals("xmpp") ? "xmpp.example" : "sfb.example");
        return List.of(
                new PeerStatus(
                        DomainPattern.exactly(peer), PeerStatus.State.IDLE, "taken", List.of()));
    }

    @Override
    public void close() {
        log.add("close " + name);
        adaptor.close();
    }
}
