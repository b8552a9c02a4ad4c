package org.sallyport.adaptor.xmpp;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.sallyport.adaptor.xmpp.stream.Outgoing;
import org.sallyport.adaptor.xmpp.stream.SentText;
import org.sallyport.api.address.Domain;

/**
 * Texts sent in the last minutes, by the id of their stanza, for errors that come back. Bounded;
 * thread-safe.
 */
final class SentTexts {
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final int MOST = 100_000;

    private final InstantSource clock;
    private final Map<String, Sent> byStanza = new HashMap<>();
    private final Deque<Sent> inOrder = new ArrayDeque<>();

    /** A text and the delivery that may still wait for its outcome. */
    record Sent(SentText text, Outgoing outgoing, Instant at) {}

    SentTexts(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void add(SentText text, Outgoing outgoing) {
        Instant now = clock.instant();
        Instant oldest = now.minus(KEPT);
        while (!inOrder.isEmpty()
                && (inOrder.size() >= MOST || inOrder.element().at().isBefore(oldest))) {
            Sent gone = inOrder.remove();
            byStanza.remove(gone.text().stanzaId(), gone);
        }
        Sent sent = new Sent(text, outgoing, now);
        inOrder.add(sent);
        byStanza.put(text.stanzaId(), sent);
    }

    /**
     * Takes out the text of that stanza, if the error comes from the domain that it was sent to.
     */
    synchronized Optional<Sent> take(String stanzaId, Domain from) {
        Sent sent = byStanza.get(stanzaId);
        if (sent == null
                || !sent.text().to().domain().equals(from)
                || sent.at().isBefore(clock.instant().minus(KEPT))) {
            return Optional.empty();
        }
        byStanza.remove(stanzaId);
        return Optional.of(sent);
    }

    synchronized int size() {
        return byStanza.size();
    }
}
