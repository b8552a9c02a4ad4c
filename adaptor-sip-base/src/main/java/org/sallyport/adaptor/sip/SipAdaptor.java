package org.sallyport.adaptor.sip;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sallyport.adaptor.sip.session.SessionManager;
import org.sallyport.adaptor.sip.session.SessionProfile;
import org.sallyport.adaptor.sip.session.SessionSettings;
import org.sallyport.adaptor.sip.transport.InboundRequest;
import org.sallyport.adaptor.sip.transport.InboundResponse;
import org.sallyport.adaptor.sip.transport.SipMessages;
import org.sallyport.adaptor.sip.transport.SipTransport;
import org.sallyport.adaptor.sip.transport.TransportSettings;
import org.sallyport.api.adaptor.Adaptor;
import org.sallyport.api.adaptor.PacketSink;
import org.sallyport.api.adaptor.PeerStatus;
import org.sallyport.api.address.Domain;
import org.sallyport.api.config.HostPort;
import org.sallyport.api.config.ServedDomain;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.link.AdaptorName;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.packet.Packet;
import org.sallyport.api.plugin.PluginContext;

/** The SIP side of the gateway: sessions over the transport. */
public final class SipAdaptor implements Adaptor {
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final SipConfig config;
    private final SessionSettings settings;
    private final PluginContext context;
    private final SipTransport transport;
    private final StackWire wire;
    private volatile @Nullable SessionManager sessions;
    private volatile @Nullable PeerProbe probe;

    SipAdaptor(
            SipConfig config, List<Domain> served, SessionProfile profile, PluginContext context) {
        this.config = config;
        this.context = context;
        this.settings =
                new SessionSettings(
                        profile,
                        config.sessions().timers(),
                        config.sessions().limits(),
                        config.sessions().lateFailureNotice(),
                        config.sessions().verificationLevel(),
                        served,
                        config.peers());
        this.transport =
                SipTransport.create(
                        new TransportSettings(
                                new AdaptorName(context.instance().name()),
                                config.listen(),
                                config.certificates(),
                                named(served, config.serves()),
                                config.peers(),
                                config.connections()),
                        context);
        this.wire = new StackWire(transport);
    }

    /** Where it listens, with the real port; once started. */
    public HostPort listening() {
        return transport.listening();
    }

    @Override
    public Map<String, HostPort> listeners() {
        return sessions == null ? Map.of() : Map.of("listen", listening());
    }

    @Override
    public void start(PacketSink inbound) {
        SessionManager manager = SessionManager.create(settings, wire, context, inbound);
        transport.start(
                new SipMessages() {
                    @Override
                    public void onRequest(InboundRequest request) {
                        manager.onRequest(new StackRequest(request));
                    }

                    @Override
                    public void onLateAnswer(InboundResponse response) {
                        manager.onLateAnswer(new StackWire.StackAnswer(response));
                    }
                });
        sessions = manager;
        manager.start();
        PeerProbe asking = new PeerProbe(wire, manager, settings.served().getFirst(), context);
        asking.start(config.peers(), config.sessions().optionsInterval());
        probe = asking;
    }

    @Override
    public Outcome deliver(Packet packet, Instant deadline) {
        SessionManager manager = sessions;
        return manager == null
                ? Outcome.notTaken(ErrorCode.GATEWAY_ERROR, "the adaptor is not started")
                : manager.deliver(packet, deadline);
    }

    @Override
    public void drain(Duration limit) {
        Optional.ofNullable(sessions).ifPresent(SessionManager::drain);
    }

    @Override
    public List<PeerStatus> peers() {
        SessionManager manager = sessions;
        return manager == null
                ? transport.peers()
                : transport.peers().stream().map(status -> judged(status, manager)).toList();
    }

    @Override
    public void close() {
        Optional.ofNullable(probe).ifPresent(PeerProbe::close);
        Optional.ofNullable(sessions).ifPresent(SessionManager::close);
        transport.close(FAREWELL);
    }

    private static PeerStatus judged(PeerStatus status, SessionManager manager) {
        return manager.isPaused(status.peer())
                ? new PeerStatus(
                        status.peer(),
                        PeerStatus.State.FAILED,
                        status.acknowledgement(),
                        status.connections())
                : status;
    }

    private static List<ServedDomain> named(List<Domain> served, List<ServedDomain> configured) {
        return served.stream()
                .map(domain ->
                        configured.stream()
                                .filter(entry -> entry.domain().equals(domain))
                                .findFirst()
                                .orElse(new ServedDomain(domain, Optional.empty())))
                .toList();
    }
}
