package org.sallyport.adaptor.sip.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.sallyport.api.address.Address;
import org.sallyport.api.packet.CorrelationId;
import org.sallyport.api.packet.InstantMessage;

/**
 * Which text had which Message-Id on the wire, so that a delivery report that comes later can be
 * told to its sender (MS-SIP §2.6). Bounded in number and time; keeps no content. Thread-safe.
 */
final class LateReports {
    static final int MOST = 20_000;
    static final Duration KEPT = Duration.ofMinutes(5);

    private final Map<Key, Sent> entries = new LinkedHashMap<>();

    synchronized void remember(
            PairKey pair, String messageId, InstantMessage message, Instant now) {
        Iterator<Sent> oldestFirst = entries.values().iterator();
        int room = MOST - entries.size();
        while (oldestFirst.hasNext() && (oldestFirst.next().until().isBefore(now) || room <= 0)) {
            oldestFirst.remove();
            room++;
        }
        entries.put(
                new Key(pair, messageId),
                new Sent(message.id(), message.marks().wireId(), message.from(), now.plus(KEPT)));
    }

    synchronized Optional<Sent> take(PairKey pair, String messageId, Instant now) {
        return Optional.ofNullable(entries.remove(new Key(pair, messageId)))
                .filter(sent -> sent.until().isAfter(now));
    }

    synchronized int size() {
        return entries.size();
    }

    private record Key(PairKey pair, String messageId) {}

    /**
     * What is known of a text that was sent.
     *
     * @param id its packet
     * @param wireId its id at the side of its sender
     * @param from who wrote it, with the device
     * @param until when it is forgotten
     */
    record Sent(CorrelationId id, Optional<String> wireId, Address from, Instant until) {}
}
