package org.sallyport.simulator.edge;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sallyport.simulator.sip.SipMessage;

/**
 * All that one simulated user and one partner's user say to each other. Belongs to the Edge's
 * thread.
 */
final class Conversation {
    private static final int WINDOW = 4;
    private static final int GLARE_RETRIES = 3;

    private final Switchboard board;
    private final SimulatedUser user;
    private final String peer;
    private final Deque<Outgoing> pending = new ArrayDeque<>();
    private final List<Dialog> dialogs = new ArrayList<>();
    private @Nullable OutgoingInvite inviting;
    private int outstanding;
    private int glares;
    private boolean theirsFirst;

    Conversation(Switchboard board, SimulatedUser user, String peer) {
        this.board = board;
        this.user = user;
        this.peer = peer;
    }

    SimulatedUser user() {
        return user;
    }

    String peer() {
        return peer;
    }

    String domain() {
        return Switchboard.domain(peer);
    }

    void say(Outgoing text) {
        pending.addLast(text);
        pump();
    }

    /**
     * Opens a new session for this text although one may stand; the old one is dropped without a
     * word.
     */
    void reopen(Outgoing text) {
        forget();
        pending.addFirst(text);
        pump();
    }

    private void pump() {
        Dialog dialog = current();
        if (dialog == null) {
            if (!pending.isEmpty() && inviting == null && outstanding == 0 && !theirsFirst) {
                open(pending.getFirst());
            }
            return;
        }
        int window = board.core().config().dialect().spread() ? 1 : WINDOW;
        while (!pending.isEmpty() && outstanding < window && dialog.confirmed() && !dialog.dead()) {
            send(dialog, pending.removeFirst());
        }
    }

    @Nullable Dialog current() {
        return dialogs.isEmpty() ? null : dialogs.getLast();
    }

    boolean inviting() {
        return inviting != null;
    }

    private void open(Outgoing first) {
        first.invited();
        OutgoingInvite invite = new OutgoingInvite(board, this, first);
        inviting = invite;
        invite.start(
                Base64.getEncoder()
                        .encodeToString(
                                board.core()
                                        .longToken()
                                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    }

    /**
     * A 200 that lists ms-text-format says that the text of the invitation needs no MESSAGE (MS-SIP
     * §2.2).
     */
    void toastSeen(OutgoingInvite invite, SipMessage response) {
        if (response.lists("Supported", "ms-text-format") && pending.remove(invite.first())) {
            invite.first().finish(Answer.of(response), board.core().nanos());
        }
    }

    /** The invitation was taken. */
    void opened(OutgoingInvite invite, Dialog dialog) {
        if (inviting == invite) {
            inviting = null;
        }
        glares = 0;
        established(dialog);
        pump();
    }

    /** The invitation came to nothing; all texts that waited for it share its fate. */
    void refused(OutgoingInvite invite, Answer answer) {
        if (inviting == invite) {
            inviting = null;
        }
        if (invite.yielded()) {
            pump();
            return;
        }
        if (answer.status() == 491 && glares++ < GLARE_RETRIES) {
            board.core().after(java.time.Duration.ofSeconds(1), this::pump);
            return;
        }
        glares = 0;
        if (current() != null) {
            pump();
            return;
        }
        List<Outgoing> failed = new ArrayList<>(pending);
        pending.clear();
        failed.forEach(text -> text.finish(answer, board.core().nanos()));
    }

    /** A session stands, whoever began it. */
    void established(Dialog dialog) {
        dialogs.add(dialog);
        board.add(dialog, this);
        touch(dialog);
    }

    /** The far side's invitation was taken: sessions before it are over (MS-SIP §2.1). */
    void replaced(Dialog fresh) {
        List<Dialog> old = new ArrayList<>(dialogs);
        established(fresh);
        old.forEach(this::bye);
    }

    /** The far side acknowledged that its invitation was taken. */
    void confirmed(Dialog dialog) {
        dialog.confirm();
        pump();
    }

    void touch(Dialog dialog) {
        dialog.active(board.core(), board.core().config().dialect().idle(), () -> bye(dialog));
    }

    private void send(Dialog dialog, Outgoing text) {
        outstanding++;
        text.messaged();
        Bodies.Body body = Bodies.write(text, dialog);
        SipMessage message =
                board.requests().inDialog("MESSAGE", dialog).body(body.type(), body.octets());
        touch(dialog);
        request(message, answer -> ended(dialog, text, answer));
    }

    private void ended(Dialog dialog, Outgoing text, Answer answer) {
        outstanding--;
        if (lostSession(answer)) {
            drop(dialog);
            if (text.again(user.behaviour().resends())) {
                requeue(text);
                pump();
                return;
            }
        }
        text.finish(answer, board.core().nanos());
        pump();
    }

    private void requeue(Outgoing text) {
        List<Outgoing> all = new ArrayList<>(pending);
        all.add(text);
        all.sort(java.util.Comparator.comparingLong(Outgoing::order));
        pending.clear();
        pending.addAll(all);
    }

    // MS-SIP §2.1: these mean that a BYE was lost.
    private static boolean lostSession(Answer answer) {
        return answer.status() == 408 || answer.status() == 480 || answer.status() == 481;
    }

    private void request(SipMessage message, Consumer<Answer> whenFinal) {
        board.transactions()
                .start(
                        domain(),
                        message,
                        answer -> {
                            if (!answer.provisional()) {
                                whenFinal.accept(answer);
                            }
                        });
    }

    /**
     * Tells that the user types or stopped; does nothing without a session (MS-SIP §2.5) or from
     * Teams (MS-SIP §5.1).
     */
    void typing(boolean active) {
        Dialog dialog = current();
        boolean silent = board.core().speech().teams();
        if (silent || dialog == null || !dialog.confirmed()) {
            return;
        }
        Bodies.Body body = Bodies.typing(active);
        request(
                board.requests().inDialog("INFO", dialog).body(body.type(), body.octets()),
                answer -> {
                    if (lostSession(answer)) {
                        drop(dialog);
                    }
                });
    }

    /** Sends any body in a MESSAGE or INFO; answers 481 by itself when there is no session. */
    void raw(String method, String contentType, byte[] octets, Consumer<Answer> whenFinal) {
        Dialog dialog = current();
        if (dialog == null) {
            whenFinal.accept(Answer.madeUp(481));
            return;
        }
        request(board.requests().inDialog(method, dialog).body(contentType, octets), whenFinal);
    }

    /** Closes the window: ends every session and gives up a pending invitation. */
    void leave() {
        hangUp();
        new ArrayList<>(dialogs).forEach(this::bye);
    }

    /** Gives a pending invitation up. */
    void hangUp() {
        if (inviting != null) {
            inviting.cancel();
        }
    }

    /**
     * Gives the own invitation up because theirs comes first; the texts wait for what becomes of
     * it.
     */
    void yieldInvite() {
        if (inviting != null) {
            theirsFirst = true;
            inviting.yieldTo();
        }
    }

    /** Their invitation was taken or refused. */
    void theirsDecided() {
        theirsFirst = false;
        pump();
    }

    private void bye(Dialog dialog) {
        if (!dialog.dead()) {
            SipMessage bye = board.requests().inDialog("BYE", dialog).empty();
            drop(dialog);
            request(bye, answer -> {});
        }
    }

    /** Forgets every session without a word, as a client that crashed. */
    void forget() {
        new ArrayList<>(dialogs).forEach(this::drop);
    }

    void drop(Dialog dialog) {
        dialogs.remove(dialog);
        board.remove(dialog);
    }

    /** This session ended from the far side, or never really began. */
    void over(Dialog dialog) {
        drop(dialog);
        pump();
    }

    List<Dialog> dialogs() {
        return Collections.unmodifiableList(dialogs);
    }
}
