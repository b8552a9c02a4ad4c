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
 * Where requests for one peer and one host go: always the same open connection, so that their order
 * is kept; while there is none, requests wait in order for the one that is being opened.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a deadline that comes too late finds nothing to do
final class NextHop {
    /**
     * After a failed attempt: a peer that is down must not cost a connection attempt for each
     * message.
     */
    private static final Duration PAUSE = Duration.ofMillis(200);

    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final Key key;
    private final Opener opener;
    private final Hub hub;
    private final ArrayDeque<Parcel> waiting = new ArrayDeque<>();
    private @Nullable Connection current;
    private @Nullable Refusal refusal;
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

        /**
         * Opens one and calls back, on any thread, exactly once: {@link #opened} or {@link
         * #failed}.
         */
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
        Refusal recent = null;
        synchronized (this) {
            // A connection that is found while others wait would let this one overtake them.
            ready = opening || draining ? null : usable();
            if (ready == null) {
                full = waiting.size() >= hub.limits().counts().waiting();
                recent = opening || draining ? null : fresh(refusal);
                if (!full && recent == null) {
                    waiting.add(parcel);
                    open = !opening && !draining;
                    opening |= open;
                }
            }
        }
        if (ready != null) {
            parcel.begin(ready);
        } else if (recent != null) {
            parcel.failUnwritten(recent.reason, recent.explanation);
        } else if (full) {
            parcel.failUnwritten(
                    Reason.OVERLOADED, "too many requests wait for a connection to the peer");
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
            open = !opening && !draining && usable() == null;
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

    /**
     * There is no connection to be had: what waits fails, unless the peer has connected to us
     * meanwhile.
     */
    void failed(Reason reason, String explanation) {
        Connection theirs = reason == Reason.CLOSED ? null : opener.find(key);
        if (theirs != null) {
            opened(theirs);
            return;
        }
        ArrayDeque<Parcel> lost;
        synchronized (this) {
            opening = false;
            refusal = new Refusal(reason, explanation, System.nanoTime() + PAUSE.toNanos());
            lost = new ArrayDeque<>(waiting);
            waiting.clear();
        }
        lost.forEach(parcel -> parcel.failUnwritten(reason, explanation));
    }

    /** Why the last attempt failed, and until when there is no other. */
    private record Refusal(Reason reason, String explanation, long until) {}

    private @Nullable Refusal fresh(@Nullable Refusal known) {
        return known != null && System.nanoTime() - known.until < 0 ? known : null;
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
        long millis =
                left.isNegative()
                        ? 0
                        : (left.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : left).toMillis();
        hub.context()
                .time()
                .scheduler()
                .schedule(
                        () ->
                                hub.later(() ->
                                        parcel.failUnwritten(
                                                Reason.DEADLINE,
                                                "the time ran out before the request could be written")),
                        millis,
                        TimeUnit.MILLISECONDS);
    }
}
