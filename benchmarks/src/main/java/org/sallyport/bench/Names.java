package org.sallyport.bench;

/** Who is who; the same as in the examples of the documentation. */
final class Names {
    static final String XMPP_DOMAIN = "xmpp.example";
    static final String SIP_DOMAIN = "sfb.example";

    /** How XMPP users see the SIP domain. */
    static final String MASK = "sip.example";

    static final String GATEWAY_SIP_NAME = "sip.xmpp.example";
    static final String EDGE_NAME = "sip.sfb.example";

    private Names() {}
}
