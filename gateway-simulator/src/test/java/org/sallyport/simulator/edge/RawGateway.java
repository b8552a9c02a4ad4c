package org.sallyport.simulator.edge;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.sallyport.simulator.cert.CertificateRequest;
import org.sallyport.simulator.sip.NameAddress;
import org.sallyport.simulator.sip.SipLine;
import org.sallyport.simulator.sip.SipMessage;
import org.sallyport.simulator.sip.TlsIdentity;
import org.sallyport.simulator.sip.TlsRules;

/**
 * A gateway that does exactly what a test says, right or wrong: alice at {@code xmpp.example} talks
 * to bob.
 */
final class RawGateway implements AutoCloseable {
    static final String FROM =
            "\"Alice Example\"<sip:alice@xmpp.example>;tag=gw-a100;epid=00c0ffee01";
    static final String CONTACT =
            "<sip:alice@xmpp.example;gr=urn:uuid:3e5d6c7b-0001;transport=tls>";
    static final String VERIFIED = "ms-source-verified-user=verified";

    final SipLine line;
    private final String callId;
    private int branches;
    private int cseq = 1;
    private String to = "<sip:bob@sfb.example>";
    private String target = "sip:bob@sfb.example";
    private List<String> routes = List.of();

    RawGateway(SimulatedEdge edge, String callId) {
        this(
                World.identity(CertificateRequest.forDomain("sip.xmpp.example")),
                TlsRules.USUAL,
                edge,
                callId);
    }

    RawGateway(TlsIdentity identity, TlsRules rules, SimulatedEdge edge, String callId) {
        this.callId = callId;
        line = new SipLine(identity, rules);
        try {
            line.connect(edge.address(), "sip.sfb.example");
        } catch (RuntimeException e) {
            line.close();
            throw e;
        }
    }

    @SuppressWarnings("StringConcatToTextBlock") // every line end counts
    static byte[] offer() {
        return "v=0\r\no=- 0 0 IN IP4 192.0.2.10\r\ns=session\r\nc=IN IP4 192.0.2.10\r\nt=0 0\r\nm=message 5060 sip sip:alice@xmpp.example\r\na=accept-types:text/plain\r\n"
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** A response that copies what it must. */
    static SipMessage reply(SipMessage request, int status) {
        return SipMessage.response(status, "Answer")
                .withAll("Via", request.list("Via"))
                .withAll("From", List.of(request.header("From").orElseThrow()))
                .withAll("To", List.of(request.header("To").orElseThrow()))
                .with("Call-ID", request.callId())
                .with("CSeq", request.header("CSeq").orElseThrow())
                .empty();
    }

    SipMessage.Builder start(String method, String uri, int number) {
        return SipMessage.request(method, uri)
                .with(
                        "Via",
                        "SIP/2.0/TLS sip.xmpp.example:5061;branch=z9hG4bK-gw-"
                                + callId
                                + branches++
                                + ";alias")
                .with("Max-Forwards", "70")
                .with("From", FROM)
                .withAll("To", List.of(to))
                .with("Call-ID", callId)
                .with("CSeq", number + " " + method);
    }

    SipMessage.Builder inviteHead(String conversationId) {
        return start("INVITE", "sip:bob@sfb.example", 1)
                .with("Contact", CONTACT)
                .with("ms-asserted-verification-level", VERIFIED)
                .with("Ms-Conversation-ID", conversationId)
                .with("EndPoints", "<sip:alice@xmpp.example>, <sip:bob@sfb.example>");
    }

    SipMessage invite(String conversationId, String toast) {
        String base64 = Base64.getEncoder().encodeToString(toast.getBytes(StandardCharsets.UTF_8));
        return inviteHead(conversationId)
                .with("Ms-Text-Format", "text/plain; charset=UTF-8;ms-body=" + base64)
                .body("application/sdp", offer());
    }

    /** Sends an INVITE, waits for the 200, and takes the dialog from it; no ACK. */
    SipMessage open(String toast) throws InterruptedException {
        line.send(invite("conversation-" + callId, toast));
        SipMessage answer = answer(200);
        meet(answer);
        return answer;
    }

    void meet(SipMessage answer) {
        to = answer.header("To").orElseThrow();
        target = NameAddress.parse(answer.header("Contact").orElseThrow()).orElseThrow().uri();
        routes = answer.list("Record-Route").reversed();
    }

    void ack() {
        line.send(inDialog("ACK", 1, routes).empty());
    }

    SipMessage.Builder inDialog(String method, int number, List<String> withRoutes) {
        return start(method, target, number)
                .withAll("Route", withRoutes)
                .with("ms-asserted-verification-level", VERIFIED);
    }

    SipMessage message(String text) {
        return text(++cseq, routes, text);
    }

    SipMessage text(int number, List<String> withRoutes, String text) {
        return inDialog("MESSAGE", number, withRoutes)
                .body("text/plain; charset=UTF-8", text.getBytes(StandardCharsets.UTF_8));
    }

    List<String> routes() {
        return routes;
    }

    /**
     * The next response with this status; provisional ones before it are skipped, any other fails.
     */
    SipMessage answer(int status) throws InterruptedException {
        return untilFinal(status).getLast();
    }

    List<SipMessage> untilFinal(int status) throws InterruptedException {
        List<SipMessage> all = new ArrayList<>();
        while (true) {
            SipMessage next =
                    line.next(World.SOON)
                            .orElseThrow(() -> new AssertionError("no answer, wanted " + status));
            all.add(next);
            if (next.isRequest()) {
                throw new AssertionError("a request came: " + next.method());
            }
            if (next.status() == status) {
                return all;
            }
            if (next.status() >= 200) {
                throw new AssertionError("wanted " + status + " but got " + next.status());
            }
        }
    }

    @Override
    public void close() {
        line.close();
    }
}
