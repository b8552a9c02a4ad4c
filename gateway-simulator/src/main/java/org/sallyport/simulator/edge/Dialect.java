package org.sallyport.simulator.edge;

import java.time.Duration;

/**
 * Switches of how the Edge and its clients speak SIP.
 *
 * @param routeCheck what of a Route header must come back unchanged
 * @param routeRefusal status for a wrong route set, 403 or 504
 * @param connections most connections to one partner, 1 to 4
 * @param spread whether requests of one dialog go over the connections in turn; then each text
 *     waits for the one before
 * @param glare what happens when both sides invite each other at the same moment
 * @param idle after how long without a text a client ends the session
 */
public record Dialect(
        RouteCheck routeCheck,
        int routeRefusal,
        int connections,
        boolean spread,
        Glare glare,
        Duration idle) {
    /** What of a Route header must be byte-identical to the Record-Route it came from. */
    public enum RouteCheck {
        /** The whole entry with the parameters behind the bracket (MS-SIP §1.6). */
        WHOLE_ENTRY,
        /** Only what stands in the angle brackets, as RFC 3261 §12.1.2 asks. */
        URI,
        /** Nothing. */
        OFF
    }

    /** Both sides invite each other at the same moment. */
    public enum Glare {
        /** Both sessions are taken; texts go over the younger one. */
        TAKE_BOTH,
        /** The partner's is taken, the own one cancelled. */
        TAKE_THEIRS,
        /** The partner's is refused with 491. */
        REFUSE_THEIRS
    }

    /** Whole entries, 504, four connections, not spread, both of a glare, ten minutes. */
    public static final Dialect USUAL =
            new Dialect(
                    RouteCheck.WHOLE_ENTRY, 504, 4, false, Glare.TAKE_BOTH, Duration.ofMinutes(10));

    public Dialect {
        if (connections < 1 || connections > 4) {
            throw new IllegalArgumentException("an Edge opens one to four connections");
        }
    }

    public Dialect withRouteCheck(RouteCheck check, int refusal) {
        return new Dialect(check, refusal, connections, spread, glare, idle);
    }

    public Dialect withConnections(int count, boolean inTurn) {
        return new Dialect(routeCheck, routeRefusal, count, inTurn, glare, idle);
    }

    public Dialect withGlare(Glare other) {
        return new Dialect(routeCheck, routeRefusal, connections, spread, other, idle);
    }

    public Dialect withIdle(Duration span) {
        return new Dialect(routeCheck, routeRefusal, connections, spread, glare, span);
    }
}
