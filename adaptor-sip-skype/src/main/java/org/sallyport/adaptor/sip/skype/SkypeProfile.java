package org.sallyport.adaptor.sip.skype;

import java.util.List;
import org.sallyport.adaptor.sip.error.ErrorTable;
import org.sallyport.adaptor.sip.session.SessionProfile;

/** The dialect of Skype for Business (MS-SIP §1.5, §2). */
final class SkypeProfile {
    /**
     * Only types that the base reads are asked for: text/html alone is not among them yet, so that
     * clients send it beside plain text. {@code com.microsoft.rtc-multiparty} is not claimed,
     * because we refuse it.
     */
    static final SessionProfile PROFILE =
            new SessionProfile(
                    "text/plain multipart/alternative application/im-iscomposing+xml",
                    List.of("ms-delayed-accept", "ms-sender", "ms-renders-mime-alternative"),
                    SessionProfile.FirstText.IN_INVITE,
                    SessionProfile.Typing.KEYBOARD_ACTIVITY,
                    SessionProfile.Identity.MICROSOFT,
                    ErrorTable.MICROSOFT);

    private SkypeProfile() {}
}
