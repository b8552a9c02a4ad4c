package org.sallyport.adaptor.xmpp.stanza;

/** Names of XML namespaces. */
public final class Namespaces {
    /** Stanzas between servers. */
    public static final String SERVER = "jabber:server";

    /** Conditions of stanza errors. */
    public static final String STANZAS = "urn:ietf:params:xml:ns:xmpp-stanzas";

    /** XEP-0199. */
    public static final String PING = "urn:xmpp:ping";

    static final String DISCO_INFO = "http://jabber.org/protocol/disco#info";
    static final String DISCO_ITEMS = "http://jabber.org/protocol/disco#items";
    static final String VERSION = "jabber:iq:version";
    static final String TIME = "urn:xmpp:time";
    static final String CHAT_STATES = "http://jabber.org/protocol/chatstates";
    static final String RECEIPTS = "urn:xmpp:receipts";
    static final String DELAY = "urn:xmpp:delay";
    static final String OUT_OF_BAND = "jabber:x:oob";
    static final String ENCRYPTION = "urn:xmpp:eme:0";
    static final String FORWARD = "urn:xmpp:forward:0";
    static final String CARBONS = "urn:xmpp:carbons:2";
    static final String HINTS = "urn:xmpp:hints";
    static final String ERRORS = "urn:xmpp:errors";

    private Namespaces() {}
}
