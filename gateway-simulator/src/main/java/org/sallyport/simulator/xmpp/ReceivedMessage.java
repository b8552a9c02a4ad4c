package org.sallyport.simulator.xmpp;

import java.util.Optional;

/**
 * A message with a body that reached a simulated user. {@code toString} hides the text.
 *
 * @param from the full or bare address of the sender
 * @param to the address it was sent to
 * @param id the stanza's id, or empty
 * @param type the stanza's type, or empty
 * @param text the body
 * @param stanza all of it
 */
public record ReceivedMessage(
        String from, String to, String id, String type, String text, XmlElement stanza) {
    /** The message in this stanza, if it has a body. */
    static Optional<ReceivedMessage> of(XmlElement stanza) {
        return stanza.child(Namespaces.SERVER, "body")
                .map(body ->
                        new ReceivedMessage(
                                stanza.attribute("from").orElse(""),
                                stanza.attribute("to").orElse(""),
                                stanza.attribute("id").orElse(""),
                                stanza.attribute("type").orElse(""),
                                body.text(),
                                stanza));
    }

    @Override
    public String toString() {
        return "ReceivedMessage[" + text.length() + " chars]";
    }
}
