package org.sallyport.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.sallyport.simulator.load.LatencyHistogram;
import org.sallyport.simulator.load.LoadReport;
import org.sallyport.simulator.load.LoadScore;
import org.sallyport.simulator.load.SipLoad;
import org.sallyport.simulator.load.XmppLoad;
import org.sallyport.simulator.xmpp.Security;

/** Two load generators with one subject between them. */
final class Rig implements AutoCloseable {
    private static final Duration SESSION_LIMIT = Duration.ofSeconds(60);
    private static final int DRAIN_SECONDS = 30;
    private static final long POLL_NANOS = 200_000;

    /** The two directions. */
    enum Direction {
        TO_SIP,
        TO_XMPP
    }

    /** Where the load generators listen. */
    record Ports(int xmpp, int sip) {}

    /** How a subject is started. */
    interface Start {
        Subject start(Options options, Setting setting, Ports peers) throws IOException;
    }

    private final LoadScore toSip;
    private final LoadScore toXmpp;
    private final XmppLoad xmpp;
    private final SipLoad sip;
    private final Subject subject;

    /** Starts everything and returns when all conversations stand. */
    Rig(Options options, Setting setting, Start start) throws IOException, InterruptedException {
        toSip = new LoadScore(options.conversations());
        toXmpp = new LoadScore(options.conversations());
        xmpp = setting.xmppLoad(toSip, toXmpp);
        sip = setting.sipLoad(toXmpp, toSip);
        subject =
                start.start(
                        options,
                        setting,
                        new Ports(
                                xmpp.address(Security.STARTTLS).getPort(),
                                sip.address().getPort()));
        xmpp.connect(subject.xmpp(), Security.STARTTLS, options.connections());
        sip.connect(subject.sip(), Names.GATEWAY_SIP_NAME, options.connections());
        int sessions = sip.openSessions(SESSION_LIMIT);
        if (sessions < options.conversations()) {
            throw new IOException("sessions=" + sessions + " refusals=" + sip.refusals());
        }
    }

    Subject subject() {
        return subject;
    }

    /** Sends for so long in a closed window. */
    void sendWindowed(Direction direction, int window, Duration length)
            throws InterruptedException {
        if (direction == Direction.TO_SIP) {
            xmpp.sendWindowed(window, Long.MAX_VALUE, length);
        } else {
            sip.sendWindowed(window, Long.MAX_VALUE, length);
        }
    }

    /** Sends for so long at this rate. */
    void sendAtRate(Direction direction, int perSecond, Duration length) {
        if (direction == Direction.TO_SIP) {
            xmpp.sendAtRate(perSecond, length);
        } else {
            sip.sendAtRate(perSecond, length);
        }
    }

    /** How many are complete: arrived, and answered where there are answers. */
    long complete(Direction direction) {
        return direction == Direction.TO_SIP
                ? toSip.report().counts().arrived()
                : Math.min(toXmpp.report().counts().arrived(), sip.answers().count());
    }

    /** Waits until nothing is under way any more, or nothing came for long. */
    void drain() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
        while (!isDrained() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private boolean isDrained() {
        return toSip.open() == 0
                && toXmpp.open() == 0
                && sip.answers().count() >= toXmpp.report().counts().arrived();
    }

    LatencyHistogram latency(Direction direction) {
        return score(direction).latency();
    }

    LoadReport report(Direction direction) {
        return score(direction).report();
    }

    private LoadScore score(Direction direction) {
        return direction == Direction.TO_SIP ? toSip : toXmpp;
    }

    /** Texts that arrived at the XMPP side and were never answered 200. */
    long unanswered() {
        return Math.max(0, toXmpp.report().counts().arrived() - sip.answers().count());
    }

    /** Refused requests by status. */
    Map<Integer, Long> refusals() {
        return sip.refusals();
    }

    /** How many conversations stand. */
    int sessions() {
        return sip.sessions();
    }

    /** What the subject did wrong as an XMPP server. */
    int violations() {
        return xmpp.endpoint().violations().size();
    }

    @Override
    public void close() {
        subject.close();
        xmpp.close();
        sip.close();
    }
}
