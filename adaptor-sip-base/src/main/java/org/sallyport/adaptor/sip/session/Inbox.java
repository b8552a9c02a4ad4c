package org.sallyport.adaptor.sip.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.sallyport.adaptor.sip.address.BadSipAddressException;
import org.sallyport.adaptor.sip.address.NameAddress;
import org.sallyport.adaptor.sip.address.SipAddresses;
import org.sallyport.adaptor.sip.body.ImBodies;
import org.sallyport.adaptor.sip.body.ImBody;
import org.sallyport.adaptor.sip.body.MediaType;
import org.sallyport.adaptor.sip.body.SessionDescription;
import org.sallyport.adaptor.sip.body.XmlBodies;
import org.sallyport.adaptor.sip.error.Place;
import org.sallyport.api.address.Domain;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.filter.Verdict;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.outcome.RuleId;
import org.sallyport.api.packet.ConversationEnd;
import org.sallyport.api.packet.DeliveryFailure;
import org.sallyport.api.packet.Envelope;
import org.sallyport.api.packet.InstantMessage;
import org.sallyport.api.packet.MessageMarks;
import org.sallyport.api.packet.PacketKind;
import org.sallyport.api.packet.Text;

/** What the peer asks within one conversation. Called by the mailbox, in the order of the wire. */
final class Inbox {
    private final Conversation conversation;
    private final SessionContext context;

    Inbox(Conversation conversation, SessionContext context) {
        this.conversation = conversation;
        this.context = context;
    }

    /** A request that claims to belong to a dialog, or a MESSAGE on its own. */
    void onRequest(IncomingRequest request, Parties parties) {
        try {
            handle(request, parties);
        } catch (RuntimeException e) {
            // A fault of ours, but the peer waits for an answer; told once if it got one already.
            request.answer(
                    context.refusal(500, ErrorCode.GATEWAY_ERROR, Optional.empty(), local()));
            throw e;
        }
    }

    private void handle(IncomingRequest request, Parties parties) {
        Optional<Dialog.Id> id = parties.dialog(request);
        Optional<Dialog> dialog = id.flatMap(conversation::dialog);
        if (id.isPresent() && dialog.isEmpty()) {
            // Ours to say with the stack's dialogs off (MS-SIP §8.3); nobody answers an ACK or a
            // BENOTIFY.
            request.answer(context.reply(481));
            return;
        }
        if (request.method().equals("ACK")) {
            dialog.ifPresent(Dialog::acknowledged);
            conversation.touch();
            return;
        }
        if (dialog.isPresent() && !isInOrder(request, dialog.get())) {
            request.answer(context.refusal(500, ErrorCode.UNEXPECTED, Optional.empty(), local()));
            return;
        }
        conversation.touch();
        Place place = dialog.isPresent() ? Place.IN_DIALOG : Place.INITIAL;
        switch (request.method()) {
            case "MESSAGE" -> onMessage(request, place);
            case "INFO" -> onInfo(request);
            case "BYE" -> dialog.ifPresent(gone -> onBye(request, gone));
            case "NOTIFY" -> onNotify(request);
            case "INVITE" -> dialog.ifPresent(present -> onReinvite(request, present));
            default ->
                    request.answer(
                            context.refusal(405, ErrorCode.UNSUPPORTED, Optional.empty(), local()));
        }
    }

    // --- sessions

    /** A new session: asks the house whether these two may talk, and accepts. */
    void onInvite(IncomingRequest invite, Parties parties) {
        Dialog.Id id =
                new Dialog.Id(
                        invite.header("Call-ID").orElse(""),
                        invite.localTag(),
                        parties.remoteTag());
        if (conversation.hasCallOf(id)) {
            // RFC 3261 §8.2.2.2: the same call by another way.
            invite.answer(refusal(482, ErrorCode.LOOP_DETECTED));
            return;
        }
        conversation.outbox().glare();
        conversation.admissionBegins();
        Runnable question = () -> judge(invite, parties);
        try {
            context.plugin().time().workers().execute(question);
        } catch (RejectedExecutionException e) {
            question.run(); // the house is closing: it says no, but it says it
        }
    }

    private void judge(IncomingRequest invite, Parties parties) {
        Verdict verdict;
        try {
            verdict =
                    context.sink()
                            .admit(
                                    parties.pair().remote(),
                                    parties.pair().local(),
                                    PacketKind.INSTANT_MESSAGE,
                                    invite.link());
        } catch (RuntimeException e) {
            // Fails closed, and never leaves the conversation waiting.
            verdict = new Verdict.Reject(ErrorCode.GATEWAY_ERROR, RuleId.of("sip.admission"));
        }
        Verdict decided = verdict;
        conversation.post(() -> decided(invite, parties, decided));
    }

    private void decided(IncomingRequest invite, Parties parties, Verdict verdict) {
        try {
            switch (verdict) {
                case Verdict.Pass pass -> accept(invite, parties);
                // A drop tells the sender nothing: the session opens, its texts vanish by the same
                // rule.
                case Verdict.Drop drop -> accept(invite, parties);
                case Verdict.Reject reject ->
                        invite.answer(
                                context.refusal(
                                        reject.code(), Place.INITIAL, Optional.empty(), local()));
            }
        } finally {
            conversation.admissionEnds();
        }
    }

    private void accept(IncomingRequest invite, Parties parties) {
        try {
            Dialog dialog = dialogOf(invite, parties);
            Reply reply = acceptance(context.epidParameter(parties.pair().local()));
            if (invite.answer(reply)) {
                if (!conversation.outbox().isInviting()) {
                    conversation.replaceAll();
                }
                conversation.prefer(dialog);
                Acceptance.watch(conversation, context, invite, dialog);
                context.count("sessions-accepted");
            }
        } catch (BadSipAddressException | IllegalArgumentException e) {
            invite.answer(context.refusal(400, ErrorCode.MALFORMED, Optional.empty(), local()));
        }
    }

    /**
     * RFC 3261 §12.1.1: the callee's side of a dialog. Route values stay as they came, in their
     * order.
     */
    private Dialog dialogOf(IncomingRequest invite, Parties parties) throws BadSipAddressException {
        Dialog.Id id =
                new Dialog.Id(
                        invite.header("Call-ID").orElse(""),
                        invite.localTag(),
                        parties.remoteTag());
        String local =
                "<"
                        + parties.to().uri()
                        + ">;tag="
                        + invite.localTag()
                        + context.epidParameter(parties.pair().local());
        String remote = "<" + parties.from().uri() + ">" + parties.from().parameters();
        WireRequest.Target target =
                new WireRequest.Target(
                        contactOf(invite),
                        HeaderLists.items(invite.headers("Record-Route")),
                        invite.sender().peer());
        Dialog dialog = new Dialog(id, new Dialog.Ends(local, remote), target, 0);
        dialog.takes(sequenceOf(invite));
        return dialog;
    }

    private static String contactOf(IncomingRequest request) throws BadSipAddressException {
        List<String> contacts = HeaderLists.items(request.headers("Contact"));
        // No contact at all is read like a broken one.
        return NameAddress.parse(contacts.isEmpty() ? "" : contacts.getFirst()).uri();
    }

    private Reply acceptance(String toParameters) throws BadSipAddressException {
        String host = context.wire().hostFor(local());
        String uri = SipAddresses.bareUri(conversation.pair().local());
        List<SipHeader> headers = new ArrayList<>(context.reply(200).headers());
        headers.add(new SipHeader("Contact", context.contact(conversation.pair().local())));
        headers.add(new SipHeader("Allow", SessionContext.ALLOW));
        // Never ms-text-format: the first text must come as a MESSAGE, which has an outcome (MS-SIP
        // §2.2).
        headers.add(new SipHeader("Supported", "ms-sender"));
        WireBody body =
                new WireBody(
                        "application/sdp",
                        SessionDescription.write(host, uri, context.profile().acceptTypes()));
        return new Reply(200, headers, Optional.of(body), toParameters);
    }

    private void onReinvite(IncomingRequest invite, Dialog dialog) {
        Optional<Reply> refusal = InviteScreen.judge(context, invite, local());
        if (refusal.isPresent()) {
            invite.answer(refusal.get());
            return;
        }
        try {
            dialog.retarget(contactOf(invite));
            if (invite.answer(acceptance(""))) {
                Acceptance.watch(conversation, context, invite, dialog);
            }
        } catch (BadSipAddressException | IllegalArgumentException e) {
            invite.answer(context.refusal(400, ErrorCode.MALFORMED, Optional.empty(), local()));
        }
    }

    private void onBye(IncomingRequest bye, Dialog dialog) {
        bye.answer(context.reply(200));
        conversation.forget(dialog);
        // While a text of ours is on its way another session is coming: nobody left.
        if (!conversation.hasDialogs() && conversation.outbox().isIdle()) {
            Instant now = context.now();
            context.sink()
                    .submit(
                            new ConversationEnd(envelope(now)),
                            bye.link(),
                            now.plusSeconds(5),
                            outcome -> {});
        }
    }

    // --- what is said in sessions

    private void onMessage(IncomingRequest message, Place place) {
        ImBody body =
                ImBodies.read(
                        message.header("Content-Type"),
                        message.header("Content-Encoding"),
                        message.body());
        switch (body) {
            case ImBody.Words(String text) when context.path().isLoop(message) ->
                    message.answer(
                            context.refusal(
                                    ErrorCode.LOOP_DETECTED, place, Optional.empty(), local()));
            case ImBody.Words(String text) -> submit(message, new Text(text), place);
            default -> answerRest(message, body);
        }
    }

    private void onInfo(IncomingRequest info) {
        ImBody body =
                ImBodies.read(
                        info.header("Content-Type"), info.header("Content-Encoding"), info.body());
        // Words in an INFO are no text of a user.
        answerRest(info, body instanceof ImBody.Words ? new ImBody.Unsupported() : body);
    }

    private void answerRest(IncomingRequest request, ImBody body) {
        Reply reply =
                switch (body) {
                    case ImBody.Typing(boolean active) -> {
                        conversation.typing().heard(active, request.link());
                        yield context.reply(200);
                    }
                    case ImBody.Nothing nothing -> context.reply(200);
                    case ImBody.Malformed malformed -> refusal(400, ErrorCode.MALFORMED);
                    case ImBody.TooLarge large -> refusal(413, ErrorCode.TOO_LARGE);
                    case ImBody.Unsupported unsupported ->
                            refusal(415, ErrorCode.NOT_ACCEPTABLE).with("Accept", ImBodies.ACCEPT);
                    case ImBody.Words words ->
                            throw new IllegalStateException("words are submitted");
                };
        request.answer(reply);
    }

    private void submit(IncomingRequest message, Text text, Place place) {
        conversation.typing().remoteTextCame();
        Instant now = context.now();
        Optional<String> thread =
                message.header("Call-ID").filter(id -> !id.isEmpty() && id.length() <= 255);
        InstantMessage packet =
                new InstantMessage(
                        context.path().read(message, envelope(now)),
                        text,
                        Optional.empty(),
                        new MessageMarks(Optional.empty(), thread, false));
        Instant deadline = now.plus(context.settings().timers().answerLimit());
        context.sink()
                .submit(
                        packet,
                        message.link(),
                        deadline,
                        outcome -> message.answer(reply(packet, outcome, place)));
    }

    private Reply reply(InstantMessage packet, Outcome outcome, Place place) {
        return switch (outcome) {
            case Outcome.Delivered delivered -> context.reply(200);
            case Outcome.Dropped dropped -> context.reply(200);
            case Outcome.Failed failed -> {
                Reply reply =
                        context.refusal(failed.code(), place, Optional.of(packet.id()), local());
                boolean told =
                        reply.headers().stream()
                                .anyMatch(header -> header.name().equals("Retry-After"));
                yield failed.retryAfterSeconds().isEmpty() || told
                        ? reply
                        : reply.with(
                                "Retry-After",
                                Integer.toString(Math.max(0, failed.retryAfterSeconds().get())));
            }
        };
    }

    /**
     * Delivery reports come without an Event (MS-SIP §2.6); any other NOTIFY belongs to a
     * subscription that we do not have.
     */
    private void onNotify(IncomingRequest notify) {
        boolean report =
                notify.header("Content-Type")
                        .flatMap(MediaType::parse)
                        .filter(type -> type.name().equals("application/ms-imdn+xml"))
                        .isPresent();
        if (!report) {
            notify.answer(refusal(489, ErrorCode.UNSUPPORTED));
            return;
        }
        notify.answer(context.reply(200));
        Instant now = context.now();
        XmlBodies.deliveryReport(notify.body())
                .filter(found -> found.status() >= 300)
                .ifPresent(found ->
                        context.reports()
                                .take(conversation.pair(), found.messageId(), now)
                                .ifPresent(sent -> reportFailure(notify, sent, found.status())));
    }

    private void reportFailure(IncomingRequest notify, LateReports.Sent sent, int status) {
        Instant now = context.now();
        Envelope envelope =
                Envelope.of(context.newId(), conversation.pair().remote(), sent.from(), now);
        ErrorCode code = context.profile().errors().codeOf(status);
        context.count("late-failures");
        context.sink()
                .submit(
                        new DeliveryFailure(envelope, sent.id(), sent.wireId(), code, true),
                        notify.link(),
                        now.plusSeconds(60),
                        outcome -> {});
    }

    // --- small things

    private boolean isInOrder(IncomingRequest request, Dialog dialog) {
        return dialog.takes(sequenceOf(request));
    }

    private static long sequenceOf(IncomingRequest request) {
        String number = request.header("CSeq").orElse("").strip().split("\\s+", 2)[0];
        return number.matches("\\d{1,10}") ? Long.parseLong(number) : -1;
    }

    private Reply refusal(int status, ErrorCode code) {
        return context.refusal(status, code, Optional.empty(), local());
    }

    private Domain local() {
        return conversation.pair().local().domain();
    }

    private Envelope envelope(Instant now) {
        return Envelope.of(
                context.newId(), conversation.pair().remote(), conversation.pair().local(), now);
    }
}
