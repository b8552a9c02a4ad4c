package org.sallyport.core.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sallyport.api.address.Address;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.filter.Verdict;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.outcome.RuleId;
import org.sallyport.api.packet.Composing;
import org.sallyport.api.packet.ContactCard;
import org.sallyport.api.packet.ContactCardAnswer;
import org.sallyport.api.packet.ContactCardQuery;
import org.sallyport.api.packet.ConversationEnd;
import org.sallyport.api.packet.CorrelationId;
import org.sallyport.api.packet.DeliveryFailure;
import org.sallyport.api.packet.DeliveryReceipt;
import org.sallyport.api.packet.Envelope;
import org.sallyport.api.packet.InstantMessage;
import org.sallyport.api.packet.Packet;
import org.sallyport.api.packet.PacketKind;
import org.sallyport.api.packet.PresenceProbe;
import org.sallyport.api.packet.PresenceUpdate;
import org.sallyport.api.packet.SubscriptionAnswer;
import org.sallyport.api.packet.SubscriptionCancel;
import org.sallyport.api.packet.SubscriptionRequest;
import org.sallyport.api.packet.Text;

/**
 * Asks what would happen to a packet that does not exist. The chain runs on a thread of its own
 * under the watchdog, so that a filter that hangs costs the caller no more than the chain's limits.
 */
final class Rehearsal {
    private static final String PLACEHOLDER = "rehearsal";

    private final Entrance entrance;
    private final Carriage carriage;
    private final Watchdog watchdog;
    private final Supplier<CorrelationId> ids;
    private final Duration longest;

    Rehearsal(
            Entrance entrance,
            Carriage carriage,
            Watchdog watchdog,
            Supplier<CorrelationId> ids,
            Duration longest) {
        this.entrance = entrance;
        this.carriage = carriage;
        this.watchdog = watchdog;
        this.ids = ids;
        this.longest = longest;
    }

    Verdict admit(Pair pair, PacketKind kind, Source source, Instant now) {
        Packet presented = placeholder(kind, Envelope.of(ids.get(), pair.from(), pair.to(), now));
        Outcome refusal = entrance.refusal(presented, source);
        if (refusal != null) {
            return rejection(refusal);
        }
        Packet packet;
        try {
            packet = entrance.named(presented, source);
        } catch (RuntimeException e) {
            return rejection(Carriage.nameFailure(e));
        }
        return ask(packet, source);
    }

    /** Who would write to whom. */
    record Pair(Address from, Address to) {}

    /**
     * The rejection that stands for a failure. Its rule is named after the code, for example {@code
     * core.no-route}.
     */
    static Verdict rejection(Outcome outcome) {
        ErrorCode code =
                outcome instanceof Outcome.Failed failed ? failed.code() : ErrorCode.GATEWAY_ERROR;
        return new Verdict.Reject(code, RuleId.of("core." + code.token()));
    }

    private Verdict ask(Packet packet, Source source) {
        CompletableFuture<Verdict> answer = new CompletableFuture<>();
        ChainRun run =
                new ChainRun(_ ->
                        answer.complete(
                                new Verdict.Reject(
                                        ErrorCode.FILTER_TIMEOUT, FilterChain.TIMED_OUT)));
        Thread thread =
                Thread.ofVirtual()
                        .name("sallyport-rehearsal")
                        .start(() -> {
                            watchdog.watch(run);
                            try {
                                @Nullable Verdict verdict = carriage.rehearse(packet, source, run);
                                if (verdict != null) {
                                    answer.complete(verdict);
                                }
                            } catch (RuntimeException | Error e) {
                                answer.complete(rejection(Failures.BUG));
                            } finally {
                                watchdog.forget(run);
                            }
                        });
        try {
            return answer.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return rejection(Failures.SHUTTING_DOWN);
        } catch (ExecutionException e) {
            return rejection(Failures.BUG);
        } catch (TimeoutException e) {
            return new Verdict.Reject(ErrorCode.FILTER_TIMEOUT, FilterChain.TIMED_OUT);
        } finally {
            thread.interrupt();
        }
    }

    private static Packet placeholder(PacketKind kind, Envelope envelope) {
        Text text = new Text(PLACEHOLDER);
        return switch (kind) {
            case INSTANT_MESSAGE -> InstantMessage.of(envelope, text);
            case COMPOSING -> new Composing(envelope, Composing.State.COMPOSING);
            case CONVERSATION_END -> new ConversationEnd(envelope);
            case DELIVERY_RECEIPT -> new DeliveryReceipt(envelope, PLACEHOLDER);
            case DELIVERY_FAILURE ->
                    new DeliveryFailure(
                            envelope, envelope.id(), Optional.empty(), ErrorCode.UNDEFINED, false);
            case SUBSCRIPTION_REQUEST -> new SubscriptionRequest(envelope, Optional.empty());
            case SUBSCRIPTION_ANSWER ->
                    new SubscriptionAnswer(envelope, SubscriptionAnswer.Decision.GRANTED);
            case SUBSCRIPTION_CANCEL -> new SubscriptionCancel(envelope);
            case PRESENCE_PROBE -> new PresenceProbe(envelope);
            case PRESENCE_UPDATE -> presence(envelope);
            case CONTACT_CARD_QUERY -> new ContactCardQuery(envelope, PLACEHOLDER);
            case CONTACT_CARD_ANSWER ->
                    new ContactCardAnswer(
                            envelope, PLACEHOLDER, new ContactCard(Map.of(), Optional.empty()));
        };
    }

    private static Packet presence(Envelope envelope) {
        return new PresenceUpdate(
                envelope,
                PresenceUpdate.Availability.AVAILABLE,
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty());
    }
}
