package org.sallyport.simulator.sip;

import io.netty.handler.codec.DecoderException;

/**
 * A stream of octets that is no SIP: the connection cannot go on, because nobody knows where the
 * next message begins. The name of the fault is a fixed word; the octets themselves are never part
 * of it.
 */
public final class SipFault extends DecoderException {
    private final String fault;

    SipFault(String fault) {
        super("not SIP: " + fault);
        this.fault = fault;
    }

    /** A fixed word such as {@code bare-lf} or {@code content-length-missing}. */
    public String fault() {
        return fault;
    }
}
