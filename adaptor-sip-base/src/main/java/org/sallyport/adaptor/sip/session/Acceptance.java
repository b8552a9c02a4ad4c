package org.sallyport.adaptor.sip.session;

import java.time.Duration;
import java.time.Instant;

/**
 * Our 200 to an INVITE until its ACK comes: repeated after T1, then twice as long each time up to
 * T2, also over TLS, because a proxy on the way may have lost it; without an ACK the session ends
 * (RFC 3261 §13.3.1.4). Used by the mailbox.
 */
final class Acceptance {
    static final Duration T1 = Duration.ofMillis(500);
    static final Duration T2 = Duration.ofSeconds(4);

    private final Conversation conversation;
    private final SessionContext context;
    private final IncomingRequest invite;
    private final Dialog dialog;
    private final Instant limit;
    private Duration wait = T1;
    private Runnable timer = () -> {};

    private Acceptance(
            Conversation conversation,
            SessionContext context,
            IncomingRequest invite,
            Dialog dialog) {
        this.conversation = conversation;
        this.context = context;
        this.invite = invite;
        this.dialog = dialog;
        this.limit = context.now().plus(context.settings().timers().acknowledgeLimit());
    }

    /** Watches over an answer that was just sent. */
    static void watch(
            Conversation conversation,
            SessionContext context,
            IncomingRequest invite,
            Dialog dialog) {
        Acceptance acceptance = new Acceptance(conversation, context, invite, dialog);
        dialog.awaitAcknowledgement(() -> acceptance.timer.run());
        acceptance.arm();
    }

    private void arm() {
        Duration left = Duration.between(context.now(), limit);
        Duration next = left.compareTo(wait) < 0 ? left : wait;
        timer = context.timers().after(next, () -> conversation.post(this::due));
    }

    private void due() {
        if (!dialog.awaitsAcknowledgement() || conversation.dialog(dialog.id()).isEmpty()) {
            return;
        }
        if (!context.now().isBefore(limit)) {
            context.count("sessions-unacknowledged");
            conversation.end(dialog);
            return;
        }
        context.count("acceptances-repeated");
        invite.repeat();
        Duration doubled = wait.multipliedBy(2);
        wait = doubled.compareTo(T2) > 0 ? T2 : doubled;
        arm();
    }
}
