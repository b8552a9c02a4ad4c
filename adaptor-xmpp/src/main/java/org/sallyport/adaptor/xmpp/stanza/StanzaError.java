package org.sallyport.adaptor.xmpp.stanza;

import java.util.Locale;
import java.util.Optional;
import org.sallyport.adaptor.xmpp.xml.XmlElement;

/**
 * A stanza error (RFC 6120 §8.3).
 *
 * @param condition why
 * @param type what the sender may do
 * @param text a sentence for the sender, without content
 */
public record StanzaError(StanzaCondition condition, Type type, Optional<String> text) {
    /** What the sender may do (RFC 6120 §8.3.2). */
    public enum Type {
        /** Try again after giving credentials. */
        AUTH,
        /** Do not try again. */
        CANCEL,
        /** Try again with other data. */
        MODIFY,
        /** Try again later. */
        WAIT;

        String token() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** An error without text. */
    public static StanzaError of(StanzaCondition condition, Type type) {
        return new StanzaError(condition, type, Optional.empty());
    }

    /** The same error with a sentence. */
    public StanzaError withText(String sentence) {
        return new StanzaError(condition, type, Optional.of(sentence));
    }

    /** The element that says so. */
    public XmlElement toXml() {
        XmlElement.Builder error =
                XmlElement.of(Namespaces.SERVER, "error")
                        .with("type", type.token())
                        .and(Namespaces.STANZAS, condition.token());
        text.ifPresent(sentence ->
                error.and(
                        XmlElement.of(Namespaces.STANZAS, "text")
                                .language("en")
                                .text(sentence)
                                .build()));
        return error.build();
    }
}
