package org.sallyport.adaptor.xmpp;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
    private static final Duration PAUSE = Duration.ofSeconds(3);
    private static final int MOST_WAITING = 10_000;

    private final PluginContext context;
    private final SentTexts sent;
    private final AtomicInteger waiting = new AtomicInteger();
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

    /** What the sender of a text has to hear, until when. */
    private record Notice(
            SentText text, Link link, ErrorCode code, boolean certain, Instant until) {}

    private void submit(SentText text, Link link, ErrorCode code, boolean certain) {
        Instant until = context.time().clock().instant().plus(StanzaDesk.PATIENCE);
        tell(new Notice(text, link, code, certain, until));
    }

    private void tell(Notice notice) {
        PacketSink core = sink;
        if (core == null) {
            return;
        }
        SentText text = notice.text();
        Instant now = context.time().clock().instant();
        Envelope envelope =
                Envelope.of(context.identifiers().newCorrelationId(), text.to(), text.from(), now);
        DeliveryFailure packet =
                new DeliveryFailure(
                        envelope, text.id(), text.wireId(), notice.code(), notice.certain());
        core.submit(packet, notice.link(), notice.until(), outcome -> ended(notice, outcome));
    }

    /** A side that cannot be told now may be told soon: nobody else will tell it. */
    private void ended(Notice notice, Outcome outcome) {
        if (!(outcome instanceof Outcome.Failed failed)) {
            return;
        }
        Duration pause =
                failed.retryAfterSeconds()
                        .map(seconds -> Duration.ofSeconds(Math.max(1, seconds)))
                        .orElse(PAUSE);
        boolean again =
                failed.certainty() == Outcome.Certainty.NOT_TAKEN
                        && failed.code().isTemporary()
                        && context.time().clock().instant().plus(pause).isBefore(notice.until())
                        && waiting.get() < MOST_WAITING;
        if (again && tellLater(notice, pause)) {
            return;
        }
        context.metrics()
                .counter("late-failures-untold", Map.of("kind", failed.code().token()))
                .increment();
    }

    /** False if the gateway has stopped. */
    private boolean tellLater(Notice notice, Duration pause) {
        waiting.incrementAndGet();
        try {
            ScheduledFuture<?> _ =
                    context.time()
                            .scheduler()
                            .schedule(
                                    () -> {
                                        waiting.decrementAndGet();
                                        tell(notice);
                                    },
                                    pause.toMillis(),
                                    TimeUnit.MILLISECONDS);
            return true;
        } catch (RejectedExecutionException e) {
            waiting.decrementAndGet();
            return false;
        }
    }

    private void count(String kind) {
        context.metrics().counter("message-errors", Map.of("kind", kind)).increment();
    }
}
