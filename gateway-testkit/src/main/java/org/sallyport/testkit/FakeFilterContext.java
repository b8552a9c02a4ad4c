package org.sallyport.testkit;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.sallyport.api.address.Domain;
import org.sallyport.api.filter.FilterContext;
import org.sallyport.api.link.AdaptorName;
import org.sallyport.api.link.Link;
import org.sallyport.api.packet.Packet;

/** A packet's way from {@code xmpp} to {@code sip}, on a clock that stands still. Thread-safe. */
public final class FakeFilterContext implements FilterContext {
    /** The instance that stands for the XMPP side. */
    public static final AdaptorName XMPP = new AdaptorName("xmpp");

    /** The instance that stands for the SIP side. */
    public static final AdaptorName SIP = new AdaptorName("sip");

    private final boolean rehearsal;
    private final AdaptorName origin;
    private final AdaptorName target;
    private final FakeClock clock = new FakeClock();
    private final List<Packet> answers = new CopyOnWriteArrayList<>();

    private FakeFilterContext(boolean rehearsal, AdaptorName origin, AdaptorName target) {
        this.rehearsal = rehearsal;
        this.origin = origin;
        this.target = target;
    }

    /** A real packet from XMPP to SIP. */
    public static FakeFilterContext live() {
        return new FakeFilterContext(false, XMPP, SIP);
    }

    /** A rehearsal from XMPP to SIP. */
    public static FakeFilterContext rehearsing() {
        return new FakeFilterContext(true, XMPP, SIP);
    }

    /** A real packet the other way. */
    public static FakeFilterContext fromSip() {
        return new FakeFilterContext(false, SIP, XMPP);
    }

    /** What the filter sent of its own. */
    public List<Packet> answers() {
        return answers;
    }

    @Override
    public AdaptorName origin() {
        return origin;
    }

    @Override
    public AdaptorName target() {
        return target;
    }

    @Override
    public Link link() {
        return new Link(
                new Domain(origin + ".example"), Link.Authentication.CERTIFICATE, "TLSv1.3");
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public boolean rehearsal() {
        return rehearsal;
    }

    @Override
    public void answer(Packet packet) {
        answers.add(packet);
    }
}
