package org.sallyport.adaptor.xmpp.stream;

import java.util.Optional;
import org.sallyport.api.address.Address;
import org.sallyport.api.packet.CorrelationId;

/**
 * What is remembered of a text that was sent, to tell its sender if it failed after all. No
 * content.
 *
 * @param id the packet
 * @param stanzaId the id of its stanza
 * @param from who wrote it
 * @param to whom it was for
 * @param wireId the id that it had on its sender's side
 */
public record SentText(
        CorrelationId id, String stanzaId, Address from, Address to, Optional<String> wireId) {}
