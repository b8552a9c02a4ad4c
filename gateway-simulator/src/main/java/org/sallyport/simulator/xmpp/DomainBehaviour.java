package org.sallyport.simulator.xmpp;

/**
 * Switches of a domain that may be thrown at any time, by any thread; they bear on what comes
 * after.
 */
public final class DomainBehaviour {
    private volatile boolean offersExternal = true;
    private volatile boolean answersPings = true;

    private volatile int cutsAfter;

    DomainBehaviour() {}

    /** Whether SASL EXTERNAL is offered to a peer with a good certificate; on by default. */
    public void offersExternal(boolean on) {
        offersExternal = on;
    }

    /** Whether XEP-0199 pings are answered; on by default. */
    public void answersPings(boolean on) {
        answersPings = on;
    }

    /**
     * Resets a later stream when this many stanzas came in on it; the last one is neither handled
     * nor acknowledged.
     *
     * @param stanzas 0, the default, for never
     */
    public void cutsAfter(int stanzas) {
        cutsAfter = stanzas;
    }

    int cutsAfter() {
        return cutsAfter;
    }

    boolean offersExternal() {
        return offersExternal;
    }

    boolean answersPings() {
        return answersPings;
    }
}
