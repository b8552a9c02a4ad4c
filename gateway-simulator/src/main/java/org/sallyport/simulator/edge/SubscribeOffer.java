package org.sallyport.simulator.edge;

import java.util.List;
import java.util.Optional;
import org.sallyport.simulator.edge.presence.BatchSubscribe;
import org.sallyport.simulator.edge.presence.PresenceForm;
import org.sallyport.simulator.sip.SipMessage;
import org.sallyport.simulator.sip.SipUri;

/**
 * What a SUBSCRIBE asks for and allows.
 *
 * @param accept entries of Accept, as written
 * @param piggyback whether the first document belongs into the 200
 * @param bestEffort whether BENOTIFY may be used: both headers (MS-SIP §3.1)
 * @param extending whether notifications restart the timer
 * @param lists whether the list form is understood
 */
record SubscribeOffer(
        List<String> accept,
        boolean piggyback,
        boolean bestEffort,
        boolean extending,
        boolean lists,
        BatchSubscribe wish) {

    /** Empty when the body is not what it says or names a malformed URI. */
    static Optional<SubscribeOffer> of(SipMessage message) {
        Optional<BatchSubscribe> wish =
                message.bodyLength() == 0
                        ? Optional.of(BatchSubscribe.absent())
                        : message.contentType().equals(BatchSubscribe.TYPE)
                                ? BatchSubscribe.read(message.body())
                                : Optional.empty();
        List<String> accept = message.list("Accept");
        return wish.filter(body ->
                        body.resources().stream().allMatch(uri -> SipUri.parse(uri).isPresent()))
                .map(body ->
                        new SubscribeOffer(
                                accept,
                                message.lists("Supported", "ms-piggyback-first-notify"),
                                message.lists("Supported", "ms-benotify")
                                        && message.lists("Proxy-Require", "ms-benotify"),
                                message.lists("Supported", "com.microsoft.autoextend"),
                                message.lists("Supported", "eventlist")
                                        && accept.contains("application/rlmi+xml")
                                        && accept.contains("multipart/related"),
                                body));
    }

    Optional<PresenceForm> form() {
        return PresenceForm.chosen(accept);
    }
}
