package org.sallyport.core.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.sallyport.api.adaptor.Adaptor;
import org.sallyport.api.adaptor.PacketSink;
import org.sallyport.api.adaptor.PeerStatus;
import org.sallyport.api.config.HostPort;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.GatewayException;
import org.sallyport.api.link.AdaptorName;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.packet.Packet;
import org.sallyport.core.log.Redacted;
import org.sallyport.core.pipeline.Delivery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives one adaptor through its life, so that no adaptor has to guard itself against calls out of
 * order, and so that the context class loader is that of its plugin. Thread-safe.
 */
final class AdaptorHandle implements Delivery {
    private static final Logger log = LoggerFactory.getLogger(AdaptorHandle.class);
    private static final Outcome NOT_RUNNING =
            Outcome.notTaken(ErrorCode.SHUTTING_DOWN, "this side of the gateway does not run");

    private final AdaptorName name;
    private final Adaptor adaptor;
    private final ClassLoader loader;
    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);

    AdaptorHandle(AdaptorName name, Adaptor adaptor, ClassLoader loader) {
        this.name = name;
        this.adaptor = adaptor;
        this.loader = loader;
    }

    /** Where an adaptor is in its life. */
    enum State {
        /** Made. */
        NEW,
        /** It opens its listeners. */
        STARTING,
        /** Traffic can flow. */
        RUNNING,
        /** It takes nothing new. */
        DRAINING,
        /** Over, or never begun. */
        CLOSED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    AdaptorName name() {
        return name;
    }

    State state() {
        return Objects.requireNonNull(state.get());
    }

    /**
     * @throws GatewayException if it cannot start; it is then closed
     */
    void start(PacketSink inbound) {
        move(State.NEW, State.STARTING);
        try {
            call(() -> {
                adaptor.start(inbound);
                return true;
            });
            move(State.STARTING, State.RUNNING);
        } catch (GatewayException e) {
            close(Duration.ofSeconds(1));
            throw new GatewayException(
                    e.code(), "adaptor " + name + " did not start: " + e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            close(Duration.ofSeconds(1));
            throw new GatewayException(
                    ErrorCode.GATEWAY_ERROR,
                    "adaptor " + name + " did not start: " + e.getClass().getName(),
                    Redacted.of(e));
        }
    }

    @Override
    public Outcome deliver(Packet packet, Instant deadline) {
        State now = state.get();
        return now == State.RUNNING || now == State.DRAINING
                ? adaptor.deliver(packet, deadline)
                : NOT_RUNNING;
    }

    /**
     * Drains a running adaptor, waiting for it no longer than {@code limit} and a little. Never
     * throws.
     */
    void drain(Duration limit) {
        if (state.compareAndSet(State.RUNNING, State.DRAINING)) {
            guarded("drain", limit, () -> adaptor.drain(limit));
        }
    }

    /**
     * Closes it, waiting for it no longer than {@code limit}. Never throws; repeating it does
     * nothing.
     */
    void close(Duration limit) {
        if (state.getAndSet(State.CLOSED) != State.CLOSED) {
            guarded("close", limit, adaptor::close);
        }
    }

    /** What it says of its peers; empty if it cannot say. */
    List<PeerStatus> peers() {
        return asked("peers", adaptor::peers, List.of());
    }

    /** Where it listens; empty if it cannot say. */
    Map<String, HostPort> listeners() {
        return state.get() == State.NEW
                ? Map.of()
                : asked("listeners", adaptor::listeners, Map.of());
    }

    private <T> T asked(String what, Supplier<T> question, T otherwise) {
        try {
            return call(question);
        } catch (RuntimeException | LinkageError e) {
            log.warn("adaptor does not answer: adaptor={} asked={}", name, what, Redacted.of(e));
            return otherwise;
        }
    }

    /**
     * On a platform thread of its own, so that an adaptor that hangs does not hang the stop of the
     * gateway.
     */
    private void guarded(String what, Duration limit, Runnable act) {
        Thread thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("sallyport-" + what + "-" + name)
                        .unstarted(() ->
                                asked(
                                        what,
                                        () -> {
                                            act.run();
                                            return true;
                                        },
                                        false));
        thread.start();
        try {
            if (!thread.join(limit.plusMillis(500))) {
                log.warn("adaptor is left behind: adaptor={} during={}", name, what);
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private <T> T call(Supplier<T> call) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return call.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private void move(State from, State to) {
        if (!state.compareAndSet(from, to)) {
            throw new IllegalStateException("cannot go from " + state.get() + " to " + to);
        }
    }
}
