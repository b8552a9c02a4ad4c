package org.sallyport.simulator.xmpp;

/** Why a stream we opened never became ready. */
public final class StreamFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The kinds of failure. */
    public enum Cause {
        /** No connection. */
        UNREACHABLE,
        /** We did not accept the peer's certificate. */
        CERTIFICATE,
        /** The peer offered no SASL EXTERNAL. */
        NOT_OFFERED,
        /** The peer sent a stream error or a SASL failure. */
        REFUSED,
        /** The connection went away, or TLS failed. */
        DROPPED
    }

    private final Cause cause;
    private final String condition;

    StreamFailure(Cause cause, String condition) {
        super("stream not established: cause=" + cause + " condition=" + condition);
        this.cause = cause;
        this.condition = condition;
    }

    /** The kind of failure. */
    public Cause reason() {
        return cause;
    }

    /** The condition the peer gave, or empty. */
    public String condition() {
        return condition;
    }
}
