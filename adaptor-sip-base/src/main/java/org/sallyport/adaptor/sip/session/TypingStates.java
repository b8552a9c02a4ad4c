package org.sallyport.adaptor.sip.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sallyport.adaptor.sip.body.XmlBodies;
import org.sallyport.api.link.Link;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.outcome.RuleId;
import org.sallyport.api.packet.Composing;
import org.sallyport.api.packet.Envelope;

/** Who of the two types (MS-SIP §2.5). Never opens a session, never waits. */
final class TypingStates {
    static final Duration REPEAT = Duration.ofSeconds(4);
    static final Duration LONGEST = Duration.ofSeconds(30);
    static final Duration LAPSE = Duration.ofSeconds(7);
    private static final RuleId NO_SESSION = RuleId.of("sip.no-session");
    private static final RuleId NOT_SPOKEN = RuleId.of("sip.no-typing");

    private final Conversation conversation;
    private final SessionContext context;
    private boolean localActive;
    private @Nullable Instant localSince;
    private Runnable localTimer = () -> {};
    private int localTurn;
    private @Nullable Instant remoteLast;
    private boolean lapsing;

    TypingStates(Conversation conversation, SessionContext context) {
        this.conversation = conversation;
        this.context = context;
    }

    /** A user of ours types, or stopped. */
    Outcome tell(Composing.State state) {
        if (context.profile().typing() == SessionProfile.Typing.NONE) {
            return new Outcome.Dropped(NOT_SPOKEN);
        }
        Optional<Dialog> dialog = conversation.dialog();
        if (dialog.isEmpty()) {
            return new Outcome.Dropped(NO_SESSION);
        }
        // RFC 7573 table 4: everything but composing is idle.
        boolean active = state == Composing.State.COMPOSING;
        boolean repeats = active && localActive;
        localSince = context.now();
        if (repeats) {
            // The repetition says it soon enough, however often the client does.
            return new Outcome.Delivered(Outcome.Level.WRITTEN);
        }
        if (active || localActive) {
            stopLocal();
            localActive = active;
            send(dialog.get(), active);
        }
        if (active) {
            repeatLater();
        }
        return new Outcome.Delivered(Outcome.Level.WRITTEN);
    }

    /** A text says by itself that its writer stopped. */
    void localTextSent() {
        stopLocal();
    }

    void reset() {
        stopLocal();
    }

    /** Ends the one chain of repetitions: a second beside it would double what the peer gets. */
    private void stopLocal() {
        localActive = false;
        localTimer.run();
        localTurn++;
    }

    private void repeatLater() {
        int turn = localTurn;
        localTimer = context.timers().after(REPEAT, () -> conversation.post(() -> repeat(turn)));
    }

    /** The peer's user types, or stopped. */
    void heard(boolean active, Link link) {
        boolean before = remoteLast != null;
        remoteLast = active ? context.now() : null;
        if (active != before) {
            submit(active ? Composing.State.COMPOSING : Composing.State.PAUSED, link);
        }
        if (active && !lapsing) {
            lapseAfter(LAPSE, link);
        }
    }

    /** A text of the peer's user says that typing ended; nobody needs to be told. */
    void remoteTextCame() {
        remoteLast = null;
    }

    /** One timer, however often the peer changes its mind. */
    private void lapseAfter(Duration delay, Link link) {
        lapsing = true;
        context.timers().after(delay, () -> conversation.post(() -> lapse(link)));
    }

    private void repeat(int turn) {
        Instant since = localSince;
        Optional<Dialog> dialog = conversation.dialog();
        if (turn != localTurn || !localActive || since == null || dialog.isEmpty()) {
            return;
        }
        boolean tooLong = since.plus(LONGEST).isBefore(context.now());
        localActive = !tooLong;
        send(dialog.get(), !tooLong);
        if (!tooLong) {
            repeatLater();
        }
    }

    private void lapse(Link link) {
        lapsing = false;
        Instant last = remoteLast;
        if (last == null) {
            return;
        }
        Duration left = Duration.between(context.now(), last.plus(LAPSE));
        if (left.isPositive()) {
            lapseAfter(left, link);
        } else {
            remoteLast = null;
            submit(Composing.State.PAUSED, link);
        }
    }

    private void submit(Composing.State state, Link link) {
        Instant now = context.now();
        PairKey pair = conversation.pair();
        Envelope envelope = Envelope.of(context.newId(), pair.remote(), pair.local(), now);
        context.sink()
                .submit(new Composing(envelope, state), link, now.plusSeconds(5), outcome -> {});
    }

    private void send(Dialog dialog, boolean active) {
        WireBody body = new WireBody("application/xml", XmlBodies.keyboardActivity(active));
        Instant deadline = context.now().plusSeconds(5);
        WireRequest info =
                dialog.request("INFO", context.requestHeaders(), Optional.of(body), deadline);
        context.wire()
                .send(
                        info,
                        conversation.answers(
                                answer -> answered(dialog, answer.status()), failure -> {}));
    }

    private void answered(Dialog dialog, int status) {
        if (status == 408 || status == 480 || status == 481) {
            conversation.forget(dialog);
        }
    }
}
