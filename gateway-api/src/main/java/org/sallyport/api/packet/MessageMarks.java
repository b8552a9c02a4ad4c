package org.sallyport.api.packet;

import java.util.Optional;

/**
 * Ids and wishes that travel with a text.
 *
 * @param wireId the id that the sender's side gave the text (stanza id, SIP Message-Id): for
 *     receipts and errors
 * @param thread the sender's thread of conversation (RFC 6121 §5.2.5), at most 255 characters
 * @param receiptWanted whether the sender asks to be told of the arrival (XEP-0184)
 */
public record MessageMarks(
        Optional<String> wireId, Optional<String> thread, boolean receiptWanted) {
    /** No ids, no wishes. */
    public static final MessageMarks NONE =
            new MessageMarks(Optional.empty(), Optional.empty(), false);

    /**
     * @throws IllegalArgumentException if an id is empty or longer than 1023 characters, or the
     *     thread than 255
     */
    public MessageMarks {
        if (wireId.filter(id -> id.isEmpty() || id.length() > 1023).isPresent()
                || thread.filter(id -> id.isEmpty() || id.length() > 255).isPresent()) {
            throw new IllegalArgumentException("a message or thread id is empty or too long");
        }
    }
}
