package org.sallyport.adaptor.sip;

import gov.nist.javax.sip.address.GenericURI;
import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.sallyport.adaptor.sip.session.Reply;
import org.sallyport.adaptor.sip.session.SipHeader;
import org.sallyport.adaptor.sip.session.WireBody;
import org.sallyport.adaptor.sip.session.WireRequest;

/**
 * Turns what sessions want to say into messages of the stack. Header values are one line each by
 * their type; whatever the stack cannot read is a fault of ours and told as such, without what was
 * read.
 */
final class JainText {
    private JainText() {}

    /**
     * @throws IllegalArgumentException if the stack cannot read it
     */
    static Request request(WireRequest wanted) {
        StringBuilder head = new StringBuilder(512);
        head.append(wanted.method()).append(" sip:target.invalid SIP/2.0\r\n");
        for (SipHeader header : wanted.headers()) {
            head.append(header.name()).append(": ").append(header.value()).append("\r\n");
        }
        try {
            byte[] octets = head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
            SIPMessage message =
                    new StringMsgParser()
                            .parseSIPMessage(
                                    octets,
                                    false,
                                    false,
                                    (e, m, type, name, text) -> {
                                        throw e;
                                    });
            if (!(message instanceof SIPRequest request)) {
                throw new IllegalArgumentException("a request of ours is not one for the stack");
            }
            request.setRequestURI(target(wanted.target().uri()));
            if (wanted.body().isPresent()) {
                add(request, wanted.body().get());
            }
            return request;
        } catch (ParseException e) {
            throw new IllegalArgumentException("the stack cannot read a request of ours");
        }
    }

    /**
     * Completes an answer.
     *
     * @throws IllegalArgumentException if the stack cannot read it
     */
    static Response complete(Response response, Reply reply) {
        SIPMessage message = (SIPMessage) response;
        try {
            for (SipHeader header : reply.headers()) {
                message.addHeader(parse(header.name() + ": " + header.value()));
            }
            if (reply.body().isPresent()) {
                add(message, reply.body().get());
            }
            for (String parameter : reply.toParameters().split(";", -1)) {
                String[] pair = parameter.split("=", 2);
                if (pair.length == 2) {
                    message.getTo().setParameter(pair[0], pair[1]);
                }
            }
            return response;
        } catch (ParseException e) {
            throw new IllegalArgumentException("the stack cannot read an answer of ours");
        }
    }

    /**
     * A Contact of the peer goes back as it came: it may hold what the stack's own parser refuses,
     * base64 with padding above all.
     */
    private static GenericURI target(String uri) throws ParseException {
        boolean plain = uri.chars().allMatch(c -> c > ' ' && c < 0x7f && "<>\"\\".indexOf(c) < 0);
        if (!plain || uri.indexOf(':') <= 0) {
            throw new IllegalArgumentException("a target is no URI");
        }
        return new GenericURI(uri);
    }

    private static void add(SIPMessage message, WireBody body) throws ParseException {
        message.addHeader(parse("Content-Type: " + body.type()));
        message.setMessageContent(body.bytes());
    }

    private static SIPHeader parse(String line) throws ParseException {
        return StringMsgParser.parseSIPHeader(line);
    }
}
