package org.sallyport.simulator.edge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sallyport.simulator.sip.NameAddress;
import org.sallyport.simulator.sip.SipMessage;

/**
 * One invitation of the partner, from its arrival to its ACK (MS-SIP §2.7, §2.10). Belongs to the
 * Edge's thread.
 */
final class IncomingInvite {
    private static final Duration NOBODY_ANSWERS = Duration.ofSeconds(60);
    private static final Duration FIRST_REPEAT = Duration.ofMillis(500);
    private static final Duration LONGEST_REPEAT = Duration.ofSeconds(4);

    private static final List<String> SUPPORTED =
            List.of(
                    "histinfo",
                    "ms-safe-transfer",
                    "ms-dialog-route-set-update",
                    "ms-conf-invite",
                    "ms-sender");

    private final Switchboard board;
    private final Conversation conversation;
    private final Incoming request;
    private final String tag;
    private final List<String> routes;
    private SimulatorClock.Timer timer = () -> {};
    private SimulatorClock.Timer repeat = () -> {};
    private @Nullable SipMessage last;
    private @Nullable Dialog session;
    private boolean answered;
    private boolean acknowledged;

    IncomingInvite(Switchboard board, Conversation conversation, Incoming request) {
        this.board = board;
        this.conversation = conversation;
        this.request = request;
        this.tag = board.core().token();
        String epid = request.message().from().epid().orElse("");
        this.routes = board.requests().recordRoutes("T", epid).reversed();
    }

    Incoming request() {
        return request;
    }

    boolean answered() {
        return answered;
    }

    /** The response that was sent last, for a request that comes again. */
    @Nullable SipMessage last() {
        return last;
    }

    void start() {
        InviteReply reply = user().nextInviteReply();
        if (reply instanceof InviteReply.Silence) {
            conversation.theirsDecided();
            return;
        }
        if (reply instanceof InviteReply.Reset) {
            request.connection().reset();
            conversation.theirsDecided();
            return;
        }
        if (user().behaviour().progressReport()) {
            send(
                    Responses.server(
                            request,
                            101,
                            "Progress Report",
                            board.core().longToken(),
                            Map.of(
                                    "ms-diagnostics-public",
                                    "25008;reason=\"Attempting to route to Primary Pool\";source=\""
                                            + board.core().config().name().fqdn()
                                            + "\"")));
        }
        switch (reply) {
            case InviteReply.Accept accept -> ring(accept.ringFor(), this::accept);
            case InviteReply.Ignore ignore ->
                    ring(NOBODY_ANSWERS, () -> refuse(480, "Temporarily Unavailable", Map.of()));
            case InviteReply.Refuse refusal -> refuseAfter(refusal);
            case InviteReply.Silence silence -> {}
            case InviteReply.Reset reset -> {}
        }
    }

    private void refuseAfter(InviteReply.Refuse refusal) {
        Runnable refuse = () -> refuse(refusal.status(), refusal.reason(), refusal.headers());
        if (refusal.ringFor().isZero()) {
            refuse.run();
        } else {
            ring(refusal.ringFor(), refuse);
        }
    }

    private void ring(Duration span, Runnable then) {
        SipMessage.Builder ringing = begin(180, "Ringing");
        if (!span.isZero()) {
            timer = board.core().after(span, then);
        }
        ringing.withAll("Record-Route", allRoutes());
        send(board.core().speech().signResponse(ringing).empty());
        if (span.isZero()) {
            then.run();
        }
    }

    private SipMessage.Builder begin(int status, String reason) {
        String parameters = board.core().speech().parameters(tag, user().epid());
        return Responses.beginWith(request, status, reason, parameters);
    }

    private List<String> allRoutes() {
        List<String> all = new ArrayList<>(routes);
        all.addAll(request.message().list("Record-Route"));
        return all;
    }

    private void accept() {
        if (answered) {
            return;
        }
        Optional<String> toast =
                user().behaviour().consumesToast()
                        ? Bodies.toast(request.message())
                        : Optional.empty();
        SipMessage.Builder ok =
                begin(200, "OK")
                        .withAll("Record-Route", allRoutes())
                        .with("Contact", user().contact());
        board.core().speech().signResponse(ok);
        if (!board.core().speech().teams()) {
            SUPPORTED.forEach(token -> ok.with("Supported", token));
        }
        if (toast.isPresent()) {
            ok.with("Supported", "ms-text-format");
        }
        SipMessage response =
                ok.with("Allow", board.core().speech().allow())
                        .body("application/sdp", board.requests().answer(user()));
        Dialog dialog = dialog(response);
        session = dialog;
        answered = true;
        awaitAck(dialog, response);
        send(response);
        toast.ifPresent(text -> user().show(text, dialog, request, true));
        if (conversation.inviting()) {
            conversation.established(dialog);
        } else {
            conversation.replaced(dialog);
        }
        conversation.theirsDecided();
    }

    private Dialog dialog(SipMessage response) {
        SipMessage invite = request.message();
        Dialog dialog =
                new Dialog(
                        invite.callId(),
                        response.header("To").orElse(""),
                        tag,
                        invite.header("From").orElse(""));
        String contact =
                invite.header("Contact")
                        .flatMap(NameAddress::parse)
                        .map(NameAddress::uri)
                        .orElse("");
        dialog.meet(invite.header("From").orElse(""), invite.from().tag().orElse(""), contact);
        dialog.routing(invite.list("Record-Route"), routes.reversed());
        dialog.accepts(Bodies.acceptTypes(invite));
        dialog.rises(invite.cseq().number());
        return dialog;
    }

    // RFC 3261 §13.3.1.4: a 200 is repeated until its ACK, also over TLS.
    private void awaitAck(Dialog dialog, SipMessage response) {
        timer =
                board.core()
                        .after(
                                Transactions.GIVE_UP,
                                () -> {
                                    if (!acknowledged) {
                                        repeat.cancel();
                                        board.core()
                                                .violation(
                                                        "ack-missing",
                                                        request.message(),
                                                        request.connection());
                                        conversation.over(dialog);
                                    }
                                });
        repeatAfter(FIRST_REPEAT, response);
    }

    private void repeatAfter(Duration span, SipMessage response) {
        repeat =
                board.core()
                        .after(
                                span,
                                () -> {
                                    if (!acknowledged && request.connection().open()) {
                                        Duration twice = span.multipliedBy(2);
                                        repeatAfter(
                                                twice.compareTo(LONGEST_REPEAT) > 0
                                                        ? LONGEST_REPEAT
                                                        : twice,
                                                response);
                                        request.answer(response);
                                    }
                                });
    }

    void refuse(int status, String reason, Map<String, String> headers) {
        if (answered) {
            return;
        }
        answered = true;
        timer.cancel();
        SipMessage.Builder builder = Responses.begin(request, status, reason, tag, "");
        headers.forEach(builder::with);
        timer =
                board.core()
                        .after(
                                Transactions.GIVE_UP,
                                () -> {
                                    if (!acknowledged && request.connection().open()) {
                                        board.core()
                                                .violation(
                                                        "ack-missing",
                                                        request.message(),
                                                        request.connection());
                                    }
                                });
        send(builder.with("Server", Speech.SERVER).empty());
        conversation.theirsDecided();
        user().refused(request.message().from().sipUri().address(), status);
    }

    /** The caller gave up. */
    void cancelled() {
        refuse(487, "Request Terminated", Map.of());
    }

    void acknowledged() {
        if (acknowledged) {
            return;
        }
        acknowledged = true;
        timer.cancel();
        repeat.cancel();
        if (session != null && !session.dead()) {
            conversation.confirmed(session);
        }
    }

    private SimulatedUser user() {
        return conversation.user();
    }

    private void send(SipMessage response) {
        last = response;
        request.answer(response);
    }
}
