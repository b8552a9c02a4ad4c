package org.sallyport.simulator.edge;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.sallyport.simulator.sip.SipMessage;

/**
 * The words in which Skype for Business clients (MS-SIP §2.9) and the gateway of Teams (MS-SIP §5)
 * differ. Immutable.
 */
final class Speech {
    static final String SERVER = "RTC/7.0";

    private static final String TEAMS_AGENT = "RTCC/7.0.0.0 simulated-teams-interop-gateway";
    private static final String TEAMS_ALLOW = "INVITE, BYE, ACK, CANCEL, MESSAGE, OPTIONS";
    private static final Set<String> SKYPE_SHOWS =
            Set.of("text/plain", "text/html", "text/rtf", "multipart/alternative");

    private final boolean teams;
    private final boolean info;
    private final String gatewayUri;

    Speech(EdgeConfig config) {
        this.teams = config.dialect().client().kind() == Dialect.Kind.TEAMS;
        this.info = config.dialect().client().typingStatus() == 200;
        String fqdn = config.name().fqdn();
        String cloud = fqdn.substring(fqdn.indexOf('.') + 1);
        this.gatewayUri =
                "sip:sip2.lgw."
                        + cloud
                        + ":50105;ms-fe=c-lgw-ex-02.lgw."
                        + cloud
                        + ";transport=Tls;ms-opaque=e6309726"
                        + hex(fqdn);
    }

    boolean teams() {
        return teams;
    }

    /** The endpoint identifier of an address, 10 hexadecimal digits. */
    String epid(String address) {
        return teams ? "00" + hex(address).toUpperCase(Locale.ROOT) : "5f" + hex(address);
    }

    private static String hex(String text) {
        return Long.toHexString(0x100000000L | (text.hashCode() & 0xFFFFFFFFL)).substring(1);
    }

    /** Request-URI of requests to this user inside a session; the same for all users of Teams. */
    String contactUri(SimulatedUser user) {
        return teams
                ? gatewayUri
                : "sip:" + user.address() + ";opaque=user:epid:kQ0SP" + user.epid() + "AAAA;gruu";
    }

    /** Value of Contact. */
    String contact(SimulatedUser user) {
        return "<"
                + contactUri(user)
                + ">"
                + (teams ? ";isGateway;text;audio;video;image;application" : "");
    }

    /** What follows the address in From or To. */
    String parameters(String tag, String epid) {
        return teams ? ";epid=" + epid + ";tag=" + tag : ";tag=" + tag + ";epid=" + epid;
    }

    /** The form in which a text is really written: Teams has text/plain only, without a font. */
    TextForm form(TextForm wanted) {
        return teams && wanted != TextForm.PLAIN_WITH_LINE_END ? TextForm.PLAIN : wanted;
    }

    /** Value of {@code a=accept-types}. */
    String acceptTypes() {
        return teams ? "text/plain" : Requests.ACCEPT_TYPES;
    }

    /** Whether a text of this media type can be shown. */
    boolean shows(String contentType) {
        return teams ? contentType.equals("text/plain") : SKYPE_SHOWS.contains(contentType);
    }

    /** Value of Accept in a 415. */
    String shown() {
        return teams ? "text/plain" : "text/plain, text/html, text/rtf, multipart/alternative";
    }

    /** Whether a session with this offer could carry our texts. */
    boolean takes(SipMessage offer) {
        Set<String> types = Bodies.acceptTypes(offer);
        return !teams || types.contains("text/plain") || types.contains("*");
    }

    /** Value of Allow; without INFO when Teams refuses that. */
    String allow() {
        return teams ? TEAMS_ALLOW + (info ? ", INFO" : "") : Requests.ALLOW;
    }

    /** Values of Via: the ways that requests take to the Edge. */
    List<String> vias(String sentBy, Supplier<String> branch) {
        String edge =
                "SIP/2.0/TLS "
                        + sentBy
                        + ";branch="
                        + branch.get()
                        + ";branched=FALSE;ms-internal-info=\"simulatedInternalInfo-AA\"";
        return teams
                ? List.of(
                        edge,
                        hop("10.11.180.115", 54374, "TRUE", branch),
                        hop("10.11.180.20", 50113, "FALSE", branch),
                        hop("203.0.113.31", 40711, "FALSE", branch),
                        hop("10.0.115.9", 50105, "FALSE", branch))
                : List.of(
                        edge,
                        hop("10.0.0.11", 49822, "FALSE", branch),
                        "SIP/2.0/TLS 10.0.9.77:51204;ms-received-port=51204;ms-received-cid=3C4D00");
    }

    private static String hop(String host, int port, String branched, Supplier<String> branch) {
        return "SIP/2.0/TLS "
                + host
                + ":"
                + port
                + ";branch="
                + branch.get()
                + ";branched="
                + branched
                + ";ms-received-port="
                + port
                + ";ms-received-cid=1A2B00";
    }

    /** Max-Forwards of a request that leaves the Edge. */
    String hopsLeft() {
        return teams ? "63" : "67";
    }

    /** Adds what every message of the cloud carries. */
    SipMessage.Builder mark(SipMessage.Builder message) {
        return teams ? message.with("ms-telemetry-id", UUID.randomUUID().toString()) : message;
    }

    /** Adds who made a request. */
    SipMessage.Builder signRequest(SipMessage.Builder request) {
        return mark(request.with("User-Agent", teams ? TEAMS_AGENT : Requests.CLIENT));
    }

    /** Adds who made a response in a session. */
    SipMessage.Builder signResponse(SipMessage.Builder response) {
        return teams
                ? response.with("Server", SERVER)
                : response.with("User-Agent", Requests.CLIENT);
    }

    @Override
    public String toString() {
        return teams ? "Speech[TEAMS]" : "Speech[SKYPE]";
    }
}
