package org.sallyport.adaptor.sip.transport;

import gov.nist.javax.sip.message.SIPMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Turns messages into octets, with header lines that JAIN never sees so that it cannot re-encode
 * them.
 */
final class MessageWriter {
    private MessageWriter() {}

    /**
     * Encodes.
     *
     * @param rawName name of the raw lines
     * @param rawValues their values, each without line end; put right after the first line
     */
    static byte[] octets(SIPMessage message, String rawName, List<String> rawValues) {
        StringBuilder head = message.encodeMessage(new StringBuilder(1024));
        if (!rawValues.isEmpty()) {
            StringBuilder raw = new StringBuilder(256);
            for (String value : rawValues) {
                raw.append(rawName).append(": ").append(value).append("\r\n");
            }
            head.insert(head.indexOf("\r\n") + 2, raw);
        }
        byte[] start = head.toString().getBytes(StandardCharsets.UTF_8);
        byte[] body = message.getRawContent();
        if (body == null || body.length == 0) {
            return start;
        }
        byte[] whole = new byte[start.length + body.length];
        System.arraycopy(start, 0, whole, 0, start.length);
        System.arraycopy(body, 0, whole, start.length, body.length);
        return whole;
    }
}
