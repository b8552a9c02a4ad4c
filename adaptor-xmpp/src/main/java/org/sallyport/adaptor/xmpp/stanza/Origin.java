package org.sallyport.adaptor.xmpp.stanza;

import java.util.Optional;
import org.sallyport.adaptor.xmpp.jid.Jid;
import org.sallyport.adaptor.xmpp.xml.XmlElement;

/**
 * What must be remembered of a stanza to answer it; not its content.
 *
 * @param name message, presence or iq
 * @param from who sent it
 * @param to whom it was for
 * @param id its id, if it has one
 */
public record Origin(String name, Jid from, Jid to, Optional<String> id) {
    /** An answer of the same kind with from and to swapped. */
    public XmlElement.Builder answer(String type) {
        return XmlElement.of(Namespaces.SERVER, name)
                .with("from", to.full())
                .with("to", from.full())
                .with("id", id)
                .with("type", type);
    }

    /**
     * The error for this stanza (RFC 6120 §8.3.1); never to be used for a stanza that is an error
     * itself.
     */
    public XmlElement error(StanzaError error) {
        return answer("error").and(error.toXml()).build();
    }
}
