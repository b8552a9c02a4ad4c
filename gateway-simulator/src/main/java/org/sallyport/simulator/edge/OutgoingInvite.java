package org.sallyport.simulator.edge;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sallyport.simulator.sip.NameAddress;
import org.sallyport.simulator.sip.SipMessage;

/** One invitation of ours until it is answered. Belongs to the Edge's thread. */
final class OutgoingInvite {
    private final Switchboard board;
    private final Conversation conversation;
    private final Dialog dialog;
    private final Outgoing first;
    private List<String> recordRoutes = List.of();
    private Transactions.@Nullable Running running;
    private boolean cancelled;
    private boolean yielded;

    OutgoingInvite(Switchboard board, Conversation conversation, Outgoing first) {
        this.board = board;
        this.conversation = conversation;
        this.first = first;
        SimulatedUser user = conversation.user();
        String tag = board.core().token().toLowerCase(java.util.Locale.ROOT);
        this.dialog =
                new Dialog(
                        board.core().longToken(),
                        user.nameAddress(tag),
                        tag,
                        "<sip:" + conversation.peer() + ">");
    }

    void start(String conversationId) {
        SipMessage invite =
                board.requests()
                        .invite(
                                conversation.user(),
                                conversation.peer(),
                                dialog,
                                first.text(),
                                conversationId)
                        .body("application/sdp", board.requests().offer(conversation.user()));
        dialog.inviteSent();
        recordRoutes = invite.list("Record-Route");
        running = board.transactions().start(conversation.domain(), invite, this::answered);
        if (cancelled) {
            board.transactions().cancel(running);
        }
    }

    /** Gives up in favour of the far side's invitation. */
    void yieldTo() {
        yielded = true;
        cancel();
    }

    boolean yielded() {
        return yielded;
    }

    void cancel() {
        cancelled = true;
        if (running != null) {
            board.transactions().cancel(running);
        }
    }

    /** The text that the invitation carries. */
    Outgoing first() {
        return first;
    }

    private void answered(Answer answer) {
        if (answer.provisional()) {
            return;
        }
        if (!answer.taken() || answer.response().isEmpty()) {
            conversation.refused(this, answer);
            return;
        }
        SipMessage response = answer.response().get();
        meet(dialog, response, recordRoutes);
        SipMessage ack = board.requests().inDialog("ACK", dialog).empty();
        dialog.lastAck(ack);
        dialog.confirm();
        board.transactions().sendOnly(conversation.domain(), ack);
        conversation.toastSeen(this, response);
        if (cancelled) {
            SipMessage bye = board.requests().inDialog("BYE", dialog).empty();
            board.transactions().start(conversation.domain(), bye, ignored -> {});
            conversation.refused(this, Answer.madeUp(487));
        } else {
            conversation.opened(this, dialog);
        }
    }

    /** Takes target, tag and routes from a 2xx. */
    static void meet(Dialog dialog, SipMessage response, List<String> ownRoutes) {
        String contact =
                response.header("Contact")
                        .flatMap(NameAddress::parse)
                        .map(NameAddress::uri)
                        .orElse(response.to().uri());
        dialog.meet(response.header("To").orElse(""), response.to().tag().orElse(""), contact);
        List<String> routes = response.list("Record-Route");
        int others = Math.max(0, routes.size() - ownRoutes.size());
        dialog.routing(routes.subList(0, others).reversed(), ownRoutes);
        dialog.accepts(Bodies.acceptTypes(response));
    }
}
