package org.sallyport.adaptor.sip.body;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The first text inside an INVITE, which fills the window that pops up at the other side (MS-SIP
 * §2.2).
 */
public final class ToastText {
    /** The header that carries it. */
    public static final String HEADER = "Ms-Text-Format";

    /** In {@code Supported} of a 200 it means: that text was consumed. */
    public static final String OPTION_TAG = "ms-text-format";

    private ToastText() {}

    /** The value of the header for one text. */
    public static String value(String text) {
        return "text/plain; charset=UTF-8;ms-body="
                + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
