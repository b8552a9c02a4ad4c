package org.sallyport.adaptor.sip.transport;

import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.sallyport.api.address.Domain;
import org.sallyport.api.config.PeerSettings;
import org.sallyport.api.event.GatewayEvent;
import org.sallyport.api.plugin.PluginContext;

/**
 * What the parts of one transport share.
 *
 * @param settings what the administrator said
 * @param context what the gateway gives
 * @param stack the transaction layer
 * @param meters counters
 * @param handler who takes messages
 */
record Hub(
        TransportSettings settings,
        PluginContext context,
        JainStack stack,
        TransportMeters meters,
        SipMessages handler) {
    private static final String COOKIE = "z9hG4bK";

    TransportLimits limits() {
        return settings.limits();
    }

    List<PeerSettings> peers() {
        return settings.peers();
    }

    ExecutorService workers() {
        return context.time().workers();
    }

    /** Runs something soon, on another thread and without the locks of this one. */
    void later(Runnable work) {
        try {
            workers().execute(work);
        } catch (RejectedExecutionException e) {
            work.run(); // the gateway is stopping
        }
    }

    /** A token that nobody guesses: an answer is matched by it. */
    String token() {
        byte[] octets = new byte[16];
        context.identifiers().random().nextBytes(octets);
        return HexFormat.of().formatHex(octets);
    }

    /** A branch for one of our requests (RFC 3261 §8.1.1.7). */
    String branch() {
        return COOKIE + token();
    }

    /** Publishes one step of a connection being made. */
    void step(Domain peer, long attempt, String step, boolean passed, String detail) {
        context.events()
                .publish(
                        new GatewayEvent.HandshakeStep(
                                context.time().clock().instant(),
                                settings.adaptor(),
                                peer,
                                attempt,
                                step,
                                passed,
                                detail));
    }

    /** Publishes that a connection became usable, or ended. */
    void linkChanged(Domain peer, boolean up, String detail) {
        context.events()
                .publish(
                        new GatewayEvent.LinkChanged(
                                context.time().clock().instant(),
                                settings.adaptor(),
                                peer,
                                up,
                                detail));
    }
}
