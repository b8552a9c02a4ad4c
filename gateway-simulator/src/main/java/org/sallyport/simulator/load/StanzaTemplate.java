package org.sallyport.simulator.load;

import java.nio.charset.StandardCharsets;
import org.sallyport.simulator.xmpp.XmlElement;

/**
 * A chat message of one conversation, ready but for the token, which is both its id and the start
 * of its text.
 */
final class StanzaTemplate {
    static final byte[] REQUEST = "<r xmlns='urn:xmpp:sm:3'/>".getBytes(StandardCharsets.US_ASCII);
    private static final String STANZA_ERRORS = "urn:ietf:params:xml:ns:xmpp-stanzas";

    private final byte[] octets;
    private final int idAt;
    private final int textAt;

    StanzaTemplate(LoadPlan plan, int conversation) {
        String hole = "0".repeat(LoadToken.LENGTH);
        String start =
                "<message from='"
                        + plan.xmppAddress(conversation)
                        + "/load' to='"
                        + plan.sipAddress(conversation)
                        + "' type='chat' id='";
        String middle = "'><body>";
        this.idAt = start.length();
        this.textAt = idAt + LoadToken.LENGTH + middle.length();
        this.octets =
                (start + hole + middle + hole + plan.padding() + "</body></message>")
                        .getBytes(StandardCharsets.US_ASCII);
    }

    /** A copy that carries this token. */
    byte[] filled(LoadToken token) {
        byte[] copy = octets.clone();
        token.writeTo(copy, idAt);
        System.arraycopy(copy, idAt, copy, textAt, LoadToken.LENGTH);
        return copy;
    }

    /** The answer to an iq request: a result for a ping, a refusal for anything else. */
    static String answer(XmlElement request) {
        boolean ping = request.child("urn:xmpp:ping", "ping").isPresent();
        return "<iq type='"
                + (ping ? "result" : "error")
                + "' id='"
                + attribute(request, "id")
                + "' from='"
                + attribute(request, "to")
                + "' to='"
                + attribute(request, "from")
                + "'>"
                + (ping
                        ? ""
                        : "<error type='cancel'><service-unavailable xmlns='"
                                + STANZA_ERRORS
                                + "'/></error>")
                + "</iq>";
    }

    private static String attribute(XmlElement element, String name) {
        return XmlElement.escape(element.attribute(name).orElse(""));
    }
}
