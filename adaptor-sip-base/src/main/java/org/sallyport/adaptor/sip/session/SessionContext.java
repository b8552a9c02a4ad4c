package org.sallyport.adaptor.sip.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sallyport.adaptor.sip.address.BadSipAddressException;
import org.sallyport.adaptor.sip.address.SipAddresses;
import org.sallyport.adaptor.sip.error.Diagnostics;
import org.sallyport.adaptor.sip.error.Place;
import org.sallyport.api.adaptor.PacketSink;
import org.sallyport.api.address.Address;
import org.sallyport.api.address.Domain;
import org.sallyport.api.config.PeerSettings;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.packet.CorrelationId;
import org.sallyport.api.plugin.PluginContext;

/** What all conversations of one adaptor share. Thread-safe. */
final class SessionContext {
    static final String ALLOW =
            "INVITE, ACK, BYE, CANCEL, MESSAGE, INFO, OPTIONS, NOTIFY, BENOTIFY";
    private static final String VERIFICATION = "ms-asserted-verification-level";
    private static final int RETRY_AFTER_SECONDS = 30;

    private final SessionSettings settings;
    private final Wire wire;
    private final PluginContext plugin;
    private final PacketSink sink;
    private final Timers timers;
    private final LateReports reports = new LateReports();
    private final PeerHealth health = new PeerHealth();
    private final PathMarks path;
    private final Map<Domain, PeerSettings> exact = new HashMap<>();
    private final String product;

    SessionContext(
            SessionSettings settings,
            Wire wire,
            PluginContext plugin,
            PacketSink sink,
            Timers timers) {
        this.settings = settings;
        this.wire = wire;
        this.plugin = plugin;
        this.sink = sink;
        this.timers = timers;
        this.path = new PathMarks(plugin.identifiers());
        settings.peers().stream()
                .filter(peer -> peer.domain().isExact())
                .forEach(peer ->
                        peer.domain().suffix().ifPresent(domain -> exact.put(domain, peer)));
        String version = plugin.instance().version();
        this.product = "Sallyport/" + (version.matches("[A-Za-z0-9.+-]{1,40}") ? version : "0");
    }

    SessionSettings settings() {
        return settings;
    }

    SessionProfile profile() {
        return settings.profile();
    }

    Wire wire() {
        return wire;
    }

    PluginContext plugin() {
        return plugin;
    }

    PacketSink sink() {
        return sink;
    }

    Timers timers() {
        return timers;
    }

    LateReports reports() {
        return reports;
    }

    PathMarks path() {
        return path;
    }

    PeerHealth health() {
        return health;
    }

    Instant now() {
        return plugin.time().clock().instant();
    }

    CorrelationId newId() {
        return plugin.identifiers().newCorrelationId();
    }

    /** A random token in hexadecimal. */
    String token(int octets) {
        byte[] random = new byte[octets];
        plugin.identifiers().random().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    boolean isMicrosoft() {
        return profile().identity() == SessionProfile.Identity.MICROSOFT;
    }

    boolean serves(Domain domain) {
        return settings.served().contains(domain);
    }

    /** The most specific peer for a domain. */
    Optional<PeerSettings> peerFor(Domain domain) {
        PeerSettings named = exact.get(domain);
        return named != null
                ? Optional.of(named)
                : settings.peers().stream()
                        .filter(peer -> peer.domain().matches(domain))
                        .max((a, b) ->
                                Integer.compare(
                                        a.domain().specificity(), b.domain().specificity()));
    }

    /**
     * {@code ;epid=…} for a user of ours: the same for all time, and it tells nothing. Empty where
     * the dialect has none.
     */
    String epidParameter(Address local) {
        if (!isMicrosoft()) {
            return "";
        }
        byte[] hash = plugin.identifiers().keyedHash("sip-epid", local.bare().full());
        return ";epid=" + HexFormat.of().formatHex(hash, 0, 8);
    }

    /** Our Contact: the user at our host name, never an address of ours (MS-SIP §1.5). */
    String contact(Address local) throws BadSipAddressException {
        String uri = SipAddresses.bareUri(local);
        String user = uri.substring(0, uri.lastIndexOf('@'));
        return "<"
                + user
                + "@"
                + wire.hostFor(local.domain())
                + ":"
                + wire.port()
                + ";transport=tls>";
    }

    /** What every request of ours says about us. */
    List<SipHeader> requestHeaders() {
        List<SipHeader> headers = new ArrayList<>(2);
        headers.add(new SipHeader("User-Agent", product));
        if (isVerifying()) {
            headers.add(new SipHeader(VERIFICATION, settings.verificationLevel()));
        }
        return headers;
    }

    /** An answer that says who we are. */
    Reply reply(int status) {
        Reply reply = Reply.of(status).with("Server", product);
        return isVerifying() ? reply.with(VERIFICATION, settings.verificationLevel()) : reply;
    }

    private boolean isVerifying() {
        return isMicrosoft() && !settings.verificationLevel().isEmpty();
    }

    /** A refusal with the explanation that crosses the federation boundary. */
    Reply refusal(ErrorCode code, Place place, Optional<CorrelationId> id, Domain local) {
        Reply reply = refusal(profile().errors().statusOf(code, place), code, id, local);
        boolean passes = code == ErrorCode.OVERLOADED || code == ErrorCode.SHUTTING_DOWN;
        return passes ? reply.with("Retry-After", Integer.toString(RETRY_AFTER_SECONDS)) : reply;
    }

    /** A refusal whose status the protocol demands. */
    Reply refusal(int status, ErrorCode code, Optional<CorrelationId> id, Domain local) {
        Domain ours = serves(local) ? local : settings.served().getFirst();
        Reply reply =
                reply(status)
                        .with(Diagnostics.HEADER, Diagnostics.value(code, id, wire.hostFor(ours)));
        return switch (status) {
            case 405, 501 -> reply.with("Allow", ALLOW);
            default -> reply;
        };
    }

    void count(String what) {
        plugin.metrics().counter("sip." + what).increment();
    }
}
