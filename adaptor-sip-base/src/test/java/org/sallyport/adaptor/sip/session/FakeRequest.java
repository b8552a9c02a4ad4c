package org.sallyport.adaptor.sip.session;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.address.Domain;
import org.sallyport.api.link.Link;

/** A request that a test makes up, in the shape of Skype for Business (examples 10 to 21). */
final class FakeRequest implements IncomingRequest {
    static final String OFFER =
            """
            v=0
            o=- 0 0 IN IP4 10.0.9.77
            s=session
            c=IN IP4 10.0.9.77
            t=0 0
            m=message 5060 sip null
            a=accept-types:text/plain multipart/alternative text/html
            """
                    .replace("\n", "\r\n");

    final List<Reply> replies = new ArrayList<>();
    int repeats;
    private final String method;
    private final List<String> lines = new ArrayList<>();
    private String uri = "sip:alice@xmpp.example";
    private byte[] body = {};
    private Optional<IncomingRequest> cancels = Optional.empty();
    private boolean gone;

    private FakeRequest(String method) {
        this.method = method;
    }

    /** An INVITE of Bob for a text conversation. */
    static FakeRequest invite(String callId) {
        return new FakeRequest("INVITE")
                .add("From: \"Bob Example\"<sip:bob@sfb.example>;tag=9d3c1f7b2a;epid=5f0c9a7e11")
                .add("To: <sip:alice@xmpp.example>")
                .add("Call-ID: " + callId)
                .add("CSeq: 1 INVITE")
                .add("Max-Forwards: 67")
                .add("Contact: <sip:bob@sfb.example;opaque=user:epid:kQ0SPexampleEpidAAAA;gruu>")
                .add(
                        "Record-Route: <sip:sip.sfb.example:5061;transport=tls;lr;ms-route-sig=edge>;tag=3E5F, <sip:fepool.int.sfb.example:5061;lr>")
                .add("EndPoints: <sip:bob@sfb.example>, <sip:alice@xmpp.example>")
                .body("application/sdp", OFFER);
    }

    /** A request of Bob inside the dialog that an INVITE opened. */
    static FakeRequest inside(FakeRequest invite, String method, int sequence) {
        return inside(
                method,
                invite.header("Call-ID").orElseThrow(),
                "9d3c1f7b2a",
                invite.localTag(),
                sequence);
    }

    /** A request of Bob inside a dialog that an INVITE of ours opened. */
    static FakeRequest inside(FakeWire.Out invite, String tag, String method, int sequence) {
        String local = invite.request.header("From").replaceAll(".*;tag=([^;]*).*", "$1");
        return inside(method, invite.request.header("Call-ID"), tag, local, sequence);
    }

    private static FakeRequest inside(
            String method, String callId, String remoteTag, String localTag, int sequence) {
        return new FakeRequest(method)
                .add(
                        "From: \"Bob Example\"<sip:bob@sfb.example>;tag="
                                + remoteTag
                                + ";epid=5f0c9a7e11")
                .add("To: <sip:alice@xmpp.example>;epid=0011;tag=" + localTag)
                .add("Call-ID: " + callId)
                .add("CSeq: " + sequence + " " + method)
                .add("Max-Forwards: 67");
    }

    /** A request of Bob on its own. */
    static FakeRequest alone(String method) {
        return new FakeRequest(method)
                .add("From: <sip:bob@sfb.example>;tag=1")
                .add("To: <sip:alice@xmpp.example>")
                .add("Call-ID: alone")
                .add("CSeq: 1 " + method)
                .add("Max-Forwards: 67");
    }

    FakeRequest add(String line) {
        lines.add(line);
        return this;
    }

    FakeRequest without(String name) {
        lines.removeIf(line -> line.startsWith(name + ":"));
        return this;
    }

    FakeRequest body(String type, String text) {
        without("Content-Type");
        body = text.getBytes(StandardCharsets.UTF_8);
        return add("Content-Type: " + type);
    }

    FakeRequest text(String words) {
        return body("text/plain; charset=UTF-8", words);
    }

    FakeRequest uri(String other) {
        uri = other;
        return this;
    }

    FakeRequest cancelling(IncomingRequest invite) {
        cancels = Optional.of(invite);
        return this;
    }

    /** The final status; fails if there is none. */
    int status() {
        return replies.getLast().status();
    }

    String replied(String name) {
        return replies.getLast().headers().stream()
                .filter(header -> header.name().equals(name))
                .map(SipHeader::value)
                .findFirst()
                .orElse("");
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String uri() {
        return uri;
    }

    @Override
    public List<String> headers(String name) {
        return lines.stream()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }

    @Override
    public byte[] body() {
        return body;
    }

    @Override
    public Sender sender() {
        return new Sender(
                new Link(new Domain("sfb.example"), Link.Authentication.CERTIFICATE, "TLSv1.2"),
                Stage.PEER);
    }

    private boolean isAnswerable() {
        return !method.equals("ACK") && !method.equals("BENOTIFY");
    }

    @Override
    public String localTag() {
        return "gw-77aa02";
    }

    @Override
    public boolean repeat() {
        repeats++;
        return true;
    }

    @Override
    public Optional<IncomingRequest> cancels() {
        return cancels;
    }

    @Override
    public boolean answer(Reply reply) {
        if (gone || !isAnswerable()) {
            return false;
        }
        gone = reply.status() >= 200;
        replies.add(reply);
        return true;
    }
}
