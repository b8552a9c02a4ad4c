package org.sallyport.adaptor.sip.transport;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Answers to requests that no parser could be trusted with: made from the raw lines, without
 * transaction (RFC 3261 §8.2.6.2).
 */
final class PlainAnswer {
    private PlainAnswer() {}

    /**
     * Makes an answer.
     *
     * @param tag for To, if it has none
     * @return its octets, or empty if the request is none that can be answered: an ACK, or one
     *     without Via, Call-ID or CSeq
     */
    static Optional<byte[]> of(RawHead head, int status, String tag) {
        String method = head.method();
        List<String> vias = head.values("Via");
        String callId = head.first(HeaderName.CALL_ID);
        String cseq = head.first(HeaderName.CSEQ);
        boolean unanswerable =
                head.isResponse() || method.equals("ACK") || method.equals("BENOTIFY");
        if (unanswerable || vias.isEmpty() || callId == null || cseq == null) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder(512);
        text.append("SIP/2.0 ").append(status).append(' ').append(phrase(status)).append("\r\n");
        for (String via : vias) {
            add(text, "Via", via);
        }
        String from = head.first(HeaderName.FROM);
        if (from != null) {
            add(text, "From", from);
        }
        String to = head.first(HeaderName.TO);
        if (to != null) {
            add(text, "To", to.contains(";tag=") ? to : to + ";tag=" + tag);
        }
        add(text, "Call-ID", callId);
        add(text, "CSeq", cseq);
        text.append("Content-Length: 0\r\n\r\n");
        return Optional.of(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void add(StringBuilder text, String name, String value) {
        text.append(name).append(": ");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            text.append((c < ' ' && c != '\t') || c == 0x7f ? '?' : c);
        }
        text.append("\r\n");
    }

    private static String phrase(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 403 -> "Forbidden";
            case 483 -> "Too Many Hops";
            case 500 -> "Server Internal Error";
            case 505 -> "Version Not Supported";
            default -> "Refused";
        };
    }
}
