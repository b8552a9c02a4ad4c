package org.sallyport.simulator.xmpp;

/** How TLS begins on a connection. */
public enum Security {
    /** After {@code <starttls/>} (RFC 6120 §5). */
    STARTTLS,
    /** At once (XEP-0368). */
    DIRECT_TLS
}
