package org.sallyport.adaptor.xmpp.stream;

import org.sallyport.adaptor.xmpp.xml.StreamFault;
import org.sallyport.adaptor.xmpp.xml.XmlElement;
import org.sallyport.api.link.Link;

/** Takes the stanzas of authenticated streams. Thread-safe. */
@FunctionalInterface
public interface StanzaHandler {
    /**
     * Handles one stanza, in the order of its stream; does not block.
     *
     * @param stanza a message, presence or iq
     * @param link who sent it
     * @param room whether there is room for another packet; if not it must be refused
     * @param settled to be run exactly once, on any thread, when the stanza has its outcome
     * @throws StreamFault if the stanza ends its stream; {@code settled} is then of no use
     */
    void handle(XmlElement stanza, Link link, Room room, Runnable settled) throws StreamFault;

    /** Whether packets are taken. */
    enum Room {
        /** Yes. */
        FREE,
        /** Too many wait already. */
        FULL,
        /** The gateway is stopping. */
        CLOSING
    }
}
