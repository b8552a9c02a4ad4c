package org.sallyport.api.event;

/**
 * Hears every event, in order, on one thread of its own. Events wait in a bounded queue; what does
 * not fit is counted as lost for this listener.
 */
@FunctionalInterface
public interface EventListener extends AutoCloseable {
    /**
     * Hears one event. An exception is logged and counted, and the next event comes all the same.
     */
    void on(GatewayEvent event);

    /** Whether traffic must stop when this listener cannot follow. By default it need not. */
    default boolean mustHearAll() {
        return false;
    }

    /** Frees what the listener holds. */
    @Override
    default void close() {}
}
