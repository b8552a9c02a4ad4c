package org.sallyport.adaptor.sip.transport;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sallyport.adaptor.sip.transport.SendFailure.Reason;
import org.sallyport.api.address.Domain;
import org.sallyport.api.config.HostPort;
import org.sallyport.api.config.PeerSettings;

/**
 * Where requests for one peer and one host go: always the same open connection, so that their order is kept; while there is
 * none, requests wait in order for the one that is being opened.
 */
final class NextHop {
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final Key key;
    private final Opener opener;
    private final Hub hub;
    private final ArrayDeque<Parcel> waiting = new ArrayDeque<>();
    private @Nullable Connection current;
    private boolean opening;
    private boolean draining;

    NextHop(Key key, Opener opener, Hub hub) {
        this.key = key;
        this.opener = opener;
        this.hub = hub;
    }

    /**
     * What requests have in common that go one way.
     *
     * @param peer to whom
     * @param hop the host that a route set names, if it belongs to the peer
     * @param speakingFor the domain of the sender, which decides our certificate
     */
    record Key(PeerSettings peer, Optional<HostPort> hop, Domain speakingFor) {}

    /** Finds and opens connections. */
    interface Opener {
        /** An open connection that will do, or null. */
        @Nullable Connection find(Key key);

        /** Opens one and calls back, on any thread, exactly once: {@link #opened} or {@link #failed}. */
        void open(NextHop hop);
    }

    Key key() {
        return key;
    }

    /** Sends at once or as soon as there is a connection. */
    void send(Parcel parcel) {
        Connection ready;
        boolean open = false;
        boolean full = false;
        synchronized (this) {
            ready = usable();
            if (ready == null || draining) {
                ready = null;
                full = waiting.size() >= hub.limits().counts().waiting();
                if (!full) {
                    waiting.add(parcel);
                    open = !opening && !draining;
                    opening |= open;
                }
            }
        }
        if (ready != null) {
            parcel.begin(ready);
        } else if (full) {
            parcel.failUnwritten(Reason.OVERLOADED, "too many requests wait for a connection to the peer");
        } else {
            watchDeadline(parcel);
        }
        if (open) {
            opener.open(this);
        }
    }

    /** Opens a connection if there is none. */
    void connect() {
        boolean open;
        synchronized (this) {
            open = usable() == null && !opening;
            opening |= open;
        }
        if (open) {
            opener.open(this);
        }
    }

    /** A connection is there: what waits goes first. */
    void opened(Connection connection) {
        synchronized (this) {
            current = connection;
            opening = false;
            draining = true;
        }
        while (true) {
            Parcel next;
            synchronized (this) {
                next = waiting.poll();
                if (next == null) {
                    draining = false;
                    return;
                }
            }
            next.begin(connection);
        }
    }

    /** There is no connection to be had: what waits fails. */
    void failed(Reason reason, String explanation) {
        ArrayDeque<Parcel> lost;
        synchronized (this) {
            opening = false;
            lost = new ArrayDeque<>(waiting);
            waiting.clear();
        }
        lost.forEach(parcel -> parcel.failUnwritten(reason, explanation));
    }

    private @Nullable Connection usable() {
        Connection known = current;
        if (known == null || !known.isOpen()) {
            known = opener.find(key);
            current = known;
        }
        return known;
    }

    private void watchDeadline(Parcel parcel) {
        Duration left = Duration.between(hub.context().time().clock().instant(), parcel.deadline());
        long millis = left.isNegative() ? 0 : (left.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : left).toMillis();
        hub.context()
                .time()
                .scheduler()
                .schedule(
                        () -> hub.later(() -> parcel.failUnwritten(
                                Reason.DEADLINE, "the time ran out before the request could be written")),
                        millis,
                        TimeUnit.MILLISECONDS);
    }
}
