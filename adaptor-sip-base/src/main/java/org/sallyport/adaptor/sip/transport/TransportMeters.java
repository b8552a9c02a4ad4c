package org.sallyport.adaptor.sip.transport;

import java.util.Map;
import java.util.function.LongSupplier;
import org.sallyport.api.metrics.Metrics;
import org.sallyport.api.metrics.Metrics.Counter;

/**
 * The transport's counters. Names begin with {@code sip.}; labels never hold names or addresses.
 */
final class TransportMeters {
    private final Metrics metrics;
    private final Counter received;
    private final Counter sent;

    TransportMeters(Metrics metrics) {
        this.metrics = metrics;
        this.received = metrics.counter("sip.messages.received");
        this.sent = metrics.counter("sip.messages.sent");
    }

    void received() {
        received.increment();
    }

    void sent() {
        sent.increment();
    }

    /** A connection that was refused or cut. */
    void refusedConnection(String reason) {
        metrics.counter("sip.connections.refused", Map.of("reason", reason)).increment();
    }

    /** A message that was answered or ignored by the transport itself. */
    void refusedMessage(String reason) {
        metrics.counter("sip.messages.refused", Map.of("reason", reason)).increment();
    }

    /** A request of ours that got no final answer. */
    void failedRequest(String reason) {
        metrics.counter("sip.requests.failed", Map.of("reason", reason)).increment();
    }

    void gauges(LongSupplier connections, LongSupplier transactions) {
        metrics.gauge("sip.connections", Map.of(), connections);
        metrics.gauge("sip.transactions", Map.of(), transactions);
    }
}
