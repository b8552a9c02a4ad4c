package org.sallyport.core.pipeline;

import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.sallyport.api.event.EventSink;
import org.sallyport.api.metrics.Metrics;
import org.sallyport.api.packet.CorrelationId;

/**
 * What the packet path is given.
 *
 * @param node the name of this node, for the hop marker
 * @param time clocks
 * @param ids makes correlation ids, for rehearsals
 * @param events where policy decisions and ends of packets go; must not block
 * @param metrics counters and timers of the packet path
 * @param mayTake whether packets may be taken now; false while somebody who must hear all events
 *     cannot follow
 * @param onDegraded told once, in a sentence, for every filter that had to be disabled; must not
 *     block
 */
public record PipelineServices(
        String node,
        Time time,
        Supplier<CorrelationId> ids,
        EventSink events,
        Metrics metrics,
        BooleanSupplier mayTake,
        Consumer<String> onDegraded) {
    /**
     * Clocks.
     *
     * @param clock the time that the gateway goes by; deadlines are measured on it
     * @param nanos nanoseconds from an arbitrary start, which nobody sets back; steps of the chain
     *     are measured on it
     */
    public record Time(InstantSource clock, LongSupplier nanos) {
        /** The clocks of this machine. */
        public static Time system() {
            return new Time(InstantSource.system(), System::nanoTime);
        }
    }
}
