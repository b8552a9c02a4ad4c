package org.sallyport.simulator.edge;

import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.sallyport.simulator.sip.Octets;
import org.sallyport.simulator.sip.SipMessage;

/** Answers what the partner sends inside a session. Belongs to the Edge's thread. */
final class SessionRequests {
    private final EdgeCore core;
    private final RouteRule routes;
    private volatile Predicate<String> filter = text -> false;

    SessionRequests(EdgeCore core) {
        this.core = core;
        this.routes = new RouteRule(core.config().dialect());
    }

    /** Texts for which this is true get 606 with Warning 309 (MS-SIP §2.4). */
    void contentFilter(Predicate<String> blocked) {
        filter = blocked;
    }

    void handle(Switchboard.Session session, Incoming request) {
        SipMessage message = request.message();
        if (!routes.holds(session.dialog(), message)) {
            core.violation("route-set", message, request.connection());
            int status = core.config().dialect().routeRefusal();
            answer(request, status, status == 403 ? "Forbidden" : "Server time-out", Map.of());
            return;
        }
        checkPeers(session, request);
        if (!session.dialog().rises(message.cseq().number())) {
            core.violation("cseq-stale", message, request.connection());
            answer(request, 500, "Stale CSeq Value", Map.of());
            return;
        }
        switch (message.method()) {
            case "MESSAGE" -> text(session, request);
            case "INFO" -> info(session, request);
            case "BYE" -> {
                answer(request, 200, "OK", Map.of());
                session.conversation().over(session.dialog());
                session.conversation().user().left(session.conversation().peer(), message.callId());
            }
            case "OPTIONS", "NOTIFY", "UPDATE" -> answer(request, 200, "OK", Map.of());
            case "INVITE" -> answer(request, 488, "Not Acceptable Here", Map.of());
            default -> answer(request, 405, "Method Not Allowed", allow());
        }
    }

    /**
     * Looks at the ACK of a 2xx, which has the same routes as any other request but gets no answer.
     */
    void checkAck(Switchboard.Session session, Incoming request) {
        if (!routes.holds(session.dialog(), request.message())) {
            core.violation("route-set", request.message(), request.connection());
        }
        checkPeers(session, request);
    }

    private void checkPeers(Switchboard.Session session, Incoming request) {
        SipMessage message = request.message();
        SimulatedUser user = session.conversation().user();
        boolean mine = message.to().sipUri().address().equals(user.address());
        boolean theirs = message.from().sipUri().address().equals(session.conversation().peer());
        if (!mine || !theirs) {
            core.violation("dialog-addresses", message, request.connection());
        }
        // MS-SIP §1.5, §8.3: both endpoint identifiers stay what they were when the session began.
        boolean sameEpid =
                message.to().epid().equals(Optional.of(user.epid()))
                        && session.dialog()
                                .remote()
                                .contains(
                                        message.from()
                                                .epid()
                                                .map(epid -> "epid=" + epid)
                                                .orElse(""));
        if (!sameEpid) {
            core.violation("epid-lost", message, request.connection());
        }
        if (!message.requestUri().equals(user.contactUri())) {
            core.violation("request-uri-not-contact", message, request.connection());
        }
    }

    private void text(Switchboard.Session session, Incoming request) {
        SipMessage message = request.message();
        session.conversation().touch(session.dialog());
        boolean composing = message.contentType().equals("application/im-iscomposing+xml");
        if (composing && !core.speech().teams()) {
            boolean active =
                    Octets.text(message.body()).filter(xml -> xml.contains(">active<")).isPresent();
            session.conversation().user().typed(message.from(), active);
            answer(request, 200, "OK", Map.of());
            return;
        }
        if (!core.speech().shows(message.contentType())) {
            answer(request, 415, "Unsupported Media Type", Map.of("Accept", core.speech().shown()));
            return;
        }
        Optional<String> text = Bodies.read(message);
        if (text.isEmpty() || text.get().isBlank()) {
            core.violation(
                    text.isEmpty() ? "text-not-utf8" : "text-empty", message, request.connection());
            answer(request, 400, "Bad Request", Map.of());
        } else if (filter.test(text.get())) {
            answer(
                    request,
                    606,
                    "Not Acceptable",
                    Map.of(
                            "Warning",
                            "309 lcs.microsoft.com \"Message contents not allowed by policy\""));
        } else {
            react(session, request, text.get());
        }
    }

    private void react(Switchboard.Session session, Incoming request, String text) {
        SimulatedUser user = session.conversation().user();
        switch (user.nextMessageReply()) {
            case MessageReply.Accept accept -> {
                user.show(text, session.dialog(), request, false);
                if (accept.after().isZero()) {
                    answer(request, 200, "OK", Map.of());
                } else {
                    core.after(accept.after(), () -> answer(request, 200, "OK", Map.of()));
                }
            }
            case MessageReply.Refuse refusal -> {
                answer(request, refusal.status(), refusal.reason(), refusal.headers());
                if (refusal.status() == 408 || refusal.status() == 480 || refusal.status() == 481) {
                    session.conversation().drop(session.dialog());
                }
            }
            case MessageReply.Silence silence -> user.show(text, session.dialog(), request, false);
            case MessageReply.Reset reset -> request.connection().reset();
            case MessageReply.ShowAndReset reset -> {
                user.show(text, session.dialog(), request, false);
                request.connection().reset();
            }
        }
    }

    private void info(Switchboard.Session session, Incoming request) {
        switch (core.config().dialect().client().typingStatus()) {
            case 405 -> answer(request, 405, "Method Not Allowed", allow());
            case 501 -> answer(request, 501, "Not Implemented", Map.of());
            default -> takeInfo(session, request);
        }
    }

    private void takeInfo(Switchboard.Session session, Incoming request) {
        SipMessage message = request.message();
        String xml = Octets.text(message.body()).orElse("");
        boolean keyboard =
                message.contentType().equals("application/xml")
                        && xml.contains("<KeyboardActivity>");
        if (keyboard) {
            session.conversation().user().typed(message.from(), xml.contains("status=\"type\""));
        }
        answer(request, 200, "OK", Map.of());
    }

    private Map<String, String> allow() {
        return Map.of("Allow", core.speech().allow());
    }

    private void answer(Incoming request, int status, String reason, Map<String, String> headers) {
        SipMessage.Builder builder = Responses.begin(request, status, reason, core.token(), "");
        headers.forEach(builder::with);
        request.answer(core.speech().signResponse(builder).empty());
    }
}
