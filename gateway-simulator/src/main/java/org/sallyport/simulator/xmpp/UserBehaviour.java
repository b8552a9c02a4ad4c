package org.sallyport.simulator.xmpp;

import java.time.Duration;

/** What happens to messages for a simulated user. */
public sealed interface UserBehaviour {
    /** They are received. */
    record Normal() implements UserBehaviour {}

    /**
     * There is no such user: {@code service-unavailable}. Also what any user never asked for does.
     */
    record Unknown() implements UserBehaviour {}

    /**
     * They vanish: neither received nor refused, as with a server that says nothing about unknown
     * users.
     */
    record Silent() implements UserBehaviour {}

    /** They are refused at once. */
    record Refusing(StanzaError error) implements UserBehaviour {}

    /** They are received, and refused after all this long afterwards. */
    record LateError(StanzaError error, Duration delay) implements UserBehaviour {}

    /** They are received, and refused after all when {@link SimulatedUser#failHeld} is called. */
    record HeldError(StanzaError error) implements UserBehaviour {}
}
