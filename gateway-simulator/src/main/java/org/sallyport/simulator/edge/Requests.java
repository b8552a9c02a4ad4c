package org.sallyport.simulator.edge;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.sallyport.simulator.sip.SipMessage;

/**
 * Writes the requests that an Edge sends for its users, header by header as MS-SIP §2.9 shows them.
 */
final class Requests {
    static final String CLIENT = "UCCAPI/16.0.5266.1000 OC/16.0.5266.1000 (Skype for Business)";
    static final String VERIFIED = "ms-source-verified-user=verified";
    static final String ALLOW =
            "INVITE, BYE, ACK, CANCEL, INFO, MESSAGE, UPDATE, REFER, NOTIFY, BENOTIFY";
    static final String ACCEPT_TYPES =
            "text/plain multipart/alternative image/gif text/rtf text/html application/x-ms-ink"
                    + " application/ms-imdn+xml text/x-msmsgsinvite";
    private static final String FONT =
            Base64.getEncoder()
                    .withoutPadding()
                    .encodeToString(
                            "X-MMS-IM-Format: FN=Segoe%20UI; EF=; CO=0; CS=1; PF=22\r\n\r\n"
                                    .getBytes(StandardCharsets.UTF_16LE));
    private static final List<String> SUPPORTED =
            List.of(
                    "ms-embedded-first-message",
                    "ms-delayed-accept",
                    "ms-renders-isf",
                    "ms-renders-gif",
                    "ms-renders-mime-alternative",
                    "timer",
                    "histinfo",
                    "ms-safe-transfer",
                    "ms-sender",
                    "ms-early-media",
                    "com.microsoft.rtc-multiparty");

    private final EdgeCore core;

    Requests(EdgeCore core) {
        this.core = core;
    }

    static String font() {
        return FONT;
    }

    /**
     * The first INVITE line by line up to the body; {@code toast} goes into Ms-Text-Format when it
     * is not empty; Teams has no such line.
     */
    SipMessage.Builder invite(
            SimulatedUser user, String peer, Dialog dialog, String toast, String conversationId) {
        SipMessage.Builder builder = SipMessage.request("INVITE", "sip:" + peer);
        vias(builder);
        builder.withAll("Record-Route", recordRoutes("F", ""))
                .with("Max-Forwards", core.speech().hopsLeft())
                .withAll("From", List.of(dialog.local()))
                .withAll("To", List.of(dialog.remote()))
                .with("Call-ID", dialog.callId())
                .with("CSeq", dialog.nextCseq() + " INVITE")
                .with("Contact", user.contact());
        core.speech().signRequest(builder);
        if (core.speech().teams()) {
            builder.with("Ms-Conversation-ID", conversationId);
        } else {
            skypeLines(builder, user, peer, toast, conversationId);
        }
        return builder.with("ms-asserted-verification-level", VERIFIED);
    }

    // The gateway of Teams shows none of these (MS-SIP §5.4).
    private static void skypeLines(
            SipMessage.Builder builder,
            SimulatedUser user,
            String peer,
            String toast,
            String conversationId) {
        builder.with("Supported", "ms-dialog-route-set-update");
        if (!toast.isEmpty()) {
            String body =
                    Base64.getEncoder().encodeToString(toast.getBytes(StandardCharsets.UTF_8));
            builder.with(
                    "Ms-Text-Format",
                    "text/plain; charset=UTF-8;msgr=" + FONT + ";ms-body=" + body);
        }
        SUPPORTED.forEach(token -> builder.with("Supported", token));
        builder.with("Ms-Conversation-ID", conversationId)
                .with("Roster-Manager", "sip:" + user.address())
                .with("EndPoints", "<sip:" + user.address() + ">, <sip:" + peer + ">")
                .with("ms-keep-alive", "UAC;hop-hop=yes")
                .with("Allow", ALLOW)
                .with("ms-subnet", "10.0.9.0")
                .with(
                        "P-Asserted-Identity",
                        "\"" + user.display() + "\"<sip:" + user.address() + ">");
    }

    /** The usual offer of an IM session. */
    byte[] offer(SimulatedUser user) {
        return core.speech().teams() ? answer(user) : sdp("null");
    }

    /** The answer of a user's client. */
    byte[] answer(SimulatedUser user) {
        return sdp("sip:" + user.address());
    }

    private byte[] sdp(String target) {
        return ("v=0\r\no=- 0 0 IN IP4 10.0.9.77\r\ns=session\r\nc=IN IP4 10.0.9.77\r\nt=0 0\r\nm=message 5060 sip "
                        + target
                        + "\r\na=accept-types:"
                        + core.speech().acceptTypes()
                        + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** A request inside a dialog, up to the body. */
    SipMessage.Builder inDialog(String method, Dialog dialog) {
        long cseq = method.equals("ACK") ? dialog.inviteCseq() : dialog.nextCseq();
        SipMessage.Builder builder = SipMessage.request(method, dialog.target());
        vias(builder);
        builder.withAll("Route", dialog.routes())
                .with("Max-Forwards", core.speech().hopsLeft())
                .withAll("From", List.of(dialog.local()))
                .withAll("To", List.of(dialog.remote()))
                .with("Call-ID", dialog.callId())
                .with("CSeq", cseq + " " + method);
        core.speech().signRequest(builder).with("ms-asserted-verification-level", VERIFIED);
        if (method.equals("MESSAGE") && !core.speech().teams()) {
            builder.with("Supported", "ms-dialog-route-set-update").with("Supported", "timer");
        }
        return builder;
    }

    SipMessage cancel(SipMessage invite) {
        return hopByHop(invite, "CANCEL", invite.header("To").orElse("")).empty();
    }

    SipMessage ackOfRefusal(SipMessage invite, SipMessage response) {
        return hopByHop(invite, "ACK", response.header("To").orElse("")).empty();
    }

    private SipMessage.Builder hopByHop(SipMessage invite, String method, String to) {
        return core.speech()
                .mark(SipMessage.request(method, invite.requestUri()))
                .withAll("Via", invite.list("Via").subList(0, 1))
                .withAll("Route", invite.list("Route"))
                .with("Max-Forwards", "70")
                .withAll("From", List.of(invite.header("From").orElse("")))
                .withAll("To", List.of(to))
                .with("Call-ID", invite.callId())
                .with("CSeq", invite.cseq().number() + " " + method)
                .with("ms-asserted-verification-level", VERIFIED);
    }

    /** The probe of Test-CsFederatedPartner (MS-SIP §1.7). */
    SipMessage probe(String domain, String serverName, int port) {
        String own =
                core.config().name().domains().stream().sorted().findFirst().orElse("edge.invalid");
        String uri = "sip:" + serverName + ":" + port + ";transport=tls";
        String parameters = core.speech().parameters(core.token(), "0a1b2c3d4e");
        return core.speech()
                .mark(SipMessage.request("OPTIONS", uri))
                .with("Via", "SIP/2.0/TLS " + sentBy() + ";branch=" + branch() + ";branched=FALSE")
                .with("Max-Forwards", "70")
                .with("From", "<sip:probe@" + own + ">" + parameters)
                .with("To", "<sip:" + domain + ">")
                .with("Call-ID", core.longToken())
                .with("CSeq", "1 OPTIONS")
                .with("User-Agent", "RTCC/7.0.0.0")
                .empty();
    }

    /** The Via lines of whatever leaves the Edge. */
    void vias(SipMessage.Builder builder) {
        core.speech().vias(sentBy(), this::branch).forEach(via -> builder.with("Via", via));
    }

    /** Record-Routes from the Edge inwards; the cloud shows its edge only (MS-SIP §5.4). */
    List<String> recordRoutes(String direction, String epid) {
        return core.speech().teams()
                ? List.of(edgeRoute(epid))
                : List.of(edgeRoute(epid), poolRoute(direction));
    }

    /** Record-Route of the Edge, as a value. */
    String edgeRoute(String epid) {
        String caller = epid.isEmpty() ? "" : "epid=" + epid + ";";
        return "<sip:"
                + core.config().name().fqdn()
                + ":5061;transport=tls;"
                + caller
                + "lr;ms-key-info=AAEAAsimulatedKeyInfo;ms-route-sig=edgeSig"
                + core.token()
                + ">;tag="
                + core.longToken();
    }

    /** Record-Route of the Front End pool, as a value. */
    String poolRoute(String direction) {
        return "<sip:"
                + core.config().name().pool()
                + ":5061;transport=tls;ms-fe=fe01."
                + core.config().name().pool()
                + ";opaque=state:"
                + direction
                + ":Ci.R"
                + core.token()
                + ";lr;ms-route-sig=feSig"
                + core.token()
                + ">";
    }

    private String sentBy() {
        return "127.0.0.1:" + core.address().getPort();
    }

    private String branch() {
        return "z9hG4bK" + core.token() + "." + core.longToken().toUpperCase(java.util.Locale.ROOT);
    }
}
