package org.sallyport.adaptor.sip.session;

import java.util.List;
import org.sallyport.adaptor.sip.error.ErrorTable;

/**
 * The dialect of a peer's sessions: a policy object that each adaptor hands to the base.
 *
 * @param acceptTypes the media types of our session descriptions, separated by blanks
 * @param supported option tags of our INVITE
 * @param firstText how the first text travels
 * @param typing how typing is told
 * @param identity how our users are named besides From
 * @param errors which table of errors
 */
public record SessionProfile(
        String acceptTypes,
        List<String> supported,
        FirstText firstText,
        Typing typing,
        Identity identity,
        ErrorTable errors) {
    /** Copies what it is given. */
    public SessionProfile {
        supported = List.copyOf(supported);
    }

    /** How the first text travels. */
    public enum FirstText {
        /** As MESSAGE after the INVITE was accepted. */
        IN_MESSAGE,
        /** In the INVITE too, for the window that pops up (MS-SIP §2.2). */
        IN_INVITE
    }

    /** How typing is told. */
    public enum Typing {
        /** Not at all. */
        NONE,
        /** INFO with KeyboardActivity (MS-SIP §2.5). */
        KEYBOARD_ACTIVITY
    }

    /** How our users are named besides From. */
    public enum Identity {
        /** Not at all. */
        PLAIN,
        /**
         * With epid, P-Asserted-Identity, verification level, conversation id and end points
         * (MS-SIP §1.5, §2.3).
         */
        MICROSOFT
    }
}
