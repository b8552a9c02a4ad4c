package org.sallyport.adaptor.xmpp.stanza;

import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.packet.CorrelationId;

/**
 * Sentences for people whose text failed; with the code and short id that an administrator asks
 * for.
 */
public final class ErrorTexts {
    private ErrorTexts() {}

    /** For example {@code The message was not delivered (user-unavailable, 1a2b3c4d)}. */
    public static String sentence(String beginning, ErrorCode code, CorrelationId id) {
        return beginning + " (" + code.token() + ", " + id.shortForm() + ")";
    }
}
