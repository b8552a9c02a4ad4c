package org.sallyport.adaptor.xmpp.stream;

import io.netty.channel.Channel;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.sallyport.adaptor.xmpp.jid.ALabels;
import org.sallyport.adaptor.xmpp.xml.StreamCondition;
import org.sallyport.adaptor.xmpp.xml.StreamFault;
import org.sallyport.adaptor.xmpp.xml.StreamHeader;
import org.sallyport.adaptor.xmpp.xml.XmlElement;
import org.sallyport.api.config.PeerPolicy.TlsVersion;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.link.Link;
import org.sallyport.api.network.PeerVerifier.Finding;
import org.sallyport.api.network.PeerVerifier.PeerRole;

/**
 * A stream that we open: TLS always, the verdict on the peer's certificate before anything else is
 * said, SASL EXTERNAL, acknowledgements if the peer has them, then stanzas (RFC 6120 §4-6,
 * XEP-0178, XEP-0198). For its event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // how a connection ends is heard when it is gone
final class OutboundStream implements StreamLogic {
    private enum Phase {
        CLEAR,
        PROCEEDING,
        ENCRYPTING,
        JUDGING,
        ENCRYPTED,
        PROVING,
        PROVED,
        ENABLING,
        OPEN,
        OVER
    }

    private final StreamServices services;
    private final Route route;
    private final StreamOwner owner;
    private final XmppChannel channel;
    private final Handshake handshake;
    private final ScheduledFuture<?> deadline;
    private @Nullable StreamWatch watch;
    private Phase phase;
    private ErrorCode failure = ErrorCode.PEER_UNREACHABLE;
    private String why = "";
    private @Nullable SSLSession session;
    private @Nullable StanzaIntake intake;
    private @Nullable OutboundTraffic traffic;
    private Instant validUntil = Instant.MAX;
    private int peerLimit;
    private boolean clean;

    OutboundStream(
            StreamServices services,
            Route route,
            Channel connection,
            Handshake handshake,
            StreamOwner owner) {
        this.services = services;
        this.route = route;
        this.owner = owner;
        this.handshake = handshake;
        this.peerLimit = services.config().limits().maxStanza().toInt();
        this.channel =
                new XmppChannel(
                        connection, services.limits(), services.context().time().workers(), this);
        long limit = services.config().limits().handshake().toMillis();
        Runnable late = () -> giveUp("deadline", "the connection was not ready in time");
        this.deadline = channel.loop().schedule(late, limit, TimeUnit.MILLISECONDS);
        this.phase = route.target().directTls() ? Phase.ENCRYPTING : Phase.CLEAR;
        connection.pipeline().addLast(channel);
        if (route.target().directTls()) {
            startTls();
        } else {
            header();
        }
    }

    private void header() {
        channel.header(
                route.local().value(), Optional.of(route.domain().value()), Optional.empty());
    }

    private void startTls() {
        TlsVersion oldest = route.peer().policy().tls().min();
        String host = ALabels.of(route.domain());
        SSLEngine engine =
                services.identity().client(host, route.target().port(), route.local(), oldest);
        channel.startTls(engine, services.config().limits().handshake().toMillis());
    }

    @Override
    public void secured(SSLSession newSession) {
        if (phase != Phase.ENCRYPTING) {
            return; // given up meanwhile
        }
        session = newSession;
        phase = Phase.JUDGING;
        handshake.passed("tls", newSession.getProtocol() + " " + newSession.getCipherSuite());
        services.context()
                .time()
                .workers()
                .execute(() -> {
                    Finding finding =
                            Verdicts.judge(
                                    services,
                                    newSession,
                                    route.domain(),
                                    route.peer(),
                                    PeerRole.SERVER);
                    channel.loop().execute(() -> judged(finding));
                });
    }

    private void judged(Finding finding) {
        if (phase != Phase.JUDGING) {
            return;
        }
        switch (finding) {
            case Finding.Trusted(Instant notAfter) -> {
                phase = Phase.ENCRYPTED;
                validUntil = notAfter;
                handshake.passed("certificate", "valid until " + notAfter);
                header();
            }
            case Finding.Refused(_, String explanation) -> {
                failure = ErrorCode.PEER_NOT_TRUSTED;
                giveUp("certificate", explanation);
            }
        }
    }

    @Override
    public void opened(StreamHeader header) throws StreamFault {
        boolean expected =
                phase == Phase.CLEAR || phase == Phase.ENCRYPTED || phase == Phase.PROVED;
        if (!expected) {
            throw new StreamFault(
                    StreamCondition.BAD_FORMAT, "the peer opened a stream where none was due");
        }
        if (!header.isVersionOne()) {
            throw new StreamFault(
                    StreamCondition.UNSUPPORTED_VERSION, "the peer does not speak XMPP 1.0");
        }
    }

    @Override
    public void received(XmlElement element, int octets) throws StreamFault {
        if (element.is(StreamHeader.STREAMS, "error")) {
            streamError(element);
            return;
        }
        switch (phase) {
            case CLEAR -> askForTls(Features.of(element));
            case PROCEEDING -> proceed(element);
            case ENCRYPTED -> prove(Features.of(element));
            case PROVING -> proved(element);
            case PROVED -> enable(Features.of(element));
            case ENABLING -> enabled(element);
            case OPEN -> open(element, octets);
            case ENCRYPTING, JUDGING, OVER -> throw Features.unexpected();
        }
    }

    /**
     * Asks even if it is not offered: somebody in between may have taken the offer away (RFC 7590
     * §3.1).
     */
    private void askForTls(XmlElement features) {
        String offered =
                features.child(Protocol.TLS, "starttls").isPresent()
                        ? "offered"
                        : "not offered, asked for all the same";
        handshake.passed("starttls", offered);
        phase = Phase.PROCEEDING;
        channel.write(XmlElement.of(Protocol.TLS, "starttls").build());
    }

    private void proceed(XmlElement element) {
        if (element.is(Protocol.TLS, "proceed")) {
            channel.expectNewStream();
            phase = Phase.ENCRYPTING;
            // Not before this octet was looked at, so that one behind it is found out.
            channel.loop()
                    .execute(() -> {
                        if (phase == Phase.ENCRYPTING) {
                            startTls();
                        }
                    });
        } else {
            giveUp("starttls", "the peer refused TLS");
        }
    }

    private void prove(XmlElement features) {
        if (!Features.offersExternal(features)) {
            failure = ErrorCode.PEER_NOT_TRUSTED;
            giveUp(
                    "external",
                    "the peer does not offer EXTERNAL: it does not accept our certificate for "
                            + route.local());
            return;
        }
        phase = Phase.PROVING;
        channel.write(Protocol.external(route.local().value()));
    }

    private void proved(XmlElement element) {
        if (element.is(Protocol.SASL, "success")) {
            handshake.passed("external", "accepted");
            channel.expectNewStream();
            phase = Phase.PROVED;
            channel.loop()
                    .execute(() -> {
                        if (phase == Phase.PROVED) {
                            channel.newStream();
                            channel.maxOctets(services.config().limits().maxStanza().toInt());
                            header();
                        }
                    });
        } else {
            failure = ErrorCode.PEER_NOT_TRUSTED;
            giveUp("external", "the peer refused our proof: " + Protocol.describe(element, true));
        }
    }

    private void enable(XmlElement features) {
        peerLimit = Features.maxOctets(features, peerLimit);
        if (features.child(Protocol.ACKS, "sm").isPresent()) {
            phase = Phase.ENABLING;
            channel.write(XmlElement.of(Protocol.ACKS, "enable").build());
        } else {
            ready(false);
        }
    }

    private void enabled(XmlElement element) throws StreamFault {
        if (element.is(Protocol.ACKS, "enabled")) {
            ready(true);
        } else if (element.is(Protocol.ACKS, "failed")) {
            ready(false);
        } else {
            throw Features.unexpected();
        }
    }

    private void ready(boolean acknowledged) {
        SSLSession tls = Objects.requireNonNull(session);
        deadline.cancel(false);
        phase = Phase.OPEN;
        Link link = new Link(route.domain(), Link.Authentication.CERTIFICATE, tls.getProtocol());
        intake = new StanzaIntake(channel, services, link);
        if (acknowledged) {
            intake.count();
        }
        traffic = new OutboundTraffic(services, route, channel, link, acknowledged, this::writable);
        services.connections().acknowledges(route.domain(), acknowledged);
        services.connections()
                .opened(
                        this,
                        Verdicts.connection(
                                services,
                                channel,
                                route.domain(),
                                false,
                                route.target().directTls(),
                                tls));
        handshake.linkUp(
                "tls="
                        + tls.getProtocol()
                        + " authentication=external acknowledgements="
                        + acknowledged);
        Duration never = StreamWatch.NEVER;
        watch = new StreamWatch(services, channel, validUntil, never, (_, _) -> finish());
        owner.ready(this);
    }

    private void open(XmlElement element, int octets) throws StreamFault {
        OutboundTraffic out = Objects.requireNonNull(traffic);
        if (element.is(Protocol.ACKS, "a")) {
            out.acknowledged(element);
            owner.writable(this);
        } else {
            Objects.requireNonNull(intake).received(element, octets);
        }
    }

    private void streamError(XmlElement error) {
        // Once stanzas went over the stream, the peer's words might quote them.
        String told = "the peer ended the stream: " + Protocol.describe(error, phase != Phase.OPEN);
        if (phase != Phase.OPEN) {
            boolean trust = told.contains("not-authorized") || told.contains("policy-violation");
            failure = trust ? ErrorCode.PEER_NOT_TRUSTED : failure;
            giveUp("stream", told);
        } else {
            why = told;
            services.count("stream-errors-received", "condition", StreamConditions.label(error));
            channel.done();
        }
    }

    private void giveUp(String step, String reason) {
        if (phase != Phase.OVER && phase != Phase.OPEN) {
            handshake.refused(step, reason);
            phase = Phase.OVER;
            why = reason;
            channel.finish();
            channel.done();
        }
    }

    /** What can be written to; only once ready. */
    OutboundTraffic traffic() {
        return Objects.requireNonNull(traffic);
    }

    /** Most octets of a stanza that this peer takes. */
    int peerLimit() {
        return peerLimit;
    }

    /** Whether stanzas may be written. */
    boolean isOpen() {
        return phase == Phase.OPEN && channel.isOpen();
    }

    /** Ends the stream in good order: everything written before is read by the peer first. */
    void finish() {
        if (phase == Phase.OPEN) {
            channel.finish();
        } else {
            giveUp("stream", "this gateway ends the connection");
        }
    }

    void cut(String reason) {
        channel.sever(reason);
    }

    @Override
    public void writable() {
        if (phase == Phase.OPEN) {
            owner.writable(this);
        }
    }

    @Override
    public void closed() {
        // If we ended first, the peer has read all that we wrote (RFC 6120 §4.4).
        clean = channel.isFinishing();
        channel.done();
    }

    @Override
    public void failed(StreamFault fault) {
        why = String.valueOf(fault.getMessage());
        if (phase == Phase.OPEN) {
            services.count("stream-errors-sent", "condition", fault.condition().token());
        } else {
            handshake.refused("stream", why);
            phase = Phase.OVER;
        }
        if (session != null) {
            channel.error(fault.condition(), why, route.local().value());
        } else {
            channel.cut();
        }
    }

    @Override
    public void gone(String reason) {
        deadline.cancel(false);
        if (watch != null) {
            watch.stop();
        }
        String told = why.isEmpty() ? reason : why;
        if (phase != Phase.OPEN) {
            if (phase != Phase.OVER) {
                handshake.refused("stream", told);
            }
            phase = Phase.OVER;
            owner.refused(failure, told);
            return;
        }
        phase = Phase.OVER;
        services.connections().closed(this);
        handshake.linkDown(told);
        traffic().end(clean);
        owner.ended(this, told);
    }
}
