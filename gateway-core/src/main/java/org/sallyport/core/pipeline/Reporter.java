package org.sallyport.core.pipeline;

import java.util.concurrent.atomic.AtomicBoolean;
import org.sallyport.api.event.EventSink;
import org.sallyport.api.event.GatewayEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes events; a sink that throws does no harm to packets. */
final class Reporter {
    private static final Logger log = LoggerFactory.getLogger(Reporter.class);

    private final EventSink events;
    private final AtomicBoolean told = new AtomicBoolean();

    Reporter(EventSink events) {
        this.events = events;
    }

    void publish(GatewayEvent event) {
        try {
            events.publish(event);
        } catch (RuntimeException e) {
            if (!told.getAndSet(true)) {
                Throw.logged(
                        log, "events are lost", "event=" + event.getClass().getSimpleName(), e);
            }
        }
    }
}
