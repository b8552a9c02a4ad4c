package org.sallyport.api.packet;

/**
 * Which conversation a packet belongs to. Rooms will be another case; a filter that switches has a
 * default branch.
 */
public sealed interface ConversationRef {
    /** The one conversation that two users have: its name is their pair of addresses. */
    record Direct() implements ConversationRef {}

    /** The reference used by everything between two users. */
    static ConversationRef direct() {
        return Envelope.DIRECT;
    }
}
