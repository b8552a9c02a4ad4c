package org.sallyport.core.pipeline;

import java.util.function.Consumer;
import org.sallyport.api.outcome.Outcome;

/**
 * A node that owns a pair of users: all packets between the two, both ways, go through its lanes.
 * Thread-safe.
 */
@FunctionalInterface
public interface Owner {
    /** This very node: its packets never leave it. */
    Owner HERE =
            (_, _) -> {
                throw new IllegalStateException("packets for this node are not handed over");
            };

    /**
     * Hands a packet over, in the order of the calls. Never blocks.
     *
     * @param onOutcome called exactly once; a node that cannot be asked any more yields an outcome
     *     of certainty {@code UNKNOWN}
     */
    void submit(Handoff handoff, Consumer<Outcome> onOutcome);
}
