package org.sallyport.simulator.xmpp;

/** Who uses a {@link StreamEndpoint}. Called on event loops: must not block. */
public interface StreamListener {
    /**
     * One complete message, presence or iq element as octets, from an authenticated peer, before it
     * is parsed. A load generator looks at the octets and returns true; the stanza is then not
     * parsed and not checked.
     */
    default boolean frame(String peer, byte[] octets) {
        return false;
    }

    /** One well-formed stanza from an authenticated peer, checked by {@link StanzaRules}. */
    void stanza(String peer, XmlElement stanza);

    /**
     * The peer has confirmed this many stanzas sent on the stream since acknowledgements were
     * enabled (XEP-0198).
     */
    default void acknowledged(OutboundStream stream, long handled) {}
}
