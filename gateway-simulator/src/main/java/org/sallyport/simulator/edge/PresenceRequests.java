package org.sallyport.simulator.edge;

import java.util.List;
import org.sallyport.simulator.edge.presence.BatchSubscribe;
import org.sallyport.simulator.sip.SipMessage;

/** Writes the presence requests of users and servers (MS-SIP §3.7, §3.8). */
final class PresenceRequests {
    static final List<String> ACCEPTED =
            List.of(
                    "application/msrtc-event-categories+xml",
                    "text/xml+msrtc.pidf",
                    "application/xpidf+xml",
                    "application/pidf+xml",
                    "application/rlmi+xml",
                    "multipart/related");
    private static final int ACTION = 63_792_024;

    private final Requests requests;

    PresenceRequests(Requests requests) {
        this.requests = requests;
    }

    /** What an Edge puts into Record-Route of a first SUBSCRIBE. */
    List<String> ownRoutes() {
        return requests.recordRoutes("F", "");
    }

    /** What it puts into the answer to one. */
    List<String> answeredRoutes(String epid) {
        return requests.recordRoutes("T", epid).reversed();
    }

    /** The first SUBSCRIBE of a watcher. */
    SipMessage subscribe(
            SimulatedUser user, String peer, Dialog dialog, List<String> routes, boolean added) {
        SipMessage.Builder builder = SipMessage.request("SUBSCRIBE", "sip:" + peer);
        requests.vias(builder);
        builder.withAll("Record-Route", routes)
                .with("Max-Forwards", "67")
                .withAll("From", List.of(dialog.local()))
                .withAll("To", List.of(dialog.remote()))
                .with("Call-ID", dialog.callId())
                .with("CSeq", dialog.nextCseq() + " SUBSCRIBE")
                .with("User-Agent", Requests.CLIENT)
                .with("ms-asserted-verification-level", Requests.VERIFIED);
        return offering(builder, user, peer, added);
    }

    /** A later SUBSCRIBE of the same dialog, with the same offer. */
    SipMessage refresh(SimulatedUser user, String peer, Dialog dialog) {
        return offering(requests.inDialog("SUBSCRIBE", dialog), user, peer, false);
    }

    /** The end of a subscription. */
    SipMessage unsubscribe(SimulatedUser user, Dialog dialog) {
        return requests.inDialog("SUBSCRIBE", dialog)
                .with("Contact", user.contact())
                .with("Event", "presence")
                .with("Expires", "0")
                .empty();
    }

    private static SipMessage offering(
            SipMessage.Builder builder, SimulatedUser user, String peer, boolean added) {
        return builder.with("Contact", user.contact())
                .with("Event", "presence")
                .with("Accept", String.join(", ", ACCEPTED))
                .with("Supported", "com.microsoft.autoextend")
                .with("Supported", "ms-piggyback-first-notify")
                .with("Supported", "ms-benotify")
                .with("Proxy-Require", "ms-benotify")
                .with("Supported", "eventlist")
                .body(
                        BatchSubscribe.TYPE,
                        BatchSubscribe.write(user.address(), peer, ACTION, added));
    }

    /** A notification up to the body. */
    SipMessage.Builder notification(boolean bestEffort, Dialog dialog, String state) {
        String method = bestEffort ? "BENOTIFY" : "NOTIFY";
        SipMessage.Builder builder = SipMessage.request(method, dialog.target());
        requests.vias(builder);
        builder.withAll("Route", dialog.routes())
                .with("Max-Forwards", "69")
                .withAll("From", List.of(dialog.local()))
                .withAll("To", List.of(dialog.remote()))
                .with("Call-ID", dialog.callId())
                .with("CSeq", dialog.nextCseq() + " " + method)
                .with("ms-asserted-verification-level", Requests.VERIFIED)
                .with("Event", "presence")
                .with("subscription-state", state);
        return bestEffort ? builder.with("Require", "eventlist") : builder;
    }
}
