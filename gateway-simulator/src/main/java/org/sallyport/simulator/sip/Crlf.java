package org.sallyport.simulator.sip;

/** A keep-alive between messages (RFC 5626 §4.4.1): the question is CRLFCRLF, the answer CRLF. */
public enum Crlf {
    /** CRLFCRLF: wants a {@link #PONG}. */
    PING,
    /** A single CRLF. */
    PONG
}
