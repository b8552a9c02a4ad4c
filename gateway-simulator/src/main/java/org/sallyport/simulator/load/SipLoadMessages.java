package org.sallyport.simulator.load;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.sallyport.simulator.sip.SipMessage;

/** The messages that open and end the sessions of a load run; nothing here is on the hot path. */
final class SipLoadMessages {
    static final String CLIENT = "UCCAPI/16.0.5266.1000 OC/16.0.5266.1000 (Skype for Business)";
    static final String INNER_VIAS =
            "Via: SIP/2.0/TLS 10.0.0.11:49822;branch=z9hG4bK1B2C3D4E;branched=FALSE;"
                    + "ms-received-port=49822;ms-received-cid=1A2B00\r\n"
                    + "Via: SIP/2.0/TLS 10.0.9.77:51204;ms-received-port=51204;ms-received-cid=3C4D00\r\n";
    private static final String EPID = "5f0c9a7e11";

    private final LoadPlan plan;
    private final String fqdn;
    private final String via;

    SipLoadMessages(LoadPlan plan, String fqdn, String via) {
        this.plan = plan;
        this.fqdn = fqdn;
        this.via = via;
    }

    String via() {
        return via;
    }

    private List<String> routes() {
        return List.of(
                "<sip:"
                        + fqdn
                        + ":5061;transport=tls;lr;ms-key-info=AAEAAload;ms-route-sig=edgeSig>;tag=3E5F708192A3B4C5",
                "<sip:fepool.int."
                        + plan.sipDomain()
                        + ":5061;transport=tls;opaque=state:F;lr;ms-route-sig=feSig>");
    }

    int routeCount() {
        return routes().size();
    }

    String from(int conversation) {
        return "<sip:"
                + plan.sipAddress(conversation)
                + ">;tag=load"
                + conversation
                + ";epid="
                + EPID;
    }

    private String contact(int conversation) {
        return "<sip:"
                + plan.sipAddress(conversation)
                + ";opaque=user:epid:load"
                + conversation
                + ";gruu>";
    }

    SipMessage invite(int conversation, String callId) {
        String xmpp = plan.xmppAddress(conversation);
        return SipMessage.request("INVITE", "sip:" + xmpp)
                .with("Via", via + ";branch=z9hG4bKinvite" + callId)
                .withAll("Record-Route", routes())
                .with("Max-Forwards", "67")
                .with("From", from(conversation))
                .with("To", "<sip:" + xmpp + ">")
                .with("Call-ID", callId)
                .with("CSeq", SipTemplate.FIRST_CSEQ + " INVITE")
                .with("Contact", contact(conversation))
                .with("User-Agent", CLIENT)
                .with("Ms-Conversation-ID", "load" + callId)
                .with(
                        "EndPoints",
                        "<sip:" + plan.sipAddress(conversation) + ">, <sip:" + xmpp + ">")
                .with("P-Asserted-Identity", "<sip:" + plan.sipAddress(conversation) + ">")
                .with("ms-asserted-verification-level", "ms-source-verified-user=verified")
                .body("application/sdp", sdp("null"));
    }

    SipMessage ack(SipTemplate.Session session, String branch) {
        return SipMessage.request("ACK", session.target())
                .with("Via", via + ";branch=z9hG4bKack" + branch)
                .withAll("Route", session.routes())
                .with("Max-Forwards", "67")
                .withAll("From", List.of(session.from()))
                .withAll("To", List.of(session.to()))
                .with("Call-ID", session.callId())
                .with("CSeq", SipTemplate.FIRST_CSEQ + " ACK")
                .with("ms-asserted-verification-level", "ms-source-verified-user=verified")
                .empty();
    }

    SipMessage ackOfRefusal(SipMessage refusal) {
        return SipMessage.request("ACK", refusal.to().uri())
                .withAll("Via", refusal.list("Via").subList(0, 1))
                .with("Max-Forwards", "67")
                .withAll("From", List.of(refusal.header("From").orElse("")))
                .withAll("To", List.of(refusal.header("To").orElse("")))
                .with("Call-ID", refusal.callId())
                .with("CSeq", refusal.cseq().number() + " ACK")
                .empty();
    }

    /** Takes an invitation of the gateway. */
    SipMessage accept(SipMessage invite, int conversation) {
        return response(invite, 200, "OK", ";tag=load" + conversation + ";epid=" + EPID)
                .withAll("Record-Route", routes().reversed())
                .withAll("Record-Route", invite.list("Record-Route"))
                .with("Contact", contact(conversation))
                .with("User-Agent", CLIENT)
                .body("application/sdp", sdp("sip:" + plan.sipAddress(conversation)));
    }

    SipMessage.Builder response(
            SipMessage request, int status, String reason, String toParameters) {
        String to = request.header("To").orElse("");
        return SipMessage.response(status, reason)
                .withAll("Via", request.list("Via"))
                .withAll("From", List.of(request.header("From").orElse("")))
                .withAll("To", List.of(request.to().tag().isPresent() ? to : to + toParameters))
                .with("Call-ID", request.callId())
                .withAll("CSeq", List.of(request.header("CSeq").orElse("")));
    }

    private static byte[] sdp(String target) {
        return ("v=0\r\no=- 0 0 IN IP4 10.0.9.77\r\ns=session\r\nc=IN IP4 10.0.9.77\r\nt=0 0\r\nm=message 5060 sip "
                        + target
                        + "\r\na=accept-types:text/plain\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
