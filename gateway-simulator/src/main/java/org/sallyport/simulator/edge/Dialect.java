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
 * @param client what speaks for the users
 */
public record Dialect(
        RouteCheck routeCheck,
        int routeRefusal,
        int connections,
        boolean spread,
        Glare glare,
        Client client) {
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

    /** What stands behind the Edge. */
    public enum Kind {
        /** Skype for Business clients, each user with an own GRUU (MS-SIP §2). */
        SKYPE,
        /** The one gateway of the Teams cloud, for all its users (MS-SIP §5). */
        TEAMS
    }

    /**
     * How the users' side behaves in a session.
     *
     * @param idle after how long without a text it ends the session
     * @param typingStatus how it answers an INFO: 200, 405 or 501
     */
    public record Client(Kind kind, Duration idle, int typingStatus) {
        public Client {
            if (typingStatus != 200 && typingStatus != 405 && typingStatus != 501) {
                throw new IllegalArgumentException("an INFO gets 200, 405 or 501");
            }
        }
    }

    /**
     * Whole entries, 504, four connections, not spread, both of a glare; Skype for Business clients
     * that end a session after ten minutes.
     */
    public static final Dialect USUAL =
            new Dialect(
                    RouteCheck.WHOLE_ENTRY,
                    504,
                    4,
                    false,
                    Glare.TAKE_BOTH,
                    new Client(Kind.SKYPE, Duration.ofMinutes(10), 200));

    /**
     * The same with Teams behind the Edge (MS-SIP §5): a session lives for a day without a text, a
     * glare leaves one session, and an INFO gets 200. The last three are unverified.
     */
    public static final Dialect TEAMS =
            new Dialect(
                    RouteCheck.WHOLE_ENTRY,
                    504,
                    4,
                    false,
                    Glare.TAKE_THEIRS,
                    new Client(Kind.TEAMS, Duration.ofDays(1), 200));

    public Dialect {
        if (connections < 1 || connections > 4) {
            throw new IllegalArgumentException("an Edge opens one to four connections");
        }
    }

    public Dialect withRouteCheck(RouteCheck check, int refusal) {
        return new Dialect(check, refusal, connections, spread, glare, client);
    }

    public Dialect withConnections(int count, boolean inTurn) {
        return new Dialect(routeCheck, routeRefusal, count, inTurn, glare, client);
    }

    public Dialect withGlare(Glare other) {
        return new Dialect(routeCheck, routeRefusal, connections, spread, other, client);
    }

    public Dialect withIdle(Duration span) {
        return withClient(new Client(client.kind(), span, client.typingStatus()));
    }

    /** With this answer to an INFO: 200, 405 or 501. */
    public Dialect withTypingStatus(int status) {
        return withClient(new Client(client.kind(), client.idle(), status));
    }

    private Dialect withClient(Client other) {
        return new Dialect(routeCheck, routeRefusal, connections, spread, glare, other);
    }

    /** After how long without a text the users' side ends a session. */
    public Duration idle() {
        return client.idle();
    }
}
