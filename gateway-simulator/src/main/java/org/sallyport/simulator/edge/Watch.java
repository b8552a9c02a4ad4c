package org.sallyport.simulator.edge;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.sallyport.simulator.edge.presence.Notified;
import org.sallyport.simulator.edge.presence.PresenceDocument;
import org.sallyport.simulator.edge.presence.PresenceForm;
import org.sallyport.simulator.sip.SipMessage;

/**
 * One of our users watches one of the partner's: subscribes, refreshes, tries again, takes
 * notifications (MS-SIP §3.4). Belongs to the Edge's thread.
 */
final class Watch {
    private static final Duration LAST_WORD = Duration.ofSeconds(32);
    private static final int USUAL_GRANT = 7200;

    private final PresenceDesk desk;
    private final SimulatedUser user;
    private final String peer;
    private @Nullable Dialog dialog;
    private CompletableFuture<Sent> first = new CompletableFuture<>();
    private SimulatorClock.Timer timer = () -> {};
    private Duration wait;
    private boolean added;
    private boolean wanted;
    private boolean established;
    private boolean bestEffort;

    Watch(PresenceDesk desk, SimulatedUser user, String peer) {
        this.desk = desk;
        this.user = user;
        this.peer = peer;
        this.wait = desk.rules().retry();
    }

    /** Starts watching; does nothing when that has begun already. */
    void start(CompletableFuture<Sent> end) {
        if (wanted) {
            end.complete(sent(Answer.madeUp(200)));
            return;
        }
        wanted = true;
        first = end;
        wait = desk.rules().retry();
        subscribe();
    }

    /** Stops watching. */
    void stop(CompletableFuture<Sent> end) {
        Dialog current = dialog;
        wanted = false;
        timer.cancel();
        if (current == null || !established) {
            // What is still under way is ended when its answer comes.
            end.complete(sent(Answer.madeUp(481)));
            return;
        }
        request(
                desk.requests().unsubscribe(user, current),
                answer -> {
                    end.complete(sent(answer));
                    // The last notification may still come.
                    timer = desk.core().after(LAST_WORD, () -> leave(current));
                });
    }

    /** Refreshes now instead of when it is time. */
    void refresh() {
        Dialog current = dialog;
        if (wanted && current != null && established) {
            timer.cancel();
            request(
                    desk.requests().refresh(user, peer, current),
                    answer -> refreshed(current, answer));
        }
    }

    private void subscribe() {
        leave(dialog);
        String tag = desk.core().token().toLowerCase(Locale.ROOT);
        Dialog fresh =
                new Dialog(
                        desk.core().longToken(), user.nameAddress(tag), tag, "<sip:" + peer + ">");
        List<String> routes = desk.requests().ownRoutes();
        fresh.routing(List.of(), routes);
        dialog = fresh;
        desk.add(fresh, this);
        // MS-SIP §3.4: who has just been put on the list is told so; once.
        SipMessage subscribe = desk.requests().subscribe(user, peer, fresh, routes, !added);
        request(
                subscribe,
                answer -> {
                    first.complete(sent(answer));
                    if (dialog == fresh) {
                        subscribed(fresh, routes, answer);
                    }
                });
    }

    private void subscribed(Dialog fresh, List<String> routes, Answer answer) {
        Optional<SipMessage> response = answer.response();
        if (!answer.taken() || response.isEmpty()) {
            leave(fresh);
            failed(answer, this::subscribe);
            return;
        }
        added = true;
        established = true;
        OutgoingInvite.meet(fresh, response.get(), routes);
        if (!wanted) {
            stop(new CompletableFuture<>());
            return;
        }
        granted(fresh, response.get());
    }

    private void refreshed(Dialog current, Answer answer) {
        if (dialog != current || !wanted) {
            return;
        }
        if (answer.taken() && answer.response().isPresent()) {
            granted(current, answer.response().get());
        } else if (answer.status() == 481) {
            subscribe();
        } else {
            failed(answer, this::refresh);
        }
    }

    // MS-SIP §3.1: 480 and 504 pass; 408 is what is left when nobody answered.
    private void failed(Answer answer, Runnable again) {
        boolean passing =
                answer.status() == 480 || answer.status() == 504 || answer.status() == 408;
        if (!passing || !wanted) {
            wanted = false;
            leave(dialog);
            return;
        }
        timer = desk.core().after(wait, again);
        Duration doubled = wait.multipliedBy(2);
        Duration slowest = desk.rules().slowest();
        wait = doubled.compareTo(slowest) > 0 ? slowest : doubled;
    }

    private void granted(Dialog current, SipMessage response) {
        wait = desk.rules().retry();
        bestEffort = response.lists("Supported", "ms-benotify");
        int seconds = USUAL_GRANT;
        try {
            seconds = Integer.parseInt(response.header("Expires").orElse(""));
        } catch (NumberFormatException e) {
            desk.core().violation("answer-without-expires", response, null);
        }
        Duration due = Duration.ofSeconds(Math.max(1, seconds)).multipliedBy(7).dividedBy(8);
        Duration refresh = desk.rules().refresh();
        timer.cancel();
        timer = desk.core().after(due.compareTo(refresh) < 0 ? due : refresh, this::refresh);
        boolean counted = response.header("ms-piggyback-cseq").isPresent();
        if (counted != response.bodyLength() > 0) {
            desk.core().violation("piggyback", response, null);
        } else if (counted) {
            piggyback(current, response);
        }
    }

    private void piggyback(Dialog current, SipMessage response) {
        try {
            current.rises(Long.parseLong(response.header("ms-piggyback-cseq").orElse("")));
        } catch (NumberFormatException e) {
            desk.core().violation("piggyback", response, null);
        }
        Optional<PresenceDocument> document = document(response);
        if (document.isEmpty()) {
            desk.core().violation("presence-document", response, null);
        }
        show(response, "200", document);
    }

    /** Takes a request of the far side; false when it belongs to no dialog of this watch. */
    boolean take(Incoming request) {
        SipMessage message = request.message();
        Dialog current = dialog;
        // A NOTIFY may come before the 200 (MS-SIP §8.2); then the far tag is not known yet.
        boolean mine =
                current != null
                        && message.to().tag().equals(Optional.of(current.localTag()))
                        && (!established
                                || message.from().tag().equals(Optional.of(current.remoteTag())));
        if (current == null || !mine) {
            return false;
        }
        if (desk.inOrder(current, request)) {
            notified(request);
        }
        return true;
    }

    private void notified(Incoming request) {
        SipMessage message = request.message();
        boolean best = message.method().equals("BENOTIFY");
        if (!best && !message.method().equals("NOTIFY")) {
            desk.answer(request, 405, "Method Not Allowed", Map.of("Allow", "NOTIFY, BENOTIFY"));
            return;
        }
        Optional<String> fault = fault(message, best);
        if (fault.isPresent()) {
            desk.core().violation(fault.get(), message, request.connection());
            desk.answer(request, 400, "Bad Request", Map.of());
            return;
        }
        desk.answer(request, 200, "OK", Map.of());
        show(message, message.method(), document(message));
        if (state(message).equals("terminated")) {
            ended(message);
        }
    }

    private Optional<String> fault(SipMessage message, boolean best) {
        if (best && established && !bestEffort) {
            return Optional.of("benotify-not-agreed");
        }
        if (!message.header("Event").orElse("").startsWith("presence")) {
            return Optional.of("notify-event");
        }
        if (!List.of("active", "pending", "terminated").contains(state(message))) {
            return Optional.of("notify-state");
        }
        if (!message.requestUri().equals(user.contactUri())) {
            return Optional.of("request-uri-not-contact");
        }
        if (!message.to().epid().equals(Optional.of(user.epid()))) {
            return Optional.of("epid-lost");
        }
        if (!message.from().sipUri().address().equals(peer)) {
            return Optional.of("dialog-addresses");
        }
        return message.bodyLength() > 0 && document(message).isEmpty()
                ? Optional.of("presence-document")
                : Optional.empty();
    }

    // RFC 6665 §4.1.3: after a refusal nobody asks again; after anything else one does.
    private void ended(SipMessage message) {
        timer.cancel();
        leave(dialog);
        String reason = parameter(message, "reason");
        if (!wanted) {
            return;
        }
        if (reason.equals("rejected") || reason.equals("noresource")) {
            wanted = false;
        } else {
            timer = desk.core().after(wait, this::subscribe);
        }
    }

    private void show(SipMessage message, String carrier, Optional<PresenceDocument> document) {
        user.presence()
                .notified()
                .add(
                        new Notified(
                                peer,
                                state(message),
                                parameter(message, "reason"),
                                carrier,
                                document));
    }

    private static Optional<PresenceDocument> document(SipMessage message) {
        return PresenceForm.of(message.contentType())
                .flatMap(form -> PresenceDocument.read(form, message.body()));
    }

    private static String state(SipMessage message) {
        String value = message.header("Subscription-State").orElse("");
        int end = value.indexOf(';');
        return (end < 0 ? value : value.substring(0, end)).trim().toLowerCase(Locale.ROOT);
    }

    private static String parameter(SipMessage message, String name) {
        for (String part : message.header("Subscription-State").orElse("").split(";", -1)) {
            if (part.trim().startsWith(name + "=")) {
                return part.trim().substring(name.length() + 1);
            }
        }
        return "";
    }

    private void leave(@Nullable Dialog old) {
        if (old != null) {
            old.die();
            desk.remove(old);
            if (dialog == old) {
                dialog = null;
                established = false;
            }
        }
    }

    private void request(SipMessage message, java.util.function.Consumer<Answer> whenFinal) {
        desk.transactions()
                .start(
                        Switchboard.domain(peer),
                        message,
                        answer -> {
                            if (!answer.provisional()) {
                                whenFinal.accept(answer);
                            }
                        });
    }

    private static Sent sent(Answer answer) {
        return new Sent(answer.status(), answer.local(), answer.diagnostics(), 0, 0, Duration.ZERO);
    }

    @Override
    public String toString() {
        return "Watch";
    }
}
