package org.sallyport.simulator.load;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A MESSAGE of one session, ready but for the CSeq and the token, which is both its branch and the
 * start of its text. Only the sending thread uses it.
 */
final class SipTemplate {
    /** CSeq numbers begin here, so that they always have ten digits. */
    static final int FIRST_CSEQ = 1_000_000_000;

    private static final int CSEQ_DIGITS = 10;

    /** The facts of a session that its requests repeat. */
    record Session(String target, List<String> routes, String from, String to, String callId) {
        @Override
        public String toString() {
            return "Session";
        }
    }

    private final byte[] octets;
    private final int branchAt;
    private final int cseqAt;
    private final int textAt;
    private int cseq = FIRST_CSEQ;

    SipTemplate(Session session, String via, String padding) {
        String hole = "0".repeat(LoadToken.LENGTH);
        String start =
                "MESSAGE " + session.target() + " SIP/2.0\r\nVia: " + via + ";branch=z9hG4bK";
        StringBuilder head = new StringBuilder(start).append(hole).append(";branched=FALSE\r\n");
        head.append(SipLoadMessages.INNER_VIAS);
        session.routes().forEach(route -> head.append("Route: ").append(route).append("\r\n"));
        head.append("Max-Forwards: 67\r\nFrom: ").append(session.from());
        head.append("\r\nTo: ").append(session.to());
        head.append("\r\nCall-ID: ").append(session.callId()).append("\r\nCSeq: ");
        branchAt = start.length();
        cseqAt = head.length();
        head.append("0".repeat(CSEQ_DIGITS))
                .append(" MESSAGE\r\nUser-Agent: ")
                .append(SipLoadMessages.CLIENT);
        head.append("\r\nms-asserted-verification-level: ms-source-verified-user=verified");
        head.append("\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Length: ");
        head.append(LoadToken.LENGTH + padding.length()).append("\r\n\r\n");
        textAt = head.length();
        octets = head.append(hole).append(padding).toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A copy with this token and the next CSeq. */
    byte[] filled(LoadToken token) {
        byte[] copy = octets.clone();
        token.writeTo(copy, branchAt);
        System.arraycopy(copy, branchAt, copy, textAt, LoadToken.LENGTH);
        int rest = ++cseq;
        for (int index = cseqAt + CSEQ_DIGITS - 1; index >= cseqAt; index--) {
            copy[index] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return copy;
    }
}
