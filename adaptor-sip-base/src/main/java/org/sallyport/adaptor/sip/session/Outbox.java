package org.sallyport.adaptor.sip.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sallyport.adaptor.sip.transport.SendFailure;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.outcome.Outcome;

/**
 * The texts of one conversation on their way to the peer, one at a time and in order (MS-SIP §2.1,
 * §2.2).
 */
final class Outbox {
    /** The peer's dialog is gone: a lost BYE, a restart (MS-SIP §2.1). */
    private static final Set<Integer> DIALOG_GONE = Set.of(408, 480, 481);

    /** Ends the dialog by RFC 5057 §5.1, without hope for a new one. */
    private static final Set<Integer> DIALOG_ENDED = Set.of(404, 410, 416, 484, 485, 502, 604);

    /** A text that was not written for these says nothing about its session. */
    private static final Set<SendFailure.Reason> NOT_THE_DIALOG =
            EnumSet.of(SendFailure.Reason.DEADLINE, SendFailure.Reason.OVERLOADED);

    private final Conversation conversation;
    private final SessionContext context;
    private final Deque<TextJob> waiting = new ArrayDeque<>(1);
    private @Nullable TextJob sending;
    private @Nullable Invitation invitation;
    private boolean pausing;

    Outbox(Conversation conversation, SessionContext context) {
        this.conversation = conversation;
        this.context = context;
    }

    boolean isIdle() {
        return waiting.isEmpty() && sending == null && invitation == null && !pausing;
    }

    /** An INVITE of ours that is not answered yet. */
    boolean isInviting() {
        return invitation != null;
    }

    void add(TextJob job) {
        if (waiting.size() >= context.settings().limits().waitingTexts()) {
            job.failNotTaken(ErrorCode.OVERLOADED, "too many texts wait for this conversation");
            return;
        }
        waiting.addLast(job);
        pump();
    }

    /** Does what can be done now. */
    void pump() {
        while (!waiting.isEmpty()
                && sending == null
                && invitation == null
                && !pausing
                && !conversation.isAdmitting()) {
            TextJob job = waiting.getFirst();
            if (!job.isOpen()) {
                waiting.removeFirst();
            } else if (!context.now().isBefore(job.deadline())) {
                job.failNotTaken(
                        ErrorCode.DEADLINE_EXCEEDED,
                        "the time for this text ran out before it could be written");
            } else {
                Optional<Dialog> dialog = conversation.dialog();
                if (dialog.isPresent()) {
                    send(job, dialog.get());
                } else {
                    invite(job);
                }
            }
        }
    }

    /** The deadline of a job passed: says what is known. */
    void expire(TextJob job) {
        Invitation open = invitation;
        if (open != null && open.isFor(job)) {
            open.cancel(Invitation.Cancelled.RING);
            job.fail(Outcome.unknown(ErrorCode.PEER_TIMEOUT, "the peer did not answer in time"));
        } else if (job.equals(sending)) {
            job.fail(Outcome.unknown(ErrorCode.PEER_TIMEOUT, "the peer did not answer in time"));
        } else {
            job.failNotTaken(
                    ErrorCode.DEADLINE_EXCEEDED,
                    "the time for this text ran out before it could be written");
        }
        pump();
    }

    /**
     * The peer invites while we do: its session is the one that stays, if it does (RFC 7573 is
     * silent; our rule).
     */
    void glare() {
        if (invitation != null) {
            context.count("glare");
            if (invitation.job().yieldsToCrossing()) {
                invitation.cancel(Invitation.Cancelled.GLARE);
            }
        }
    }

    // --- a text inside a dialog

    private void send(TextJob job, Dialog dialog) {
        Optional<Outcome.Failed> refusal = blocked();
        if (refusal.isPresent()) {
            job.fail(refusal.get());
            return;
        }
        sending = job;
        conversation.typing().localTextSent();
        WireBody body = new WireBody("text/plain; charset=UTF-8", job.part());
        List<SipHeader> headers = new ArrayList<>(context.requestHeaders());
        context.path().header(job.envelope()).ifPresent(headers::add);
        WireRequest message = dialog.request("MESSAGE", headers, Optional.of(body), job.deadline());
        context.wire()
                .send(
                        message,
                        conversation.answers(
                                answer -> answered(job, dialog, answer),
                                failure -> lost(job, dialog, failure)));
    }

    private void answered(TextJob job, Dialog dialog, WireAnswer answer) {
        sending = null;
        conversation.touch();
        int status = answer.status();
        noteHealth(answer);
        if (status < 300) {
            remember(job, answer);
            job.partTaken();
        } else if (DIALOG_GONE.contains(status)) {
            conversation.forget(dialog);
            if (!job.mayReopen()) {
                job.fail(Refusal.of(answer, context.profile().errors()));
            }
        } else if (!(isPassing(answer) && job.mayRetry())) {
            if (DIALOG_ENDED.contains(status)) {
                conversation.forget(dialog);
            }
            job.fail(Refusal.of(answer, context.profile().errors()));
        }
        pump();
    }

    private void lost(TextJob job, Dialog dialog, SendFailure failure) {
        sending = null;
        noteHealth(failure);
        boolean again =
                failure.certainty() == Outcome.Certainty.NOT_TAKEN
                        && !NOT_THE_DIALOG.contains(failure.reason())
                        && job.mayReopen();
        if (!NOT_THE_DIALOG.contains(failure.reason())) {
            // Its route may lead to a server that is no more; a new session finds another.
            conversation.forget(dialog);
        }
        if (!again) {
            job.fail(failed(failure));
        }
        pump();
    }

    private void remember(TextJob job, WireAnswer answer) {
        List<String> ids = answer.headers("Message-Id");
        if (!ids.isEmpty() && ids.getFirst().length() <= 255) {
            job.message()
                    .ifPresent(message ->
                            context.reports()
                                    .remember(
                                            conversation.pair(),
                                            ids.getFirst(),
                                            message,
                                            context.now()));
        }
    }

    /**
     * Stale CSeq is a glitch of some clients, 491 a crossing of requests: both pass (MS-SIP §7.1).
     */
    private static boolean isPassing(WireAnswer answer) {
        String reason = answer.reason().toLowerCase(Locale.ROOT);
        return answer.status() == 491 || (answer.status() == 500 && reason.contains("stale cseq"));
    }

    // --- a new session

    private void invite(TextJob job) {
        Optional<Outcome.Failed> refusal = blocked();
        if (refusal.isPresent()) {
            job.fail(refusal.get());
            return;
        }
        Optional<Invitation> made = Invitation.of(context, conversation.pair(), job);
        if (made.isEmpty()) {
            job.failNotTaken(
                    ErrorCode.BAD_ADDRESS,
                    "an address of this text cannot be written as a SIP URI");
            return;
        }
        Invitation open = made.get();
        invitation = open;
        conversation.invites(open.call());
        open.send(
                conversation.answers(
                        answer -> answered(open, answer), failure -> lost(open, failure)));
        Duration ring = open.ringLimit(context.now());
        open.stopTimerWith(
                context.timers().after(ring, () -> conversation.post(() -> rangTooLong(open))));
    }

    private void rangTooLong(Invitation open) {
        if (open.equals(invitation)) {
            open.cancel(Invitation.Cancelled.RING);
            // The peer owes us a 487. If it never comes the text must end all the same.
            open.stopTimerWith(
                    context.timers()
                            .after(
                                    Duration.ofSeconds(5),
                                    () -> conversation.post(() -> giveUp(open))));
        }
    }

    private void giveUp(Invitation open) {
        if (open.equals(invitation)) {
            invitation = null;
            open.job()
                    .fail(
                            Outcome.unknown(
                                    ErrorCode.PEER_TIMEOUT,
                                    "the peer did not answer the cancelled invitation"));
            pump();
        }
    }

    private void answered(Invitation open, WireAnswer answer) {
        boolean current = open.equals(invitation);
        open.stopTimer();
        invitation = current ? null : invitation;
        noteHealth(answer);
        if (answer.status() < 300) {
            accepted(open, answer);
        } else if (current) {
            refused(open, answer);
        }
        pump();
    }

    private void accepted(Invitation open, WireAnswer answer) {
        Optional<Dialog> made = open.accepted(answer);
        if (made.isEmpty()) {
            open.job()
                    .fail(
                            Outcome.unknown(
                                    ErrorCode.PEER_ERROR,
                                    "the peer accepted without saying where it is"));
            return;
        }
        Dialog dialog = made.get();
        if (open.isTextConsumed(answer)) {
            remember(open.job(), answer);
            open.job().partTaken();
        }
        conversation
                .dialog()
                .ifPresentOrElse(
                        other -> cross(open, dialog, other), () -> conversation.prefer(dialog));
        boolean unwanted =
                open.cancelled() == Invitation.Cancelled.RING
                        && waiting.stream().noneMatch(TextJob::isOpen);
        if (unwanted && conversation.dialog(dialog.id()).isPresent()) {
            conversation.end(dialog);
        }
    }

    /**
     * Both sides accepted both sessions. If ours was to be given up the one with the lower Call-ID
     * stays, and each side ends only its own; else the peer decides what becomes of its own.
     */
    private void cross(Invitation open, Dialog ours, Dialog theirs) {
        if (open.cancelled() != Invitation.Cancelled.GLARE
                || ours.id().callId().compareTo(theirs.id().callId()) < 0) {
            conversation.prefer(ours);
        } else {
            conversation.tolerate(ours);
            conversation.end(ours);
        }
    }

    private void refused(Invitation open, WireAnswer answer) {
        TextJob job = open.job();
        int status = answer.status();
        boolean glare = open.cancelled() == Invitation.Cancelled.GLARE && status == 487;
        if (glare) {
            return;
        }
        if (status == 491 && job.mayRetry()) {
            pause();
        } else if (!(status == 488 && isConversationClash(answer) && job.mayRetry())) {
            job.fail(Refusal.of(answer, context.profile().errors()));
        }
    }

    /** RFC 3261 §14.1 and MS-SIP §7.1: again after up to two seconds. */
    private void pause() {
        pausing = true;
        long millis = context.plugin().identifiers().random().nextInt(2_000);
        context.timers()
                .after(
                        Duration.ofMillis(millis),
                        () ->
                                conversation.post(() -> {
                                    pausing = false;
                                    pump();
                                }));
    }

    /**
     * MS-SIP §2.3: an open window at the far client; the diagnostics may not have crossed the
     * boundary.
     */
    private static boolean isConversationClash(WireAnswer answer) {
        Optional<Integer> id = Refusal.diagnostics(answer);
        return id.isEmpty() || id.get() == 52_035;
    }

    private void lost(Invitation open, SendFailure failure) {
        if (!open.equals(invitation)) {
            return;
        }
        open.stopTimer();
        invitation = null;
        noteHealth(failure);
        boolean glare =
                open.cancelled() == Invitation.Cancelled.GLARE
                        && failure.certainty() == Outcome.Certainty.NOT_TAKEN;
        if (!glare) {
            open.job().fail(failed(failure));
        }
        pump();
    }

    // --- the peer as a whole

    private Optional<Outcome.Failed> blocked() {
        Instant now = context.now();
        return context.peerFor(conversation.pair().remote().domain())
                .flatMap(peer -> context.health().refusal(peer.domain(), now));
    }

    private void noteHealth(WireAnswer answer) {
        context.peerFor(conversation.pair().remote().domain())
                .ifPresent(peer -> context.health().note(peer.domain(), answer, context.now()));
    }

    private void noteHealth(SendFailure failure) {
        context.peerFor(conversation.pair().remote().domain())
                .ifPresent(peer -> context.health().note(peer.domain(), failure, context.now()));
    }

    private static Outcome.Failed failed(SendFailure failure) {
        return new Outcome.Failed(
                failure.reason().code(),
                failure.explanation(),
                failure.certainty(),
                Optional.empty());
    }
}
