package org.sallyport.simulator.edge.presence;

import java.util.Optional;

/**
 * One notification a watching user got.
 *
 * @param from address of the one she watches
 * @param state {@code active}, {@code pending} or {@code terminated}
 * @param reason reason of an end, empty text when none was given
 * @param carrier where it stood: {@code 200}, {@code NOTIFY} or {@code BENOTIFY}
 * @param document what it said; empty when there was no body
 */
public record Notified(
        String from,
        String state,
        String reason,
        String carrier,
        Optional<PresenceDocument> document) {
    @Override
    public String toString() {
        return "Notified[" + carrier + " " + state + "]";
    }
}
