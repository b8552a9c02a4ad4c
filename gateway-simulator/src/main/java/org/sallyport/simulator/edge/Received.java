package org.sallyport.simulator.edge;

/**
 * A text that reached a simulated user. {@link #toString} does not show it.
 *
 * @param from bare address in lower case, without scheme
 * @param text the text; of a multipart the plain part, of HTML and RTF the source
 * @param callId Call-ID of the session it came in
 * @param contentType media type in lower case
 * @param toast whether it came in the INVITE and was consumed there
 * @param arrival {@link SimulatorClock#nanos} when it was read, with what the Edge held of its
 *     sender
 */
public record Received(
        String from,
        String text,
        String callId,
        String contentType,
        boolean toast,
        Arrival arrival) {
    /** When it came, and whether the sender counted as verified. */
    public record Arrival(long nanos, boolean verified) {}

    @Override
    public String toString() {
        return "Received[" + text.length() + " chars, " + contentType + "]";
    }
}
