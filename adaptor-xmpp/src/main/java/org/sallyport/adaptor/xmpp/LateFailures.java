package org.sallyport.adaptor.xmpp;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sallyport.adaptor.xmpp.stream.Outgoing;
import org.sallyport.adaptor.xmpp.stream.SentText;
import org.sallyport.api.adaptor.PacketSink;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.link.Link;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.packet.DeliveryFailure;
import org.sallyport.api.packet.Envelope;
import org.sallyport.api.plugin.PluginContext;

/**
 * Texts that failed after all: a stanza error came back, or their stream died before the peer
 * confirmed them. If the delivery still waits it fails; else the sender is told by a packet of its
 * own. Thread-safe.
 */
final class LateFailures {
    private final PluginContext context;
    private final SentTexts sent;
    private volatile @Nullable PacketSink sink;

    LateFailures(PluginContext context) {
        this.context = context;
        this.sent = new SentTexts(context.time().clock());
    }

    void start(PacketSink inbound) {
        sink = inbound;
    }

    /** Remembers a text that is being sent. */
    void remember(SentText text, Outgoing outgoing) {
        sent.add(text, outgoing);
    }

    /** A peer's error came for the stanza of that id. */
    void told(String stanzaId, Link link, ErrorCode code) {
        Optional<SentTexts.Sent> found = sent.take(stanzaId, link.peer());
        if (found.isEmpty()) {
            count("unknown");
            return;
        }
        Outgoing outgoing = found.get().outgoing();
        if (outgoing.end(Outcome.notTaken(code, "the peer's server refused the message"))) {
            count("in-time");
        } else if (outgoing.isReportedDelivered()) {
            count("late");
            submit(found.get().text(), link, code, true);
        } else {
            count("after-failure");
        }
    }

    /** The stream of a text broke after the text had been reported as written. */
    void uncertain(SentText text, Link link) {
        if (sent.take(text.stanzaId(), text.to().domain()).isPresent()) {
            count("uncertain");
            submit(text, link, ErrorCode.PEER_TIMEOUT, false);
        }
    }

    private void submit(SentText text, Link link, ErrorCode code, boolean certain) {
        PacketSink core = sink;
        if (core == null) {
            return;
        }
        Instant now = context.time().clock().instant();
        Envelope envelope =
                Envelope.of(context.identifiers().newCorrelationId(), text.to(), text.from(), now);
        DeliveryFailure packet =
                new DeliveryFailure(envelope, text.id(), text.wireId(), code, certain);
        core.submit(
                packet,
                link,
                now.plus(StanzaDesk.PATIENCE),
                outcome -> {
                    if (outcome instanceof Outcome.Failed failed) {
                        context.metrics()
                                .counter(
                                        "late-failures-untold",
                                        Map.of("kind", failed.code().token()))
                                .increment();
                    }
                });
    }

    private void count(String kind) {
        context.metrics().counter("message-errors", Map.of("kind", kind)).increment();
    }
}
