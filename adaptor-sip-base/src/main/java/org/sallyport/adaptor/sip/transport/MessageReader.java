package org.sallyport.adaptor.sip.transport;

import gov.nist.javax.sip.header.CSeq;
import gov.nist.javax.sip.header.CallID;
import gov.nist.javax.sip.header.ContentLength;
import gov.nist.javax.sip.header.ContentType;
import gov.nist.javax.sip.header.Event;
import gov.nist.javax.sip.header.Expires;
import gov.nist.javax.sip.header.From;
import gov.nist.javax.sip.header.MaxForwards;
import gov.nist.javax.sip.header.RequestLine;
import gov.nist.javax.sip.header.StatusLine;
import gov.nist.javax.sip.header.To;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.ParseExceptionListener;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.text.ParseException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.sip.address.SipURI;
import org.jspecify.annotations.Nullable;

/**
 * Parses messages and judges them by RFC 3261 §8 and §18. JAIN's parser is lenient: it takes the
 * first of two From, drops what it cannot read and goes on. Here both are flaws. Not thread-safe;
 * quotes nothing.
 */
final class MessageReader {
    private static final String COOKIE = "z9hg4bk";
    private static final List<HeaderName> MANDATORY =
            List.of(
                    HeaderName.VIA,
                    HeaderName.FROM,
                    HeaderName.TO,
                    HeaderName.CALL_ID,
                    HeaderName.CSEQ);
    private static final List<HeaderName> SINGLE =
            List.of(HeaderName.values()).stream().filter(HeaderName::isSingle).toList();

    /**
     * If one of these cannot be read, the message cannot be handled; any other is as if it were not
     * there. Contact, Route and Record-Route are not among them: the Microsoft side signs its
     * routes in base64, and JAIN takes no equals sign in a parameter's value. They are judged and
     * kept as raw lines.
     */
    private static final Set<Class<?>> NEEDED =
            Set.of(
                    RequestLine.class,
                    StatusLine.class,
                    Via.class,
                    From.class,
                    To.class,
                    CallID.class,
                    CSeq.class,
                    MaxForwards.class,
                    Expires.class,
                    Event.class,
                    ContentType.class,
                    ContentLength.class);

    private final StringMsgParser parser = new StringMsgParser();

    /** What came of a frame. */
    sealed interface Result {
        /**
         * A message that can be handled.
         *
         * @param message with its body
         */
        record Whole(SIPMessage message) implements Result {}

        /**
         * A message that cannot.
         *
         * @param flaw why
         */
        record Flawed(Flaw flaw) implements Result {}
    }

    /** Reads one frame. */
    Result read(Frame frame) {
        RawHead head = frame.head();
        Flaw flaw = head.flaw();
        if (flaw == null) {
            flaw = rawFlaw(head);
        }
        if (flaw != null) {
            return new Result.Flawed(flaw);
        }
        SIPMessage message = parse(head);
        if (message == null) {
            return new Result.Flawed(Flaw.UNREADABLE_HEADER);
        }
        flaw = parsedFlaw(message, head);
        if (flaw != null) {
            return new Result.Flawed(flaw);
        }
        if (frame.body().length > 0) {
            message.setMessageContent(frame.body());
        }
        return new Result.Whole(message);
    }

    private static @Nullable Flaw rawFlaw(RawHead head) {
        for (HeaderName name : SINGLE) {
            if (head.count(name) > 1) {
                return Flaw.DUPLICATE_HEADER;
            }
        }
        boolean severalContacts = RouteEntries.split(head.values("Contact")).size() > 1;
        if (!head.isResponse() && (head.count(HeaderName.CONTACT) > 1 || severalContacts)) {
            return Flaw.DUPLICATE_HEADER;
        }
        for (HeaderName name : MANDATORY) {
            if (head.count(name) == 0) {
                return Flaw.MISSING_HEADER;
            }
        }
        boolean readable =
                RouteEntries.areRoutes(head.values("Record-Route"))
                        && RouteEntries.areRoutes(head.values("Route"))
                        && RouteEntries.areContacts(head.values("Contact"));
        if (!readable) {
            return Flaw.UNREADABLE_HEADER;
        }
        return head.isResponse() ? null : hopsFlaw(head);
    }

    private static @Nullable Flaw hopsFlaw(RawHead head) {
        String hops = head.first(HeaderName.MAX_FORWARDS);
        if (hops == null) {
            return Flaw.MISSING_HEADER;
        }
        int left = hops.isEmpty() || hops.length() > 3 ? -1 : 0;
        for (int i = 0; i < hops.length() && left >= 0; i++) {
            int digit = hops.charAt(i) - '0';
            left = digit < 0 || digit > 9 ? -1 : left * 10 + digit;
        }
        if (left < 0 || left > 255) {
            return Flaw.BAD_MAX_FORWARDS;
        }
        return left == 0 && !head.method().equals("OPTIONS") ? Flaw.TOO_MANY_HOPS : null;
    }

    private @Nullable SIPMessage parse(RawHead head) {
        Gaps gaps = new Gaps();
        try {
            SIPMessage message = parser.parseSIPMessage(head.octets(), false, false, gaps);
            return gaps.found ? null : message;
        } catch (ParseException | RuntimeException e) {
            return null; // its text quotes the message
        }
    }

    private static @Nullable Flaw parsedFlaw(SIPMessage message, RawHead head) {
        Via via = message.getTopmostVia();
        if (via == null
                || message.getFrom() == null
                || message.getTo() == null
                || message.getCallId() == null) {
            return Flaw.UNREADABLE_HEADER;
        }
        CSeq cseq = (CSeq) message.getCSeq();
        if (cseq == null || cseq.getMethod() == null) {
            return Flaw.UNREADABLE_HEADER;
        }
        String branch = via.getBranch();
        if (branch == null
                || branch.length() <= COOKIE.length()
                || !branch.toLowerCase(Locale.ROOT).startsWith(COOKIE)) {
            return Flaw.BAD_BRANCH;
        }
        if (message instanceof SIPRequest request) {
            return requestFlaw(request, cseq, head);
        }
        return null;
    }

    private static @Nullable Flaw requestFlaw(SIPRequest request, CSeq cseq, RawHead head) {
        if (request.getRequestLine() == null || request.getRequestURI() == null) {
            return Flaw.UNREADABLE_HEADER;
        }
        if (!cseq.getMethod().equals(head.method())) {
            return Flaw.WRONG_METHOD;
        }
        return request.getFrom().getAddress().getURI() instanceof SipURI
                ? null
                : Flaw.UNREADABLE_HEADER;
    }

    /** Notes whether a needed header could not be read. */
    private static final class Gaps implements ParseExceptionListener {
        private boolean found;

        @Override
        @SuppressWarnings("rawtypes")
        public void handleException(
                ParseException failure,
                SIPMessage message,
                @Nullable Class header,
                String text,
                String whole) {
            if (header == null || NEEDED.contains(header)) {
                found = true;
            }
        }
    }
}
