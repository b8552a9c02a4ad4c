package org.sallyport.simulator.edge;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.sallyport.simulator.sip.NameAddress;
import org.sallyport.simulator.sip.SipConnection;
import org.sallyport.simulator.sip.SipMessage;
import org.sallyport.simulator.sip.SipRules;

/**
 * Looks at every request of a partner first, and sends it where it belongs. Belongs to the Edge's
 * thread.
 */
final class RequestDesk {
    private static final Map<String, String> NOT_ROUTED =
            Map.of(
                    "ms-diagnostics-public",
                    "1027;reason=\"Cannot route this type of SIP request to or from federated partners\"");

    /** Longer than any invitation can ring or wait for its ACK. */
    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    private final EdgeCore core;
    private final Switchboard board;
    private final PeerGate gate;
    private final SessionRequests sessions;
    private final Map<String, IncomingInvite> invites = new HashMap<>();

    RequestDesk(Switchboard board, PeerGate gate, SessionRequests sessions) {
        this.board = board;
        this.core = board.core();
        this.gate = gate;
        this.sessions = sessions;
    }

    void message(SipConnection connection, SipMessage message) {
        Optional<String> fault = SipRules.fault(message);
        if (fault.isPresent()) {
            core.violation(fault.get(), message, connection);
            refuseMalformed(connection, message);
        } else if (!message.isRequest()) {
            board.transactions().response(connection, message);
        } else {
            request(connection, message);
        }
    }

    // An answer needs Via, From, To, Call-ID and CSeq; without them only the connection can be
    // closed.
    private void refuseMalformed(SipConnection connection, SipMessage message) {
        boolean answerable =
                message.isRequest()
                        && !message.method().equals("ACK")
                        && !message.list("Via").isEmpty()
                        && message.header("From").isPresent()
                        && message.header("To").flatMap(NameAddress::parse).isPresent()
                        && message.header("Call-ID").isPresent()
                        && message.header("CSeq").isPresent();
        if (answerable) {
            Incoming request =
                    new Incoming(connection, message, false, status -> {}, core.speech());
            request.answer(Responses.server(request, 400, "Bad Request", "malformed", Map.of()));
        } else if (message.isRequest()) {
            connection.close();
        }
    }

    private void request(SipConnection connection, SipMessage message) {
        String domain = message.from().sipUri().host();
        PeerGate.Verdict verdict = gate.judge(connection, message);
        Incoming request =
                new Incoming(
                        connection,
                        message,
                        verdict == PeerGate.Verdict.VERIFIED,
                        status -> gate.ended(domain, status),
                        core.speech());
        if (verdict == PeerGate.Verdict.REFUSED) {
            if (!message.method().equals("ACK")) {
                request.answer(Responses.bare504(request, core.longToken()));
            }
            return;
        }
        switch (message.method()) {
            case "ACK" -> acknowledge(request);
            case "CANCEL" -> cancel(request);
            default -> {
                if (message.to().tag().isPresent()) {
                    inSession(request);
                } else {
                    initial(request);
                }
            }
        }
    }

    private void inSession(Incoming request) {
        Optional<Switchboard.Session> session = session(request.message());
        if (session.isPresent()) {
            sessions.handle(session.get(), request);
        } else if (!board.presence().inDialog(request)) {
            board.presence().answer(request, 481, "Call Leg/Transaction Does Not Exist", Map.of());
        }
    }

    private Optional<Switchboard.Session> session(SipMessage message) {
        return board.find(
                message.callId(), message.to().tag().orElse(""), message.from().tag().orElse(""));
    }

    private void initial(Incoming request) {
        SipMessage message = request.message();
        switch (message.method()) {
            case "INVITE" -> invite(request);
            case "SUBSCRIBE" -> subscribe(request);
            case "OPTIONS" -> {
                String host = message.to().sipUri().host();
                if (core.serves(host) || host.equals(core.config().name().fqdn())) {
                    answer(request, 200, "OK", Map.of("Allow", core.speech().allow()));
                } else {
                    request.answer(Responses.bare504(request, core.longToken()));
                }
            }
            case "BYE", "INFO" ->
                    answer(request, 481, "Call Leg/Transaction Does Not Exist", Map.of());
            // Page mode is not what an Edge routes to a partner (MS-SIP §0).
            default -> answer(request, 403, "Forbidden", NOT_ROUTED);
        }
    }

    private void subscribe(Incoming request) {
        SipMessage message = request.message();
        Optional<SimulatedUser> user = core.user(message.to().sipUri().address());
        if (!board.presence().rules().carried()) {
            answer(request, 403, "Forbidden", NOT_ROUTED);
        } else if (user.isEmpty()) {
            answer(request, 404, "Not Found", Map.of());
        } else if (unwelcome(request, user.get())) {
            answer(request, 480, "Temporarily Unavailable", Map.of());
        } else {
            checkContact(request);
            board.presence().subscribe(user.get(), request);
        }
    }

    private void invite(Incoming request) {
        SipMessage message = request.message();
        IncomingInvite known = invites.get(key(message));
        if (known != null) {
            core.violation("request-repeated", message, request.connection());
            return;
        }
        String to = message.to().sipUri().address();
        Optional<SimulatedUser> user = core.user(to);
        if (!core.serves(message.to().sipUri().host()) || user.isEmpty()) {
            refuse(request, 404, "Not Found", Map.of());
            return;
        }
        checkContact(request);
        if (message.header("Require").isPresent()) {
            refuse(
                    request,
                    420,
                    "Bad Extension",
                    Map.of("Unsupported", message.header("Require").orElse("")));
        } else if (!textOnly(message)) {
            refuse(request, 488, "Not Acceptable Here", Map.of());
        } else if (unwelcome(request, user.get())) {
            refuse(request, 480, "Temporarily Unavailable", Map.of());
        } else if (user.get().windowOpen(message.header("Ms-Conversation-ID").orElse(""))) {
            refuse(
                    request,
                    488,
                    "Not Acceptable Here",
                    Map.of(
                            "ms-client-diagnostics",
                            "52035;reason=\"This client has an IM session with the same conversation ID\""));
        } else {
            ring(request, user.get());
        }
    }

    private boolean textOnly(SipMessage invite) {
        return Bodies.offersText(invite)
                && core.speech().takes(invite)
                && invite.list("EndPoints").size() <= 2;
    }

    private boolean unwelcome(Incoming request, SimulatedUser user) {
        String from = request.message().from().sipUri().address();
        VerificationLevel level =
                core.partner(Switchboard.domain(from))
                        .map(Partner::level)
                        .orElse(VerificationLevel.USE_SOURCE);
        return level == VerificationLevel.ALWAYS_UNVERIFIABLE && !user.hasContact(from);
    }

    private void ring(Incoming request, SimulatedUser user) {
        Conversation conversation = user.conversation(request.message().from().sipUri().address());
        if (conversation.inviting()) {
            Dialect.Glare glare = core.config().dialect().glare();
            if (glare == Dialect.Glare.REFUSE_THEIRS) {
                refuse(request, 491, "Request Pending", Map.of());
                return;
            }
            if (glare == Dialect.Glare.TAKE_THEIRS) {
                conversation.yieldInvite();
            }
        }
        start(request, conversation).start();
    }

    private IncomingInvite start(Incoming request, Conversation conversation) {
        IncomingInvite invite = new IncomingInvite(board, conversation, request);
        String key = key(request.message());
        invites.put(key, invite);
        core.after(REMEMBERED, () -> invites.remove(key));
        return invite;
    }

    // The contact of a partner carries a name, not an IP address (MS-SIP §1.5).
    private void checkContact(Incoming request) {
        NameAddress contact =
                request.message().header("Contact").flatMap(NameAddress::parse).orElseThrow();
        String host = contact.sipUri().host();
        if (host.startsWith("[") || host.chars().noneMatch(Character::isLetter)) {
            core.violation("contact-host", request.message(), request.connection());
        }
    }

    private void cancel(Incoming request) {
        IncomingInvite invite = invites.get(key(request.message()));
        if (invite == null
                || !invite.request().message().branch().equals(request.message().branch())) {
            answer(request, 481, "Call Leg/Transaction Does Not Exist", Map.of());
            return;
        }
        answer(request, 200, "OK", Map.of());
        invite.cancelled();
    }

    private void acknowledge(Incoming request) {
        IncomingInvite invite = invites.get(key(request.message()));
        if (invite != null) {
            invite.acknowledged();
        }
        Optional<Switchboard.Session> session = session(request.message());
        if (session.isPresent()) {
            sessions.checkAck(session.get(), request);
        } else if (invite == null) {
            core.violation("ack-unmatched", request.message(), request.connection());
        }
    }

    /**
     * Refuses an INVITE before anybody's client sees it; its ACK is awaited as for any other
     * refusal.
     */
    private void refuse(Incoming request, int status, String reason, Map<String, String> headers) {
        String from = request.message().from().sipUri().address();
        SimulatedUser server =
                new SimulatedUser(
                        board, request.message().to().sipUri().address(), Behaviour.answers());
        start(request, new Conversation(board, server, from)).refuse(status, reason, headers);
    }

    private void answer(Incoming request, int status, String reason, Map<String, String> headers) {
        request.answer(Responses.server(request, status, reason, core.longToken(), headers));
    }

    private static String key(SipMessage message) {
        return message.callId()
                + " "
                + message.from().tag().orElse("")
                + " "
                + message.cseq().number();
    }
}
