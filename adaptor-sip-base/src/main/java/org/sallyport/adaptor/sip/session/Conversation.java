package org.sallyport.adaptor.sip.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.sallyport.adaptor.sip.transport.SendFailure;

/**
 * What two users have with each other: at most two dialogs (two only for the moment after both
 * invited at once), texts on their way out, requests on their way in. Everything but {@link #post}
 * and {@link #view} is called by the mailbox, one event after the other.
 */
final class Conversation {
    /** Those of two INVITEs at once, and of a few that were given up. */
    private static final int MOST_CALLS = 4;

    private final SessionContext context;
    private final PairKey pair;
    private final Mailbox mailbox;
    private final List<Dialog> dialogs = new ArrayList<>(1);
    private final Outbox outbox;
    private final Inbox inbox;
    private final TypingStates typing;
    private List<Call> calls = List.of();
    private int admitting;
    private volatile View view;

    Conversation(SessionContext context, PairKey pair) {
        this.context = context;
        this.pair = pair;
        this.mailbox = new Mailbox(context.plugin().time().workers());
        this.view = new View(0, context.now());
        this.typing = new TypingStates(this, context);
        this.outbox = new Outbox(this, context);
        this.inbox = new Inbox(this, context);
    }

    PairKey pair() {
        return pair;
    }

    Outbox outbox() {
        return outbox;
    }

    Inbox inbox() {
        return inbox;
    }

    TypingStates typing() {
        return typing;
    }

    Mailbox mailbox() {
        return mailbox;
    }

    /** Puts an event into the mailbox. Any thread. */
    void post(Runnable event) {
        mailbox.add(event);
        mailbox.run();
    }

    /** A glance from outside. Any thread. */
    View view() {
        return view;
    }

    /** Something happened that keeps the conversation alive. */
    void touch() {
        view = new View(dialogs.size(), context.now());
    }

    /** The dialog that texts go through. */
    Optional<Dialog> dialog() {
        return dialogs.isEmpty() ? Optional.empty() : Optional.of(dialogs.getLast());
    }

    Optional<Dialog> dialog(Dialog.Id id) {
        return dialogs.stream().filter(dialog -> dialog.id().equals(id)).findFirst();
    }

    /** Whether there is a dialog of the same call of the peer, whatever our tag in it. */
    boolean hasCallOf(Dialog.Id id) {
        return dialogs.stream()
                .map(Dialog::id)
                .anyMatch(known ->
                        known.callId().equals(id.callId())
                                && known.remoteTag().equals(id.remoteTag()));
    }

    boolean hasDialogs() {
        return !dialogs.isEmpty();
    }

    /** A new dialog through which texts go from now on. */
    void prefer(Dialog dialog) {
        dialogs.add(dialog);
        touch();
    }

    /** A new dialog for what the peer sends in it; texts go on through the present one. */
    void tolerate(Dialog dialog) {
        dialogs.addFirst(dialog);
        touch();
    }

    /** The dialog is gone at the other side. */
    void forget(Dialog dialog) {
        dialogs.remove(dialog);
        typing.reset();
        touch();
    }

    /** An INVITE of ours leaves: a further 2xx to it may come later. */
    void invites(Call call) {
        calls = Stream.concat(Stream.of(call), calls.stream().limit(MOST_CALLS - 1L)).toList();
    }

    /**
     * A further 2xx to an INVITE of ours: a repetition wants its ACK again, a fork its end. One to
     * an INVITE that was none of ours makes us write to nobody.
     */
    void onLateAnswer(Dialog heard) {
        if (!calls.contains(new Call(heard.id().callId(), heard.id().localTag()))) {
            context.count("late-answers-ignored");
            return;
        }
        acknowledge(context, heard);
        if (dialog(heard.id()).isEmpty()) {
            context.count("forks-ended");
            end(heard);
        }
    }

    /** ACK to a 2xx. Our INVITEs all have the number 1. */
    static void acknowledge(SessionContext context, Dialog dialog) {
        Instant deadline = context.now().plusSeconds(32);
        context.wire().sendStateless(dialog.acknowledgement(1, context.requestHeaders(), deadline));
    }

    /** Ends a dialog; what the peer answers to the BYE changes nothing. */
    void end(Dialog dialog) {
        end(dialog, () -> {});
    }

    private void end(Dialog dialog, Runnable answered) {
        forget(dialog);
        Instant deadline = context.now().plusSeconds(32);
        WireRequest bye =
                dialog.request("BYE", context.requestHeaders(), Optional.empty(), deadline);
        context.wire().send(bye, answers(answer -> answered.run(), failure -> answered.run()));
    }

    /** MS-SIP §2.1: a new INVITE of the peer means that all that was before is dead there. */
    void replaceAll() {
        if (hasDialogs()) {
            context.count("sessions-replaced");
        }
        List.copyOf(dialogs).forEach(this::end);
    }

    void endAll() {
        List.copyOf(dialogs).forEach(this::end);
    }

    /** Ends all sessions; complete when the peer answered, or no answer can come. Any thread. */
    CompletableFuture<Void> farewell() {
        CompletableFuture<Void> said = new CompletableFuture<>();
        post(() -> {
            List<Dialog> open = List.copyOf(dialogs);
            AtomicInteger left = new AtomicInteger(open.size() + 1);
            Runnable one =
                    () -> {
                        if (left.decrementAndGet() == 0) {
                            said.complete(null);
                        }
                    };
            open.forEach(dialog -> end(dialog, one));
            one.run();
        });
        return said;
    }

    void admissionBegins() {
        admitting++;
    }

    void admissionEnds() {
        admitting--;
        outbox.pump();
    }

    /**
     * Whether the peer's INVITE is being judged: a text waits for that rather than cross it with
     * one of ours.
     */
    boolean isAdmitting() {
        return admitting > 0;
    }

    /** The sweep: ends sessions in which nothing happens. */
    void sweep(Instant now) {
        if (isDue(now) && outbox.isIdle()) {
            endAll();
        }
    }

    /** Whether {@link #sweep} has something to do. Any thread. */
    boolean isDue(Instant now) {
        View seen = view;
        return seen.dialogs() > 0
                && seen.lastSeen().plus(context.settings().timers().idleSession()).isBefore(now);
    }

    /**
     * Whether nothing would be missed if this object went away. Any thread: a quiet mailbox makes
     * what its events did visible. Events that are added without the map are harmless by then.
     */
    boolean isForgettable() {
        return mailbox.isQuiet() && dialogs.isEmpty() && admitting == 0 && outbox.isIdle();
    }

    /** Listens to a transaction; what is heard goes through the mailbox. */
    Wire.Answers answers(Consumer<WireAnswer> onFinal, Consumer<SendFailure> onFailure) {
        return new Wire.Answers() {
            @Override
            public void onFinal(WireAnswer answer) {
                post(() -> onFinal.accept(answer));
            }

            @Override
            public void onFailure(SendFailure failure) {
                post(() -> onFailure.accept(failure));
            }
        };
    }

    /**
     * One INVITE of ours.
     *
     * @param callId its Call-ID
     * @param localTag our tag
     */
    record Call(String callId, String localTag) {}

    /**
     * What may be seen from outside.
     *
     * @param dialogs how many there are
     * @param lastSeen when something happened last
     */
    record View(int dialogs, Instant lastSeen) {}
}
