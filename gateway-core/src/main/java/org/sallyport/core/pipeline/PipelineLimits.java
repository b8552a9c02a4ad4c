package org.sallyport.core.pipeline;

import java.time.Duration;

/**
 * What the packet path keeps to.
 *
 * @param filterStep how long one filter may take for one packet
 * @param abandonedFilterThreads how many hanging calls disable a filter
 * @param bounds how many packets may wait
 * @param hops how many gateways, and how many answers to answers, a packet may pass
 * @param originatedDeadline how long a packet of the gateway's own may take
 * @param deliveryGrace how long after its deadline a delivery may still bring its outcome
 */
public record PipelineLimits(
        Duration filterStep,
        int abandonedFilterThreads,
        Bounds bounds,
        int hops,
        Duration originatedDeadline,
        Duration deliveryGrace) {
    /** Longest time that an adaptor can ask for; a deadline further away is brought forward. */
    public static final Duration LONGEST_DEADLINE = Duration.ofMinutes(10);

    /** How long a sign of typing is worth anything while it waits. */
    public static final Duration COMPOSING_USE = Duration.ofSeconds(5);

    /** How many packets may wait in a lane before a sign of typing is not worth queueing. */
    static final int COMPOSING_BACKLOG = 8;

    /** How many packets one call of a filter may originate. */
    static final int ANSWERS_PER_CALL = 16;

    /**
     * How many deliveries may hang past their deadline, in all, before their lanes have to wait for
     * them.
     */
    static final int STUCK_DELIVERIES = 256;

    /** What the sender of a packet that found no room is told to wait, in seconds. */
    static final int RETRY_AFTER_SECONDS = 5;

    /**
     * How many packets may be in the gateway.
     *
     * @param lane waiting in one lane
     * @param peer from one peer, and to one domain
     * @param total in all
     */
    public record Bounds(int lane, int peer, int total) {
        /**
         * Leaves room for others when one peer is slow: a peer may fill a quarter of the gateway.
         */
        public static Bounds of(int lane, int total) {
            return new Bounds(lane, Math.max(1, total / 4), total);
        }
    }

    /** What the configuration's defaults are. */
    public static PipelineLimits defaults() {
        return new PipelineLimits(
                Duration.ofSeconds(2),
                8,
                Bounds.of(100, 20_000),
                8,
                Duration.ofSeconds(30),
                Duration.ofSeconds(2));
    }
}
