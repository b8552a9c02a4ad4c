package org.sallyport.simulator.edge;

import java.time.Duration;

/**
 * How something a simulated user did ended.
 *
 * @param status final SIP status; 200 to 299 means that the other side took it
 * @param local whether the simulator made the status up because no answer came (408 time-out, 504
 *     no connection)
 * @param diagnostics value of {@code ms-diagnostics-public}, or empty text
 * @param invites how many INVITEs it took; 0 when a session stood already
 * @param messages how many MESSAGEs carried the text; 0 when the toast was consumed or no session
 *     came about
 * @param took simulated time from the wish to the end
 */
public record Sent(
        int status, boolean local, String diagnostics, int invites, int messages, Duration took) {
    /** Whether the other side took it. */
    public boolean taken() {
        return status >= 200 && status < 300;
    }
}
