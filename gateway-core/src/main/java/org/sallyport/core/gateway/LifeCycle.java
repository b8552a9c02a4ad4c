package org.sallyport.core.gateway;

import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.sallyport.api.event.EventSink;
import org.sallyport.api.event.GatewayEvent.LifeCycleChanged;
import org.sallyport.core.management.GatewayStatus.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the gateway is in its life, and why it is degraded. Goes forward only. Thread-safe. */
final class LifeCycle {
    private static final Logger log = LoggerFactory.getLogger(LifeCycle.class);

    private final InstantSource clock;
    private final EventSink events;
    private final List<String> reasons = new CopyOnWriteArrayList<>();
    private State state = State.STARTING;

    LifeCycle(InstantSource clock, EventSink events) {
        this.clock = clock;
        this.events = events;
    }

    /** {@code DEGRADED} stands for running with reasons. */
    synchronized State state() {
        return state == State.RUNNING && !reasons.isEmpty() ? State.DEGRADED : state;
    }

    List<String> reasons() {
        return List.copyOf(reasons);
    }

    /** Goes on; false if the gateway is there already, or further. */
    synchronized boolean advance(State next, String detail) {
        if (next.compareTo(state) <= 0) {
            return false;
        }
        state = next;
        tell(next, detail);
        return true;
    }

    /** Something does not work any more that an operator relies on. */
    synchronized void degrade(String reason) {
        reasons.add(reason);
        log.error("gateway is degraded: reason={}", reason);
        if (state == State.RUNNING) {
            tell(State.DEGRADED, reason);
        }
    }

    void tell(State now, String detail) {
        events.publish(
                new LifeCycleChanged(clock.instant(), now.name().toLowerCase(Locale.ROOT), detail));
    }
}
