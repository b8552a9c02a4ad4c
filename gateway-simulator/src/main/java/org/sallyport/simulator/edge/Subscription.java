package org.sallyport.simulator.edge;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.sallyport.simulator.edge.presence.ListForm;
import org.sallyport.simulator.edge.presence.PresenceDocuments;
import org.sallyport.simulator.edge.presence.PresenceForm;
import org.sallyport.simulator.edge.presence.Presentity;
import org.sallyport.simulator.sip.SipMessage;

/** One partner's user watches one of ours. Belongs to the Edge's thread. */
final class Subscription {
    private static final String REPLACED =
            "2139;reason=\"Terminating old subscription since new subscription dialog took over the"
                    + " previous one\";source=\"";

    private final PresenceDesk desk;
    private final SimulatedUser user;
    private final Dialog dialog;
    private final String watcher;
    private final PresenceForm form;
    private SubscribeOffer offer;
    private SimulatorClock.Timer end = () -> {};
    private long endsAt;
    private long span;
    private int version;

    Subscription(
            PresenceDesk desk,
            SimulatedUser user,
            Dialog dialog,
            String watcher,
            PresenceForm form,
            SubscribeOffer offer) {
        this.desk = desk;
        this.user = user;
        this.dialog = dialog;
        this.watcher = watcher;
        this.form = form;
        this.offer = offer;
    }

    Dialog dialog() {
        return dialog;
    }

    SimulatedUser user() {
        return user;
    }

    String watcher() {
        return watcher;
    }

    SubscribeOffer offer() {
        return offer;
    }

    /** Answers a SUBSCRIBE that is good, the first or a refresh, and tells how the user is. */
    void accept(Incoming request, SubscribeOffer now, int granted, List<String> recordRoutes) {
        offer = now;
        runFor(granted);
        SipMessage.Builder builder = desk.beginAnswer(request, dialog, recordRoutes);
        builder.with("Expires", Integer.toString(granted))
                .with("Event", "presence")
                .with("subscription-state", state());
        if (now.extending()) {
            builder.with("Supported", "com.microsoft.autoextend");
        }
        if (now.bestEffort()) {
            builder.with("Supported", "ms-benotify");
        }
        if (now.piggyback()) {
            builder.with("ms-piggyback-cseq", Long.toString(dialog.nextCseq()))
                    .with("Supported", "ms-piggyback-first-notify");
            request.answer(filled(builder.with("Server", "RTC/7.0"), whole(), false));
        } else if (desk.rules().notifyFirst()) {
            tell(whole());
            request.answer(builder.with("Server", "RTC/7.0").empty());
        } else {
            request.answer(builder.with("Server", "RTC/7.0").empty());
            tell(whole());
        }
    }

    /** The watcher wants no more. */
    void endAsAsked(Incoming request) {
        SipMessage.Builder builder =
                desk.beginAnswer(request, dialog, List.of())
                        .with("Expires", "0")
                        .with("Event", "presence")
                        .with("subscription-state", "terminated;expires=0")
                        .with("Server", "RTC/7.0");
        request.answer(builder.empty());
        terminate(List.of());
    }

    /** A newer dialog of the same watcher took over. */
    void replaced(String edge) {
        terminate(List.of(REPLACED + edge + "\""));
    }

    private void terminate(List<String> diagnostics) {
        send(
                desk.requests()
                        .notification(offer.bestEffort(), dialog, "terminated;expires=0")
                        .withAll("ms-diagnostics-public", diagnostics)
                        .empty());
        forget();
    }

    /** Ends without a word. */
    void forget() {
        end.cancel();
        dialog.die();
        desk.remove(this);
    }

    /** The user is no longer as she was. */
    void changed(Presentity before, Presentity after) {
        byte[] document = documents().change(form, before, after);
        if (document.length > 0) {
            tell(document);
        }
    }

    private void tell(byte[] document) {
        if (offer.extending()) {
            runFor(span);
        }
        SipMessage.Builder builder =
                desk.requests().notification(offer.bestEffort(), dialog, state());
        send(filled(builder, document, offer.bestEffort()));
    }

    private SipMessage filled(SipMessage.Builder builder, byte[] document, boolean required) {
        if (!offer.lists() || !desk.rules().lists()) {
            return builder.body(form.type(), document);
        }
        ListForm list =
                ListForm.wrap(
                        watcher,
                        user.address(),
                        version++,
                        desk.core().longToken(),
                        form,
                        document);
        return (required ? builder : builder.with("Require", "eventlist"))
                .body(list.type(), list.body().getBytes(StandardCharsets.UTF_8));
    }

    private void send(SipMessage notification) {
        String domain = Switchboard.domain(watcher);
        if (notification.method().equals("BENOTIFY")) {
            desk.transactions().sendOnly(domain, notification);
            return;
        }
        desk.transactions()
                .start(
                        domain,
                        notification,
                        answer -> {
                            user.presence().ends().add(answer.status());
                            // RFC 6665 §4.2.2: the watcher knows nothing of this any more.
                            if (answer.status() == 481) {
                                forget();
                            }
                        });
    }

    private void runFor(long seconds) {
        end.cancel();
        span = seconds;
        endsAt = desk.core().nanos() + Duration.ofSeconds(seconds).toNanos();
        end = desk.core().after(Duration.ofSeconds(seconds), () -> terminate(List.of()));
    }

    private String state() {
        long left = Duration.ofNanos(Math.max(0, endsAt - desk.core().nanos())).toSeconds();
        return "active;expires=" + left;
    }

    private byte[] whole() {
        return documents().whole(form, user.presence().now());
    }

    private PresenceDocuments documents() {
        return new PresenceDocuments(offer.wish().categories(), Instant.now());
    }

    @Override
    public String toString() {
        return "Subscription";
    }
}
