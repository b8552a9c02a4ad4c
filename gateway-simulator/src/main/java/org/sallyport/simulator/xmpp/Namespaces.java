package org.sallyport.simulator.xmpp;

/** The namespaces this domain speaks. */
final class Namespaces {
    static final String STREAMS = "http://etherx.jabber.org/streams";
    static final String SERVER = "jabber:server";
    static final String DIALBACK = "jabber:server:dialback";
    static final String TLS = "urn:ietf:params:xml:ns:xmpp-tls";
    static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";
    static final String STREAM_ERRORS = "urn:ietf:params:xml:ns:xmpp-streams";
    static final String STANZA_ERRORS = "urn:ietf:params:xml:ns:xmpp-stanzas";
    static final String STREAM_MANAGEMENT = "urn:xmpp:sm:3";
    static final String PING = "urn:xmpp:ping";
    static final String DISCO_INFO = "http://jabber.org/protocol/disco#info";
    static final String DISCO_ITEMS = "http://jabber.org/protocol/disco#items";
    static final String VERSION = "jabber:iq:version";

    private Namespaces() {}
}
