package org.sallyport.it;

import java.util.stream.Stream;

/** Messages that break a rule; {@code %s} is where a user's word stands. */
final class Malformed {
    private Malformed() {}

    /** XML that a server stream should not carry. */
    static Stream<String> xml() {
        return Stream.of(
                "<message from='alice@xmpp.example/sim' to='bob@sip.example'><body>%s</wrong></message>",
                "<message from='alice@xmpp.example/sim' to='bob@sip.example'><body a='%s' a='%s'/></message>",
                "<message from='alice@xmpp.example/sim' to='bob@sip.example'><body>&%s;</body></message>",
                "<!DOCTYPE x [<!ENTITY y '%s'>]>",
                "<!-- %s --><message/>",
                "<?xml-stylesheet %s?>",
                "<%s/>",
                "<message from='mallory@elsewhere.example' to='bob@sip.example'><body>%s</body></message>",
                "<message from='alice@xmpp.example/sim' to='%s@@sip.example'><body>%s</body></message>",
                "<message from='alice@xmpp.example/sim' to='bob@sip.example' type='%s'><body>%s</body></message>",
                "<message xmlns='%s' from='alice@xmpp.example/sim' to='bob@sip.example'><body>%s</body></message>");
    }

    /** SIP messages, with bare line feeds. */
    static Stream<String> sip() {
        return Stream.of(
                "%s\n\n",
                "%s sip:alice@xmpp.example SIP/2.0\nCSeq: x\nContent-Length: 0\n\n",
                "MESSAGE sip:alice@xmpp.example SIP/2.0\nContent-Length: 4\nContent-Length: 9\n\n%s",
                "MESSAGE sip:alice@xmpp.example SIP/2.0\nTo: %s <\nContent-Length: 0\n\n",
                """
                MESSAGE sip:alice@xmpp.example SIP/2.0
                Via: SIP/2.0/TLS sip.sfb.example:5061;branch=z9hG4bK-%s
                Max-Forwards: 70
                From: <sip:bob@sfb.example>;tag=%s
                To: <sip:alice@xmpp.example>;tag=%s
                Call-ID: %s
                CSeq: 7 MESSAGE
                Content-Type: text/plain
                Content-Length: 17

                %s\
                """,
                """
                SIP/2.0 200 %s
                Via: SIP/2.0/TLS sip.sfb.example:5061;branch=z9hG4bK-%s
                From: <sip:a@b>;tag=1
                To: <sip:a@b>;tag=2
                Call-ID: %s
                CSeq: 1 MESSAGE
                Content-Length: 0

                """);
    }
}
