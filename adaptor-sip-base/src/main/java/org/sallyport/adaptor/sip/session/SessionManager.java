package org.sallyport.adaptor.sip.session;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sallyport.adaptor.sip.address.BadSipAddressException;
import org.sallyport.adaptor.sip.address.NameAddress;
import org.sallyport.adaptor.sip.address.SipAddresses;
import org.sallyport.adaptor.sip.body.PlainText;
import org.sallyport.adaptor.sip.error.Place;
import org.sallyport.api.adaptor.PacketSink;
import org.sallyport.api.address.Address;
import org.sallyport.api.address.DomainPattern;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.outcome.RuleId;
import org.sallyport.api.packet.Composing;
import org.sallyport.api.packet.ConversationEnd;
import org.sallyport.api.packet.DeliveryFailure;
import org.sallyport.api.packet.DeliveryReceipt;
import org.sallyport.api.packet.InstantMessage;
import org.sallyport.api.packet.Packet;
import org.sallyport.api.plugin.PluginContext;

/**
 * All IM sessions of one adaptor. Keeps one conversation for each pair of users that has something
 * going on, and none for any other. Thread-safe.
 */
public final class SessionManager implements AutoCloseable {
    private static final Duration SWEEP = Duration.ofSeconds(5);
    private static final Duration FAREWELL = Duration.ofSeconds(2);
    private static final RuleId NO_SESSION = RuleId.of("sip.no-session");
    private static final RuleId NO_RECEIPTS = RuleId.of("sip.no-receipts");
    private static final RuleId NO_NOTICE = RuleId.of("sip.no-late-failure-notice");

    private final SessionContext context;
    private final FrontDesk desk;
    private final Map<PairKey, Conversation> conversations = new ConcurrentHashMap<>();
    private volatile boolean draining;
    private @Nullable ScheduledFuture<?> sweeper;

    SessionManager(SessionContext context) {
        this.context = context;
        this.desk = new FrontDesk(context);
        context.plugin().metrics().gauge("sip.sessions", Map.of(), conversations::size);
    }

    /** Makes a manager; {@link #start} begins its clockwork. */
    public static SessionManager create(
            SessionSettings settings, Wire wire, PluginContext plugin, PacketSink sink) {
        Timers timers =
                (delay, task) -> {
                    ScheduledFuture<?> future =
                            plugin.time()
                                    .scheduler()
                                    .schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
                    return () -> future.cancel(false);
                };
        return new SessionManager(new SessionContext(settings, wire, plugin, sink, timers));
    }

    /** Begins to end sessions in which nothing happens. */
    public void start() {
        sweeper =
                context.plugin()
                        .time()
                        .scheduler()
                        .scheduleWithFixedDelay(
                                this::sweep,
                                SWEEP.toMillis(),
                                SWEEP.toMillis(),
                                TimeUnit.MILLISECONDS);
    }

    /** How many conversations have something going on. */
    public int size() {
        return conversations.size();
    }

    /** Whether traffic to the peer is paused because of what it answered. */
    public boolean isPaused(DomainPattern peer) {
        return context.health().refusal(peer, context.now()).isPresent();
    }

    /** A health check of the peer was answered. */
    public void peerWorked(DomainPattern peer) {
        context.health().worked(peer);
    }

    /** What every request of ours says about us, also one outside all sessions. */
    public List<SipHeader> requestHeaders() {
        return context.requestHeaders();
    }

    // --- from the house

    /** {@link org.sallyport.api.adaptor.Adaptor#deliver}. */
    public Outcome deliver(Packet packet, Instant deadline) {
        return switch (packet) {
            case InstantMessage message -> await(text(message, deadline));
            case DeliveryFailure failure -> notice(failure, deadline);
            case Composing composing ->
                    inPresent(pairOf(packet), c -> c.typing().tell(composing.state()));
            case ConversationEnd end -> inPresent(pairOf(packet), SessionManager::end);
            // The 200 to the MESSAGE was the receipt; there is nothing later on this leg.
            case DeliveryReceipt receipt -> new Outcome.Dropped(NO_RECEIPTS);
            default -> Outcome.notTaken(ErrorCode.UNSUPPORTED, "this adaptor carries texts only");
        };
    }

    /** Hands a text to its conversation; the job's outcome comes when it comes. */
    TextJob text(InstantMessage message, Instant deadline) {
        String words = PlainText.toWire(message.body().value());
        SessionLimits limits = context.settings().limits();
        TextJob job =
                new TextJob(message, PlainText.split(words, limits.splitAt().toInt()), deadline);
        if (words.isEmpty()) {
            job.failNotTaken(
                    ErrorCode.NOT_ACCEPTABLE, "the text has no character that can be shown");
        } else if (words.getBytes(StandardCharsets.UTF_8).length > limits.maxText().bytes()) {
            job.failNotTaken(ErrorCode.TOO_LARGE, "the text is longer than " + limits.maxText());
        } else {
            enqueue(job, pairOf(message));
        }
        return job;
    }

    private Outcome notice(DeliveryFailure failure, Instant deadline) {
        if (!context.settings().lateFailureNotice()) {
            return new Outcome.Dropped(NO_NOTICE);
        }
        context.count("late-failure-notices");
        TextJob job = new TextJob(failure, List.of(Notices.lateFailure(failure)), deadline);
        enqueue(job, pairOf(failure));
        return await(job);
    }

    private void enqueue(TextJob job, PairKey pair) {
        if (context.peerFor(pair.remote().domain()).isEmpty()) {
            job.failNotTaken(
                    ErrorCode.NO_ROUTE, "no peer of this adaptor is responsible for the domain");
        } else if (!post(pair, conversation -> conversation.outbox().add(job))) {
            job.failNotTaken(ErrorCode.OVERLOADED, "too many conversations are open");
        }
    }

    private Outcome await(TextJob job) {
        CompletableFuture<Outcome> outcome = job.outcome();
        try {
            long left = Duration.between(context.now(), job.deadline()).toMillis();
            return outcome.get(Math.max(0, left), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return expired(job);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return expired(job);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a job never ends exceptionally", e);
        }
    }

    /** The conversation knows best what is known; it is asked and given a moment to say so. */
    private Outcome expired(TextJob job) {
        Conversation conversation = conversations.get(job.pair());
        if (conversation != null) {
            conversation.post(() -> conversation.outbox().expire(job));
        }
        try {
            return job.outcome().get(1, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            job.fail(Outcome.unknown(ErrorCode.PEER_TIMEOUT, "the peer did not answer in time"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            job.fail(
                    Outcome.unknown(
                            ErrorCode.PEER_TIMEOUT, "the wait for the peer was broken off"));
        }
        return job.outcome().join();
    }

    private static Outcome end(Conversation conversation) {
        if (!conversation.hasDialogs()) {
            return new Outcome.Dropped(NO_SESSION);
        }
        conversation.endAll();
        return new Outcome.Delivered(Outcome.Level.WRITTEN);
    }

    /** Asks a conversation that exists; without one there is no session. */
    private Outcome inPresent(
            PairKey pair, java.util.function.Function<Conversation, Outcome> question) {
        Conversation conversation = conversations.get(pair);
        if (conversation == null) {
            return new Outcome.Dropped(NO_SESSION);
        }
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        conversation.post(() -> answer.complete(question.apply(conversation)));
        return answer.completeOnTimeout(new Outcome.Dropped(NO_SESSION), 2, TimeUnit.SECONDS)
                .join();
    }

    private static PairKey pairOf(Packet packet) {
        return new PairKey(packet.from().bare(), packet.to().bare());
    }

    // --- from the wire

    /** A request of a peer; returns at once. */
    public void onRequest(IncomingRequest request) {
        desk.admit(request)
                .ifPresent(parties -> {
                    boolean initial = parties.localTag().isEmpty();
                    if (request.method().equals("INVITE") && initial) {
                        invite(request, parties);
                    } else if (request.method().equals("MESSAGE") && initial) {
                        // Page mode: not what these peers use, but a text is a text.
                        open(
                                request,
                                parties,
                                conversation -> conversation.inbox().onRequest(request, parties));
                    } else {
                        inDialog(request, parties);
                    }
                });
    }

    /** A further 2xx to an INVITE, a fork or a repetition (RFC 3261 §13.2.2.4); returns at once. */
    public void onLateAnswer(WireAnswer answer) {
        try {
            PairKey pair = new PairKey(user(answer, "From"), user(answer, "To"));
            Optional<Dialog> heard =
                    context.peerFor(pair.remote().domain())
                            .flatMap(peer -> Invitation.dialogOf(answer, peer));
            Conversation conversation = conversations.get(pair);
            if (heard.isPresent() && conversation != null) {
                conversation.post(() -> conversation.onLateAnswer(heard.get()));
            } else {
                context.count("late-answers-ignored");
            }
        } catch (BadSipAddressException e) {
            context.count("late-answers-ignored");
        }
    }

    private static Address user(WireAnswer answer, String header) throws BadSipAddressException {
        List<String> values = answer.headers(header);
        return SipAddresses.read(NameAddress.parse(values.isEmpty() ? "" : values.getFirst()).uri())
                .bare();
    }

    private void invite(IncomingRequest request, Parties parties) {
        Optional<Reply> refusal =
                InviteScreen.judge(context, request, parties.pair().local().domain());
        if (refusal.isPresent()) {
            context.count("invites-refused");
            request.answer(refusal.get());
            return;
        }
        open(request, parties, conversation -> conversation.inbox().onInvite(request, parties));
    }

    private void open(IncomingRequest request, Parties parties, Consumer<Conversation> event) {
        ErrorCode code = draining ? ErrorCode.SHUTTING_DOWN : ErrorCode.OVERLOADED;
        if (draining || !post(parties.pair(), event)) {
            request.answer(
                    context.refusal(
                            code,
                            Place.INITIAL,
                            Optional.empty(),
                            parties.pair().local().domain()));
        }
    }

    private void inDialog(IncomingRequest request, Parties parties) {
        Conversation conversation =
                parties.localTag().isPresent() ? conversations.get(parties.pair()) : null;
        if (conversation == null) {
            request.answer(context.reply(481));
        } else if (draining && request.method().equals("MESSAGE")) {
            request.answer(
                    context.refusal(
                            ErrorCode.SHUTTING_DOWN,
                            Place.IN_DIALOG,
                            Optional.empty(),
                            parties.pair().local().domain()));
        } else {
            conversation.post(() -> conversation.inbox().onRequest(request, parties));
        }
    }

    // --- life

    /** Takes no new sessions and texts from peers any more; what is under way goes on. */
    public void drain() {
        draining = true;
    }

    /** Ends all sessions; waits at most two seconds until the peers answered. */
    @Override
    public void close() {
        draining = true;
        ScheduledFuture<?> running = sweeper;
        if (running != null) {
            running.cancel(false);
        }
        List<CompletableFuture<Void>> farewells =
                conversations.values().stream().map(Conversation::farewell).toList();
        CompletableFuture.allOf(farewells.toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, FAREWELL.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** Ends what is idle, forgets what is over. */
    void sweep() {
        Instant now = context.now();
        conversations.forEach((pair, conversation) -> {
            if (conversation.isDue(now)) {
                conversation.post(() -> conversation.sweep(now));
            }
            conversations.computeIfPresent(
                    pair, (key, present) -> present.isForgettable() ? null : present);
        });
    }

    /**
     * Puts an event into the pair's conversation, which is made if there is none; false if there
     * are too many.
     */
    private boolean post(PairKey pair, Consumer<Conversation> event) {
        int most = context.settings().limits().sessions();
        Conversation conversation =
                conversations.compute(
                        pair,
                        (key, present) -> {
                            if (present == null && conversations.size() >= most) {
                                return null;
                            }
                            Conversation found =
                                    present == null ? new Conversation(context, pair) : present;
                            // Inside the map's own order, so that nobody forgets the conversation
                            // before it hears of this.
                            found.mailbox().add(() -> event.accept(found));
                            return found;
                        });
        if (conversation == null) {
            return false;
        }
        conversation.mailbox().run();
        return true;
    }
}
