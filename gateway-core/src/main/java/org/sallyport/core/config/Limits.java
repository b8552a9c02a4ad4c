package org.sallyport.core.config;

import java.time.Duration;
import org.sallyport.api.config.Default;
import org.sallyport.api.config.Doc;
import org.sallyport.api.config.Live;

/**
 * The section {@code limits:}.
 *
 * @param filterStep how long one filter may take for one packet
 * @param abandonedFilterThreads after how many hanging calls a filter is disabled
 * @param laneBound how many packets wait in one lane
 * @param inFlight how many packets are in the gateway
 * @param hops how many gateways a packet may pass
 * @param originatedDeadline how long a packet of the gateway's own may take
 * @param drain how long a stop waits for packets under way
 * @param eventQueue how many events wait for one listener
 */
@Doc("Sizes and times that bound the gateway")
public record Limits(
        @Doc("How long one filter may take for one packet; then the packet is rejected")
                @Default("2s")
                @Live
                Duration filterStep,
        @Doc("After how many hanging calls a filter is disabled; its packets are then rejected")
                @Default("8")
                int abandonedFilterThreads,
        @Doc(
                        "How many packets wait for one pair of users and one direction; more are refused at once")
                @Default("100")
                int laneBound,
        @Doc("How many packets are in the gateway at a time; more are refused at once")
                @Default("20000")
                int inFlight,
        @Doc("How many gateways a packet may pass before it counts as a loop") @Default("8")
                int hops,
        @Doc("How long a packet that the gateway itself originates may take") @Default("30s")
                Duration originatedDeadline,
        @Doc("How long a stop waits for packets under way before it cuts") @Default("10s")
                Duration drain,
        @Doc("How many events wait for one listener; more are lost and counted") @Default("10000")
                int eventQueue) {
    /**
     * @throws IllegalArgumentException if something is not positive
     */
    public Limits {
        positive(filterStep, "filter-step");
        positive(originatedDeadline, "originated-deadline");
        positive(drain, "drain");
        within(abandonedFilterThreads, 1, 1_000, "abandoned-filter-threads");
        within(laneBound, 1, 100_000, "lane-bound");
        within(inFlight, 1, 10_000_000, "in-flight");
        within(hops, 1, 100, "hops");
        within(eventQueue, 1, 1_000_000, "event-queue");
    }

    /** What a file that says nothing means. */
    public static Limits defaults() {
        return new Limits(
                Duration.ofSeconds(2),
                8,
                100,
                20_000,
                8,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                10_000);
    }

    private static void positive(Duration value, String key) {
        if (value.isZero() || value.isNegative() || value.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(key + " is more than 0 and at most one day");
        }
    }

    private static void within(int value, int least, int most, String key) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(key + " is " + least + " to " + most);
        }
    }
}
