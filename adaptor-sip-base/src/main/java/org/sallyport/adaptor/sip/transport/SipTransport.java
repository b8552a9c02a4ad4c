package org.sallyport.adaptor.sip.transport;

import java.time.Duration;
import java.util.List;
import org.sallyport.api.adaptor.PeerStatus;
import org.sallyport.api.config.PeerSettings;
import org.sallyport.api.plugin.PluginContext;

/**
 * Sends and receives SIP messages over mutual TLS (MS-SIP §1). Life: {@link #create}, {@link
 * #start} once, any number of {@link #send}, {@link #close}. Several instances live side by side in
 * one process. Thread-safe; nothing here blocks, except {@link #start} and {@link #close}.
 */
public interface SipTransport extends SipEndpoint, AutoCloseable {
    /** Makes a transport; opens nothing yet. */
    static SipTransport create(TransportSettings settings, PluginContext context) {
        return new NettySipTransport(settings, context);
    }

    /**
     * Opens the listener and returns once messages can flow.
     *
     * @throws org.sallyport.api.error.GatewayException with {@code BAD_CONFIGURATION} if it cannot
     *     listen; it is then closed
     */
    void start(SipMessages handler);

    /**
     * Sends a request in a transaction of its own, over an open connection to the peer or a new
     * one. Requests for one next hop are written in the order of the calls. The transport sets the
     * only Via and, if it is missing, Max-Forwards.
     *
     * @param answers told exactly once how it ended
     */
    SentRequest send(OutboundRequest request, ResponseHandler answers);

    /** Sends a request that gets no answer: an ACK to a 2xx. Failures are counted, not told. */
    void sendStateless(OutboundRequest request);

    /**
     * Sees to it that a connection to the peer is open, opening one if there is none: for health
     * checks and start-up. The outcome shows in {@link SipMessages#onLinkChange} and {@link
     * #peers}.
     */
    void connect(PeerSettings peer);

    /** What is known of each configured peer and its connections. Does not block. */
    List<PeerStatus> peers();

    /**
     * Stops accepting connections, lets written octets leave for at most {@code limit}, then cuts.
     * Repeatable; never throws.
     */
    void close(Duration limit);

    /** {@link #close(Duration)} with two seconds. */
    @Override
    default void close() {
        close(Duration.ofSeconds(2));
    }
}
