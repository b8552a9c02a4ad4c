package org.sallyport.adaptor.sip;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sallyport.adaptor.sip.address.BadSipAddressException;
import org.sallyport.adaptor.sip.address.SipAddresses;
import org.sallyport.adaptor.sip.session.SessionManager;
import org.sallyport.adaptor.sip.session.SipHeader;
import org.sallyport.adaptor.sip.session.Wire;
import org.sallyport.adaptor.sip.session.WireAnswer;
import org.sallyport.adaptor.sip.session.WireRequest;
import org.sallyport.adaptor.sip.transport.SendFailure;
import org.sallyport.api.address.Domain;
import org.sallyport.api.config.PeerSettings;
import org.sallyport.api.plugin.PluginContext;

/**
 * Asks each peer with OPTIONS now and then whether it is there; the first time soon after the start
 * (MS-SIP §1.7).
 */
final class PeerProbe implements AutoCloseable {
    private static final Duration FIRST = Duration.ofSeconds(1);

    private final Wire wire;
    private final SessionManager sessions;
    private final PluginContext context;
    private final Domain speaking;
    private @Nullable ScheduledFuture<?> running;

    PeerProbe(Wire wire, SessionManager sessions, Domain speaking, PluginContext context) {
        this.wire = wire;
        this.sessions = sessions;
        this.speaking = speaking;
        this.context = context;
    }

    /** Begins to ask the peers that name one domain; patterns name nobody who could be asked. */
    void start(List<PeerSettings> peers, Duration interval) {
        running =
                context.time()
                        .scheduler()
                        .scheduleWithFixedDelay(
                                () ->
                                        context.time()
                                                .workers()
                                                .execute(() -> peers.forEach(this::ask)),
                                FIRST.toMillis(),
                                interval.toMillis(),
                                TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        ScheduledFuture<?> probe = running;
        if (probe != null) {
            probe.cancel(false);
        }
    }

    private void ask(PeerSettings peer) {
        Optional<Domain> domain =
                peer.domain().isExact() ? peer.domain().suffix() : Optional.empty();
        if (domain.isEmpty()) {
            return;
        }
        try {
            wire.send(
                    request(peer, SipAddresses.host(domain.get())),
                    new Wire.Answers() {
                        @Override
                        public void onFinal(WireAnswer answer) {
                            // Any answer but an overload or a dead end shows a peer that works.
                            if (answer.status() != 503 && answer.status() != 504) {
                                sessions.peerWorked(peer.domain());
                            }
                        }

                        @Override
                        public void onFailure(SendFailure failure) {
                            context.metrics().counter("sip.probes-failed").increment();
                        }
                    });
        } catch (BadSipAddressException e) {
            context.metrics().counter("sip.probes-failed").increment();
        }
    }

    private WireRequest request(PeerSettings peer, String host) throws BadSipAddressException {
        String tag = Long.toHexString(context.identifiers().random().nextLong());
        String call = Long.toHexString(context.identifiers().random().nextLong());
        String us = SipAddresses.host(speaking);
        List<SipHeader> headers =
                new ArrayList<>(
                        List.of(
                                new SipHeader("From", "<sip:sallyport@" + us + ">;tag=" + tag),
                                new SipHeader("To", "<sip:" + host + ">"),
                                new SipHeader("Call-ID", call + "@" + wire.hostFor(speaking)),
                                new SipHeader("CSeq", "1 OPTIONS")));
        headers.addAll(sessions.requestHeaders());
        return new WireRequest(
                "OPTIONS",
                new WireRequest.Target("sip:" + host, List.of(), peer),
                headers,
                Optional.empty(),
                context.time().clock().instant().plusSeconds(30));
    }
}
