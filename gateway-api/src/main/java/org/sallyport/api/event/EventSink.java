package org.sallyport.api.event;

/** Where adaptors tell what happens to their connections. Thread-safe, never blocks. */
@FunctionalInterface
public interface EventSink {
    /** Publishes one event. */
    void publish(GatewayEvent event);
}
