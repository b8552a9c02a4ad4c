package org.sallyport.adaptor.xmpp.stream;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.sallyport.api.address.Domain;
import org.sallyport.api.event.GatewayEvent;
import org.sallyport.api.link.AdaptorName;
import org.sallyport.api.plugin.PluginContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells step by step how one connection is made or refused. For one event loop. */
final class Handshake {
    /** Stands in events for a peer that has not said who it is. */
    static final Domain UNKNOWN = new Domain("unknown.invalid");

    private static final Logger log = LoggerFactory.getLogger(Handshake.class);
    private static final AtomicLong ATTEMPTS = new AtomicLong();

    private final PluginContext context;
    private final AdaptorName adaptor;
    private final String direction;
    private final long attempt = ATTEMPTS.incrementAndGet();
    private Domain peer = UNKNOWN;
    private boolean up;

    Handshake(PluginContext context, String direction) {
        this.context = context;
        this.adaptor = new AdaptorName(context.instance().name());
        this.direction = direction;
    }

    void peer(Domain domain) {
        peer = domain;
    }

    void passed(String step, String detail) {
        step(step, true, detail);
    }

    void refused(String step, String detail) {
        step(step, false, detail);
        log.warn(
                "xmpp handshake failed: peer={} direction={} step={} reason={}",
                peer,
                direction,
                step,
                detail);
    }

    private void step(String step, boolean passed, String detail) {
        context.metrics()
                .counter(
                        "handshake-steps",
                        Map.of("step", step, "result", passed ? "passed" : "failed"))
                .increment();
        context.events()
                .publish(
                        new GatewayEvent.HandshakeStep(
                                context.time().clock().instant(),
                                adaptor,
                                peer,
                                attempt,
                                step,
                                passed,
                                direction + ": " + detail));
    }

    void linkUp(String detail) {
        up = true;
        link(true, detail);
        log.info("xmpp link up: peer={} direction={} {}", peer, direction, detail);
    }

    /** Does nothing if the link never was up. */
    void linkDown(String why) {
        if (up) {
            up = false;
            link(false, why);
            log.info("xmpp link down: peer={} direction={} reason={}", peer, direction, why);
        }
    }

    private void link(boolean isUp, String detail) {
        context.events()
                .publish(
                        new GatewayEvent.LinkChanged(
                                context.time().clock().instant(),
                                adaptor,
                                peer,
                                isUp,
                                direction + ": " + detail));
    }
}
