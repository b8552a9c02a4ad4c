package org.sallyport.core.event;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.sallyport.api.event.EventListener;
import org.sallyport.api.event.EventSink;
import org.sallyport.api.event.GatewayEvent;
import org.sallyport.api.metrics.Metrics;

/**
 * Carries events to listeners. Each has a bounded queue and a platform thread; what does not fit is
 * lost for that listener and counted as {@code sallyport.events.lost}. Thread-safe; publishing
 * never blocks.
 */
public final class EventBus implements EventSink, AutoCloseable {
    private final int capacity;
    private final Metrics metrics;
    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();

    /**
     * @param capacity how many events wait for one listener, at least 1
     */
    public EventBus(int capacity, Metrics metrics) {
        this.capacity = capacity;
        this.metrics = metrics;
    }

    /**
     * Adds a listener, which hears everything that is published from now on. The bus closes it.
     *
     * @param name for metrics and logs
     * @param listener who listens
     * @param loader the context class loader of its thread
     */
    public void listen(String name, EventListener listener, ClassLoader loader) {
        subscribers.add(
                new Subscriber(
                        name,
                        listener,
                        loader,
                        capacity,
                        metrics.counter("events.lost", Map.of("listener", name)),
                        metrics.counter("events.failed", Map.of("listener", name))));
    }

    /** Adds a listener of the gateway's own. */
    public void listen(String name, EventListener listener) {
        listen(name, listener, EventBus.class.getClassLoader());
    }

    @Override
    public void publish(GatewayEvent event) {
        for (Subscriber subscriber : subscribers) {
            subscriber.offer(event);
        }
    }

    /**
     * Whether every listener that must hear all can follow. While it cannot, new packets must be
     * refused: its queue is full, it lost an event that it has not made up for, or its thread
     * ended.
     */
    public boolean keepsUp() {
        for (Subscriber subscriber : subscribers) {
            if (subscriber.behind()) {
                return false;
            }
        }
        return true;
    }

    /** Waits until everything published so far was heard, or the limit is over. */
    public boolean settle(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (Subscriber subscriber : subscribers) {
            if (!subscriber.settle(end)) {
                return false;
            }
        }
        return true;
    }

    /** Lets listeners hear what waits, for at most two seconds, and closes them. */
    @Override
    public void close() {
        subscribers.forEach(Subscriber::close);
        subscribers.clear();
    }
}
