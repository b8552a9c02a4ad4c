package org.sallyport.adaptor.sip.transport;

/** The octets of a connection are no SIP messages. Quotes none of them. */
final class FramingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Flaw flaw;

    FramingException(Flaw flaw) {
        super(flaw.token(), null, false, false);
        this.flaw = flaw;
    }

    Flaw flaw() {
        return flaw;
    }
}
