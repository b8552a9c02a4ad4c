package org.sallyport.adaptor.xmpp.stream;

import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.sallyport.adaptor.xmpp.stanza.Namespaces;
import org.sallyport.adaptor.xmpp.stream.StanzaHandler.Room;
import org.sallyport.adaptor.xmpp.xml.StreamCondition;
import org.sallyport.adaptor.xmpp.xml.StreamFault;
import org.sallyport.adaptor.xmpp.xml.StreamHeader;
import org.sallyport.adaptor.xmpp.xml.XmlElement;
import org.sallyport.api.link.Link;

/**
 * The receiving half of an authenticated stream: hands stanzas on and acknowledges them once they
 * have their outcome (XEP-0198). Reading never stops: what finds no room is refused. For the
 * stream's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // how a connection ends is heard when it is gone
final class StanzaIntake {
    private static final Set<String> STANZAS = Set.of("message", "presence", "iq");
    private static final long MAX_UNSETTLED_OCTETS = 8L << 20;
    private static final long ACK_DELAY_MILLIS = 200;
    private static final int ACK_BATCH = 50;

    private final XmppChannel channel;
    private final StreamServices services;
    private final Link link;
    private final ReceivedWindow window = new ReceivedWindow();
    private boolean acknowledging;
    private boolean asked;
    private boolean ackPlanned;
    private boolean closing;
    private long lastAck;
    private long drainedAt;
    private long unsettledOctets;
    private @Nullable Runnable whenIdle;

    StanzaIntake(XmppChannel channel, StreamServices services, Link link) {
        this.channel = channel;
        this.services = services;
        this.link = link;
    }

    static boolean isStanza(XmlElement element) {
        return element.namespace().equals(StreamHeader.SERVER) && STANZAS.contains(element.name());
    }

    /** Takes a stanza or an element of stream management. */
    void received(XmlElement element, int octets) throws StreamFault {
        if (isStanza(element)) {
            stanza(element, octets);
        } else if (element.is(Protocol.ACKS, "r") && acknowledging) {
            asked = true;
            acknowledge();
        } else if (Protocol.isDialbackRequest(element)) {
            services.count("dialback-refused", "request", element.name());
            channel.answer(Protocol.dialbackRefused(element));
        } else {
            throw new StreamFault(
                    StreamCondition.UNSUPPORTED_STANZA_TYPE,
                    "the peer sent an element that is no stanza");
        }
    }

    /** Begins to acknowledge; resumption is not offered. */
    void enable() {
        if (acknowledging) {
            channel.answer(
                    XmlElement.of(Protocol.ACKS, "failed")
                            .and(Namespaces.STANZAS, "unexpected-request")
                            .build());
            return;
        }
        count();
        channel.write(XmlElement.of(Protocol.ACKS, "enabled").build());
    }

    /** Begins to count what the peer sends. */
    void count() {
        acknowledging = true;
        window.startCounting();
        drainedAt = 0;
    }

    private void stanza(XmlElement stanza, int octets) throws StreamFault {
        boolean full =
                window.unsettled() >= services.config().limits().unsettled()
                        || unsettledOctets + octets > MAX_UNSETTLED_OCTETS;
        Room room = closing ? Room.CLOSING : full ? Room.FULL : Room.FREE;
        ReceivedWindow.Slot slot = window.open();
        unsettledOctets += octets;
        boolean[] inside = {true};
        AtomicBoolean once = new AtomicBoolean();
        services.callbacks()
                .stanzas()
                .handle(
                        stanza,
                        link,
                        room,
                        () -> {
                            if (!once.compareAndSet(false, true)) {
                                return;
                            }
                            if (channel.loop().inEventLoop() && inside[0]) {
                                settled(slot, octets);
                            } else {
                                later(() -> settled(slot, octets));
                            }
                        });
        inside[0] = false;
    }

    /**
     * An outcome may come when this adaptor has stopped: then nobody waits for it here any more.
     */
    private void later(Runnable task) {
        try {
            channel.loop().execute(task);
        } catch (RejectedExecutionException e) {
            services.count("outcomes-after-stop", "kind", "stanza");
        }
    }

    private void settled(ReceivedWindow.Slot slot, int octets) {
        unsettledOctets -= octets;
        window.settle(slot);
        if (asked && window.handled() != lastAck) {
            if (window.unsettled() == 0
                    || Math.floorMod(window.handled() - lastAck, 1L << 32) >= ACK_BATCH) {
                acknowledge();
            } else if (!ackPlanned) {
                ackPlanned = true;
                channel.loop().schedule(this::acknowledge, ACK_DELAY_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
        if (whenIdle != null && window.isHandled(drainedAt)) {
            Runnable task = whenIdle;
            whenIdle = null;
            task.run();
        }
    }

    /** Says how far we are; a peer that asked once is told again when more have their outcome. */
    private void acknowledge() {
        ackPlanned = false;
        if (!channel.isOpen()) {
            return;
        }
        lastAck = window.handled();
        if (window.unsettled() == 0) {
            asked = false;
        }
        channel.answer(XmlElement.of(Protocol.ACKS, "a").with("h", Long.toString(lastAck)).build());
    }

    /**
     * Says how far we are if the peer does not know yet. To be called before a stream ends: what
     * the peer believes to be unhandled it tells its users to be lost.
     */
    void lastWord() {
        if (acknowledging && window.handled() != lastAck) {
            acknowledge();
        }
    }

    /**
     * From now on packets are refused; runs the task once all that was taken so far has its outcome
     * and is acknowledged. What still comes does not put that off.
     */
    void drain(Runnable task) {
        closing = true;
        drainedAt = window.opened();
        Runnable last =
                () -> {
                    lastWord();
                    task.run();
                };
        if (window.isHandled(drainedAt) || !acknowledging) {
            // Without acknowledgements the peer need not wait: outcomes reach senders over another
            // stream.
            last.run();
        } else {
            whenIdle = last;
        }
    }
}
