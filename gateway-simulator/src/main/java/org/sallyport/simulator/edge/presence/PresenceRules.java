package org.sallyport.simulator.edge.presence;

import java.time.Duration;

/**
 * Whether and how an Edge carries presence (MS-SIP §8.1 points 13 to 15).
 *
 * @param carried whether SUBSCRIBE of a partner is taken; if not, it gets 403 with 1027
 * @param lists whether documents go out in the list form to watchers who offer it (RFC 4662)
 * @param notifyFirst whether the first NOTIFY, where one is due, overtakes the 200
 * @param refresh after how long a watcher refreshes at the latest
 * @param retry after how long a watcher tries again after 480 or 504; doubles each time
 * @param slowest longest wait between two such tries
 */
public record PresenceRules(
        boolean carried,
        boolean lists,
        boolean notifyFirst,
        Duration refresh,
        Duration retry,
        Duration slowest) {
    /** Presence is carried; documents are direct bodies; 1 h 45 min, 10 s, 15 min. */
    public static final PresenceRules USUAL =
            new PresenceRules(
                    true,
                    false,
                    false,
                    Duration.ofMinutes(105),
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(15));

    /** Partners' subscriptions are refused; own users may still watch. */
    public static final PresenceRules NONE =
            new PresenceRules(false, false, false, USUAL.refresh(), USUAL.retry(), USUAL.slowest());

    public PresenceRules withLists(boolean wanted) {
        return new PresenceRules(carried, wanted, notifyFirst, refresh, retry, slowest);
    }

    public PresenceRules withNotifyFirst(boolean wanted) {
        return new PresenceRules(carried, lists, wanted, refresh, retry, slowest);
    }

    public PresenceRules withRefresh(Duration span) {
        return new PresenceRules(carried, lists, notifyFirst, span, retry, slowest);
    }

    public PresenceRules withRetry(Duration first, Duration last) {
        return new PresenceRules(carried, lists, notifyFirst, refresh, first, last);
    }
}
