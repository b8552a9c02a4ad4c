package org.sallyport.simulator.edge;

import java.nio.charset.StandardCharsets;
import org.sallyport.simulator.edge.presence.PresenceDocument;
import org.sallyport.simulator.edge.presence.PresenceForm;
import org.sallyport.simulator.sip.SipMessage;

/** What a raw gateway that watches says, and how it reads what it is told. */
final class WatchSteps {
    private WatchSteps() {}

    static SipMessage.Builder wish(SipMessage.Builder start) {
        return start.with("Contact", RawGateway.CONTACT).with("Event", "presence");
    }

    static SipMessage.Builder first(RawGateway peer) {
        return wish(peer.start("SUBSCRIBE", "sip:bob@sfb.example", 1))
                .with("ms-asserted-verification-level", RawGateway.VERIFIED);
    }

    static SipMessage.Builder piggyback(SipMessage.Builder builder) {
        return builder.with("Supported", "ms-piggyback-first-notify");
    }

    static String body(SipMessage message) {
        return new String(message.body(), StandardCharsets.UTF_8);
    }

    static PresenceDocument document(SipMessage message) {
        PresenceForm form = PresenceForm.of(message.contentType()).orElseThrow();
        return PresenceDocument.read(form, message.body()).orElseThrow();
    }
}
