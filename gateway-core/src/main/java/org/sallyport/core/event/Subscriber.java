package org.sallyport.core.event;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.sallyport.api.event.EventListener;
import org.sallyport.api.event.GatewayEvent;
import org.sallyport.api.metrics.Metrics;
import org.sallyport.core.log.Redacted;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One listener with its queue and thread. */
final class Subscriber implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Subscriber.class);
    private static final long CLOSE_MILLIS = 2_000;
    private static final long POLL_MILLIS = 50;

    private final String name;
    private final EventListener listener;
    private final BlockingQueue<GatewayEvent> waiting;
    private final Metrics.Counter lost;
    private final Metrics.Counter failed;
    private final AtomicLong published = new AtomicLong();
    private final AtomicLong heard = new AtomicLong();
    private final boolean mustHearAll;
    private final Thread thread;
    private volatile boolean missed;
    private volatile boolean closing;

    Subscriber(
            String name,
            EventListener listener,
            ClassLoader loader,
            int capacity,
            Metrics.Counter lost,
            Metrics.Counter failed) {
        this.name = name;
        this.listener = listener;
        this.waiting = new ArrayBlockingQueue<>(capacity);
        this.lost = lost;
        this.failed = failed;
        this.mustHearAll = listener.mustHearAll();
        this.thread =
                Thread.ofPlatform().daemon().name("sallyport-events-" + name).unstarted(this::run);
        thread.setContextClassLoader(loader);
        thread.start();
    }

    void offer(GatewayEvent event) {
        if (waiting.offer(event)) {
            published.incrementAndGet();
        } else {
            missed = true;
            lost.increment();
        }
    }

    /**
     * A listener that lost an event has caught up once its queue is empty again; the loss stays
     * counted.
     */
    boolean behind() {
        return mustHearAll && (missed || waiting.remainingCapacity() == 0 || !thread.isAlive());
    }

    boolean settle(long end) throws InterruptedException {
        long goal = published.get();
        synchronized (heard) {
            while (heard.get() < goal) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0 || !thread.isAlive()) {
                    return heard.get() >= goal;
                }
                heard.wait(Math.min(left, POLL_MILLIS));
            }
        }
        return true;
    }

    private void run() {
        try {
            while (!closing || !waiting.isEmpty()) {
                GatewayEvent event = waiting.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (event != null) {
                    hear(event);
                } else {
                    missed = false;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void hear(GatewayEvent event) {
        try {
            listener.on(event);
        } catch (RuntimeException | LinkageError e) {
            failed.increment();
            LOG.warn("event listener failed: listener={}", name, Redacted.of(e));
        } finally {
            synchronized (heard) {
                heard.incrementAndGet();
                heard.notifyAll();
            }
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            if (!thread.join(java.time.Duration.ofMillis(CLOSE_MILLIS))) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
        try {
            listener.close();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("event listener did not close: listener={}", name, Redacted.of(e));
        }
    }
}
