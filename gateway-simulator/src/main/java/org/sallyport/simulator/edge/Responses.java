package org.sallyport.simulator.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sallyport.simulator.sip.SipConnection;
import org.sallyport.simulator.sip.SipMessage;

/**
 * Writes responses as they leave an Edge: with what it adds to the Via of the partner (MS-SIP §8.1
 * point 6).
 */
final class Responses {
    private Responses() {}

    /**
     * Begins a response; a missing To tag is added. {@code toParameters} follows the tag, e.g.
     * {@code ;epid=..}.
     */
    static SipMessage.Builder begin(
            Incoming request, int status, String reason, String toTag, String toParameters) {
        String added = toTag.isEmpty() ? "" : ";tag=" + toTag + toParameters;
        return beginWith(request, status, reason, added);
    }

    /** Begins a response; all of {@code toParameters} is added when the To tag is missing. */
    static SipMessage.Builder beginWith(
            Incoming request, int status, String reason, String toParameters) {
        SipMessage message = request.message();
        List<String> vias = new ArrayList<>(message.list("Via"));
        vias.set(0, vias.getFirst() + received(request.connection()));
        String to = message.header("To").orElse("");
        boolean tagged = message.to().tag().isPresent();
        return request.speech()
                .mark(SipMessage.response(status, reason))
                .withAll("Via", vias)
                .withAll("From", List.of(message.header("From").orElse("")))
                .withAll("To", List.of(tagged ? to : to + toParameters))
                .with("Call-ID", message.callId())
                .withAll("CSeq", List.of(message.header("CSeq").orElse("")));
    }

    /** A response made by a server on the way. */
    static SipMessage server(
            Incoming request,
            int status,
            String reason,
            String toTag,
            Map<String, String> headers) {
        SipMessage.Builder builder = begin(request, status, reason, toTag, "");
        headers.forEach(builder::with);
        return builder.with("Server", Speech.SERVER).empty();
    }

    /** The bare refusal that is all a partner ever sees (MS-SIP §1.9, vector 03). */
    static SipMessage bare504(Incoming request, String toTag) {
        return server(request, 504, "Server time-out", toTag, Map.of());
    }

    private static String received(SipConnection connection) {
        return ";received="
                + connection.remote().getAddress().getHostAddress()
                + ";ms-received-port="
                + connection.remote().getPort()
                + ";ms-received-cid="
                + Long.toHexString(0x2C00 + connection.number()).toUpperCase(Locale.ROOT);
    }
}
