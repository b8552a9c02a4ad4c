package org.sallyport.simulator.xmpp;

import java.util.Optional;

/**
 * A stanza error (RFC 6120 §8.3).
 *
 * @param id the id of the stanza that failed
 * @param from who says so
 * @param type auth, cancel, continue, modify or wait
 * @param condition for example {@code service-unavailable}
 * @param text words for a person
 * @param fromOwnServer whether it is a bounce the simulated server made itself, since the stanza
 *     never left it
 */
public record StanzaError(
        String id,
        String from,
        String type,
        String condition,
        Optional<String> text,
        boolean fromOwnServer) {

    /** An error without text, for {@link UserBehaviour}. */
    public static StanzaError of(String type, String condition) {
        return new StanzaError("", "", type, condition, Optional.empty(), false);
    }

    /** The same with words. */
    public StanzaError text(String words) {
        return new StanzaError(id, from, type, condition, Optional.of(words), fromOwnServer);
    }

    static StanzaError bounce(String id, String domain, String type, String condition) {
        return new StanzaError(id, domain, type, condition, Optional.empty(), true);
    }

    static StanzaError read(XmlElement stanza) {
        Optional<XmlElement> error = stanza.child(Namespaces.SERVER, "error");
        String condition =
                error.stream()
                        .flatMap(found -> found.children().stream())
                        .filter(child ->
                                child.namespace().equals(Namespaces.STANZA_ERRORS)
                                        && !child.name().equals("text"))
                        .map(XmlElement::name)
                        .findFirst()
                        .orElse("undefined-condition");
        return new StanzaError(
                stanza.attribute("id").orElse(""),
                stanza.attribute("from").orElse(""),
                error.flatMap(found -> found.attribute("type")).orElse(""),
                condition,
                error.flatMap(found -> found.child(Namespaces.STANZA_ERRORS, "text"))
                        .map(XmlElement::text),
                false);
    }

    /** The error element. */
    String toXml() {
        String words =
                text.map(XmlElement::escape)
                        .map(escaped ->
                                "<text xmlns='"
                                        + Namespaces.STANZA_ERRORS
                                        + "'>"
                                        + escaped
                                        + "</text>")
                        .orElse("");
        return "<error type='"
                + type
                + "'><"
                + condition
                + " xmlns='"
                + Namespaces.STANZA_ERRORS
                + "'/>"
                + words
                + "</error>";
    }

    @Override
    public String toString() {
        return "StanzaError["
                + type
                + " "
                + condition
                + (fromOwnServer ? " from own server]" : "]");
    }
}
