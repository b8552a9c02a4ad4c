package org.sallyport.adaptor.sip.session;

import java.nio.charset.StandardCharsets;

/**
 * A body to write. Shows no content.
 *
 * @param type the value of Content-Type
 * @param text the body, written as UTF-8
 */
public record WireBody(String type, String text) {
    /** The octets. */
    public byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "WireBody[" + text.length() + " chars]";
    }
}
