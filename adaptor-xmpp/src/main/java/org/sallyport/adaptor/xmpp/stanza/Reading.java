package org.sallyport.adaptor.xmpp.stanza;

import java.util.Optional;
import org.sallyport.adaptor.xmpp.xml.XmlElement;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.packet.Packet;

/** What becomes of a stanza that was read. */
public sealed interface Reading {
    /**
     * It is traffic between users.
     *
     * @param packet what goes on
     * @param answered whether the sender is told of a failure; chat states and presence fail in
     *     silence
     * @param receipt the id to confirm once it arrived, if the sender asked for that (XEP-0184)
     */
    record Carry(Packet packet, boolean answered, Optional<String> receipt) implements Reading {}

    /**
     * It is refused.
     *
     * @param error what the sender is told
     */
    record Refuse(StanzaError error) implements Reading {}

    /**
     * It is answered here.
     *
     * @param stanza the answer
     */
    record Answer(XmlElement stanza) implements Reading {}

    /**
     * An error for something that we sent.
     *
     * @param id the id that it is about
     * @param code what it means
     */
    record Failure(String id, ErrorCode code) implements Reading {}

    /**
     * An answer to a query that we sent; an error is one too.
     *
     * @param id the id of the query
     */
    record Reply(String id) implements Reading {}

    /**
     * It means nothing here, and silence is the right answer (RFC 6121 §8).
     *
     * @param reason for the counter, lower case with hyphens
     */
    record Ignore(String reason) implements Reading {}

    /** Refuses with the usual error for a code, and says why. */
    static Refuse refuse(ErrorCode code, String text) {
        return new Refuse(StanzaErrors.of(code).withText(text));
    }

    /** Refuses as a server does that does not offer something (RFC 6121 §8.5). */
    static Refuse unavailable() {
        return new Refuse(
                StanzaError.of(StanzaCondition.SERVICE_UNAVAILABLE, StanzaError.Type.CANCEL));
    }
}
