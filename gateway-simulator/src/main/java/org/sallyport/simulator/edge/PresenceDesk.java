package org.sallyport.simulator.edge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.sallyport.simulator.edge.presence.PresenceForm;
import org.sallyport.simulator.edge.presence.PresenceRules;
import org.sallyport.simulator.edge.presence.Presentity;
import org.sallyport.simulator.sip.NameAddress;
import org.sallyport.simulator.sip.SipMessage;

/**
 * All subscriptions, those of partners' users to ours and those of ours to theirs (MS-SIP §3).
 * Belongs to the Edge's thread, but for the rules.
 */
final class PresenceDesk {
    private static final int SHORTEST_GRANT = 24_000;
    private static final int LONGEST_GRANT = 29_000;

    private final EdgeCore core;
    private final Transactions transactions;
    private final PresenceRequests requests;
    private final RouteRule routes;
    private final Map<String, Subscription> subscriptions = new HashMap<>();
    private final Map<String, Watch> watches = new HashMap<>();
    private volatile PresenceRules rules = PresenceRules.NONE;

    PresenceDesk(EdgeCore core, Transactions transactions, Requests requests) {
        this.core = core;
        this.transactions = transactions;
        this.requests = new PresenceRequests(requests);
        this.routes = new RouteRule(core.config().dialect());
    }

    EdgeCore core() {
        return core;
    }

    Transactions transactions() {
        return transactions;
    }

    PresenceRequests requests() {
        return requests;
    }

    PresenceRules rules() {
        return rules;
    }

    void rules(PresenceRules other) {
        rules = other;
    }

    void remove(Subscription subscription) {
        subscriptions.remove(subscription.dialog().key());
    }

    void add(Dialog dialog, Watch watch) {
        watches.put(dialog.callId(), watch);
    }

    void remove(Dialog dialog) {
        watches.remove(dialog.callId());
    }

    /** How many of the partners' users watch this one. */
    int watchers(SimulatedUser user) {
        return of(user).size();
    }

    /** Forgets all of a user's watchers without a word, as a server that lost its state. */
    void forgetWatchers(SimulatedUser user) {
        of(user).forEach(Subscription::forget);
    }

    void changed(SimulatedUser user, Presentity before, Presentity after) {
        of(user).forEach(subscription -> subscription.changed(before, after));
    }

    private List<Subscription> of(SimulatedUser user) {
        List<Subscription> found = new ArrayList<>(subscriptions.values());
        found.removeIf(subscription -> subscription.user() != user);
        return found;
    }

    /** A first SUBSCRIBE for a user that exists. */
    void subscribe(SimulatedUser user, Incoming request) {
        SipMessage message = request.message();
        Optional<SubscribeOffer> offer = SubscribeOffer.of(message);
        Optional<Integer> scripted = user.presence().nextReply();
        if (scripted.isPresent()) {
            answer(request, scripted.get(), "Refused", Map.of());
        } else if (!eventIsPresence(message)) {
            answer(request, 489, "Bad Event", Map.of("Allow-Events", "presence"));
        } else if (offer.isEmpty() || wantedExpires(message).isEmpty()) {
            core.violation("subscribe-malformed", message, request.connection());
            answer(request, 400, "Bad Request", Map.of());
        } else if (wantedExpires(message).get() == 0) {
            // Only lasting subscriptions are supported between organisations (MS-SIP §3.1).
            core.violation("subscribe-poll", message, request.connection());
            answer(request, 403, "Forbidden", Map.of());
        } else if (offer.get().form().isEmpty()) {
            answer(request, 406, "Not Acceptable", Map.of());
        } else {
            begin(user, request, offer.get(), offer.get().form().get());
        }
    }

    private void begin(
            SimulatedUser user, Incoming request, SubscribeOffer offer, PresenceForm form) {
        SipMessage message = request.message();
        String watcher = message.from().sipUri().address();
        String tag = core.longToken();
        String local = message.header("To").orElse("") + ";tag=" + tag;
        String remote = message.header("From").orElse("");
        Dialog dialog = new Dialog(message.callId(), local, tag, remote);
        String contact = message.header("Contact").flatMap(NameAddress::parse).orElseThrow().uri();
        dialog.meet(remote, message.from().tag().orElse(""), contact);
        List<String> own = requests.answeredRoutes(message.from().epid().orElse(""));
        dialog.routing(message.list("Record-Route"), own.reversed());
        dialog.rises(message.cseq().number());
        Subscription subscription = new Subscription(this, user, dialog, watcher, form, offer);
        List<Subscription> older = of(user);
        older.removeIf(other -> !other.watcher().equals(watcher));
        subscriptions.put(dialog.key(), subscription);
        if (offer.wish().contactList()) {
            user.presence().prompts().add(watcher);
        }
        List<String> recorded = new ArrayList<>(own);
        recorded.addAll(message.list("Record-Route"));
        subscription.accept(request, offer, granted(message), recorded);
        older.forEach(other -> other.replaced(core.config().name().fqdn()));
    }

    /**
     * A request inside a presence dialog.
     *
     * @return false when there is none
     */
    boolean inDialog(Incoming request) {
        SipMessage message = request.message();
        Subscription subscription =
                subscriptions.get(
                        Dialog.key(
                                message.callId(),
                                message.to().tag().orElse(""),
                                message.from().tag().orElse("")));
        if (subscription != null) {
            if (inOrder(subscription.dialog(), request)) {
                again(subscription, request);
            }
            return true;
        }
        Watch watch = watches.get(message.callId());
        return watch != null && watch.take(request);
    }

    /** Looks at what every request in a dialog must get right; answers it when it does not. */
    boolean inOrder(Dialog dialog, Incoming request) {
        SipMessage message = request.message();
        if (!routes.holds(dialog, message)) {
            core.violation("route-set", message, request.connection());
            int status = core.config().dialect().routeRefusal();
            answer(request, status, status == 403 ? "Forbidden" : "Server time-out", Map.of());
            return false;
        }
        if (!dialog.rises(message.cseq().number())) {
            core.violation("cseq-stale", message, request.connection());
            answer(request, 500, "Stale CSeq Value", Map.of());
            return false;
        }
        return true;
    }

    private void again(Subscription subscription, Incoming request) {
        SipMessage message = request.message();
        if (!message.method().equals("SUBSCRIBE")) {
            answer(request, 405, "Method Not Allowed", Map.of("Allow", "SUBSCRIBE"));
            return;
        }
        if (!("<" + message.requestUri() + ">").equals(contact())) {
            core.violation("request-uri-not-contact", message, request.connection());
        }
        if (!subscription.dialog().remote().contains(epid(message.from()))) {
            core.violation("epid-lost", message, request.connection());
        }
        Optional<SubscribeOffer> offer = SubscribeOffer.of(message);
        Optional<Integer> expires = wantedExpires(message);
        Optional<Integer> scripted = subscription.user().presence().nextReply();
        if (scripted.isPresent()) {
            answer(request, scripted.get(), "Refused", Map.of());
            if (scripted.get() == 481) {
                subscription.forget();
            }
        } else if (offer.isEmpty() || expires.isEmpty() || !eventIsPresence(message)) {
            core.violation("subscribe-malformed", message, request.connection());
            answer(request, 400, "Bad Request", Map.of());
        } else if (expires.get() == 0) {
            subscription.endAsAsked(request);
        } else {
            if (!offer.get().accept().equals(subscription.offer().accept())) {
                core.violation("accept-changed", message, request.connection());
            }
            subscription.accept(request, offer.get(), granted(message), List.of());
        }
    }

    private static String epid(NameAddress address) {
        return address.epid().map(epid -> "epid=" + epid).orElse("");
    }

    private static boolean eventIsPresence(SipMessage message) {
        String event = message.header("Event").orElse("");
        int end = event.indexOf(';');
        return (end < 0 ? event : event.substring(0, end)).trim().equals("presence");
    }

    /** What Expires asks for, -1 when it is not there, empty when it is not a number. */
    private static Optional<Integer> wantedExpires(SipMessage message) {
        String value = message.header("Expires").orElse("-1");
        try {
            int seconds = Integer.parseInt(value);
            boolean sane = message.header("Expires").isEmpty() || seconds >= 0;
            return sane ? Optional.of(seconds) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    // MS-SIP §3.1: seven to eight hours, never the same, unless the watcher wants less.
    private static int granted(SipMessage message) {
        int own = ThreadLocalRandom.current().nextInt(SHORTEST_GRANT, LONGEST_GRANT + 1);
        int wanted = wantedExpires(message).orElse(-1);
        return wanted < 0 ? own : Math.min(wanted, own);
    }

    /** Begins the 2xx to a SUBSCRIBE. */
    SipMessage.Builder beginAnswer(Incoming request, Dialog dialog, List<String> recordRoutes) {
        return Responses.begin(request, 200, "OK", dialog.localTag(), "")
                .withAll("Record-Route", recordRoutes)
                .with("Contact", contact());
    }

    private String contact() {
        String pool = core.config().name().pool();
        return "<sip:" + pool + ":5061;transport=tls;ms-fe=fe01." + pool + ">";
    }

    void answer(Incoming request, int status, String reason, Map<String, String> headers) {
        if (!request.message().method().equals("BENOTIFY")) {
            request.answer(Responses.server(request, status, reason, core.longToken(), headers));
        }
    }
}
