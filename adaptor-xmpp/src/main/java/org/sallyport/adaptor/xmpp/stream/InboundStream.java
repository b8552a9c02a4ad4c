package org.sallyport.adaptor.xmpp.stream;

import io.netty.channel.Channel;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.sallyport.adaptor.xmpp.xml.StreamCondition;
import org.sallyport.adaptor.xmpp.xml.StreamFault;
import org.sallyport.adaptor.xmpp.xml.StreamHeader;
import org.sallyport.adaptor.xmpp.xml.XmlElement;
import org.sallyport.api.address.Domain;
import org.sallyport.api.link.Link;
import org.sallyport.api.network.PeerVerifier.Finding;
import org.sallyport.api.network.PeerVerifier.PeerRole;

/**
 * A stream that a peer opened: STARTTLS or TLS at once, the verdict on its certificate as soon as
 * it said who it is, SASL EXTERNAL, then stanzas (RFC 6120 §4-6, XEP-0178). For its connection's
 * event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // how a connection ends is heard when it is gone
final class InboundStream implements StreamLogic {
    private static final long CLOSE_SECONDS = 5;

    private enum Phase {
        CLEAR,
        ENCRYPTED,
        JUDGING,
        PROVING,
        PROVED,
        OPEN,
        OVER
    }

    private final StreamServices services;
    private final XmppChannel channel;
    private final Handshake handshake;
    private final Runnable whenProved;
    private final Consumer<InboundStream> whenGone;
    private final boolean directTls;
    private final ScheduledFuture<?> deadline;
    private Phase phase;
    private @Nullable SSLSession session;
    private @Nullable Domain peer;
    private @Nullable StanzaIntake intake;
    private Domain local;
    private Instant validUntil = Instant.MAX;
    private @Nullable StreamWatch watch;
    private String theirReason = "";
    private boolean unproved = true;
    private boolean theyLeft;

    InboundStream(
            StreamServices services,
            Channel connection,
            boolean directTls,
            Runnable whenProved,
            Consumer<InboundStream> whenGone) {
        this.services = services;
        this.directTls = directTls;
        this.whenProved = whenProved;
        this.whenGone = whenGone;
        this.phase = directTls ? Phase.ENCRYPTED : Phase.CLEAR;
        this.local = services.served().iterator().next();
        this.handshake = new Handshake(services.context(), "in");
        this.channel =
                new XmppChannel(
                        connection, services.limits(), services.context().time().workers(), this);
        connection.pipeline().addLast(channel);
        if (directTls) {
            startTls();
        }
        long limit = services.config().limits().handshake().toMillis();
        this.deadline = channel.loop().schedule(this::tooSlow, limit, TimeUnit.MILLISECONDS);
    }

    private void startTls() {
        long limit = services.config().limits().handshake().toMillis();
        channel.startTls(services.identity().server(services.peers().oldest()), limit);
    }

    private void tooSlow() {
        String text = "The connection was not authenticated in time";
        refuse("deadline", StreamCondition.CONNECTION_TIMEOUT, text);
    }

    @Override
    public void secured(SSLSession newSession) {
        session = newSession;
        handshake.passed("tls", newSession.getProtocol() + " " + newSession.getCipherSuite());
    }

    @Override
    public void opened(StreamHeader header) throws StreamFault {
        Optional<Domain> to = header.to().flatMap(ExternalProof::domain);
        if (to.isEmpty() || !services.served().contains(to.get())) {
            throw new StreamFault(
                    StreamCondition.HOST_UNKNOWN,
                    "the peer asked for a domain that is not served here");
        }
        local = to.get();
        if (!header.isVersionOne()) {
            throw new StreamFault(
                    StreamCondition.UNSUPPORTED_VERSION, "the peer does not speak XMPP 1.0");
        }
        switch (phase) {
            case CLEAR -> {
                header.from().flatMap(ExternalProof::domain).ifPresent(handshake::peer);
                respond(header.from().flatMap(ExternalProof::domain));
                channel.write(Protocol.features(Protocol.startTlsFeature()));
            }
            case ENCRYPTED -> judge(header);
            case PROVED -> open(header);
            case JUDGING, PROVING, OPEN, OVER ->
                    throw new StreamFault(
                            StreamCondition.BAD_FORMAT, "the peer opened a stream inside a stream");
        }
    }

    private void respond(Optional<Domain> to) {
        byte[] id = new byte[16];
        services.context().identifiers().random().nextBytes(id);
        channel.header(
                local.value(), to.map(Domain::value), Optional.of(HexFormat.of().formatHex(id)));
    }

    private void judge(StreamHeader header) throws StreamFault {
        Domain from =
                header.from()
                        .flatMap(ExternalProof::domain)
                        .orElseThrow(() ->
                                new StreamFault(
                                        StreamCondition.INVALID_FROM,
                                        "the peer does not say who it is"));
        peer = from;
        handshake.peer(from);
        respond(Optional.of(from));
        Optional<PeerTable.Peer> known =
                services.served().contains(from) ? Optional.empty() : services.peers().find(from);
        if (known.isEmpty()) {
            refuse(
                    "policy",
                    StreamCondition.POLICY_VIOLATION,
                    "This server does not federate with your domain");
            return;
        }
        phase = Phase.JUDGING;
        PeerTable.Peer settings = known.get();
        SSLSession tls = Objects.requireNonNull(session);
        services.context()
                .time()
                .workers()
                .execute(() -> {
                    Finding finding =
                            Verdicts.judge(services, tls, from, settings, PeerRole.CLIENT);
                    channel.loop().execute(() -> judged(finding));
                });
    }

    private void judged(Finding finding) {
        if (phase != Phase.JUDGING) {
            return;
        }
        switch (finding) {
            case Finding.Trusted(Instant notAfter) -> {
                phase = Phase.PROVING;
                validUntil = notAfter;
                handshake.passed("certificate", "valid until " + notAfter);
                channel.write(Protocol.features(Protocol.externalFeature()));
            }
            case Finding.Refused(var reason, String explanation) -> {
                handshake.refused("certificate", explanation);
                end(StreamCondition.NOT_AUTHORIZED, Verdicts.words(reason));
            }
        }
    }

    private void open(StreamHeader header) throws StreamFault {
        Domain proved = Objects.requireNonNull(peer);
        if (header.from().flatMap(ExternalProof::domain).filter(proved::equals).isEmpty()) {
            throw new StreamFault(
                    StreamCondition.INVALID_FROM, "the peer changed its name after the proof");
        }
        if (services.connections().count(proved, true)
                >= services.config().limits().connectionsPerPeer()) {
            throw new StreamFault(
                    StreamCondition.RESOURCE_CONSTRAINT, "the peer has too many connections");
        }
        SSLSession tls = Objects.requireNonNull(session);
        int most = services.config().limits().maxStanza().toInt();
        respond(Optional.of(proved));
        channel.write(Protocol.features(Protocol.acksFeature(), Protocol.limitsFeature(most)));
        channel.maxOctets(most);
        phase = Phase.OPEN;
        deadline.cancel(false);
        proved();
        Link link = new Link(proved, Link.Authentication.CERTIFICATE, tls.getProtocol());
        intake = new StanzaIntake(channel, services, link);
        services.connections()
                .opened(this, Verdicts.connection(services, channel, proved, true, directTls, tls));
        handshake.linkUp("tls=" + tls.getProtocol() + " authentication=external");
        Duration idle = services.config().limits().idle();
        watch = new StreamWatch(services, channel, validUntil, idle, this::leave);
    }

    private void proved() {
        if (unproved) {
            unproved = false;
            whenProved.run();
        }
    }

    /** Takes no more packets, and says goodbye once what was taken has its outcome. */
    private void leave(StreamCondition condition, String text) {
        if (phase == Phase.OPEN) {
            Objects.requireNonNull(intake).drain(() -> channel.leave(condition, text));
        }
    }

    @Override
    public void received(XmlElement element, int octets) throws StreamFault {
        if (element.is(StreamHeader.STREAMS, "error")) {
            streamError(element);
            return;
        }
        switch (phase) {
            case CLEAR -> clear(element);
            case PROVING -> prove(element);
            case OPEN -> opened(element, octets);
            case ENCRYPTED, JUDGING, PROVED, OVER ->
                    throw new StreamFault(
                            StreamCondition.NOT_AUTHORIZED,
                            "the peer sent something before its proof");
        }
    }

    private void clear(XmlElement element) throws StreamFault {
        if (!element.is(Protocol.TLS, "starttls")) {
            throw new StreamFault(
                    StreamCondition.POLICY_VIOLATION, "the peer sent something before TLS");
        }
        channel.expectNewStream();
        phase = Phase.ENCRYPTED;
        channel.write(XmlElement.of(Protocol.TLS, "proceed").build())
                .addListener(sent -> {
                    if (sent.isSuccess()) {
                        startTls();
                    }
                });
    }

    private void prove(XmlElement element) throws StreamFault {
        if (Protocol.isDialbackRequest(element)) {
            channel.answer(Protocol.dialbackRefused(element));
            return;
        }
        if (!element.is(Protocol.SASL, "auth")) {
            throw new StreamFault(
                    StreamCondition.NOT_AUTHORIZED, "the peer sent something before its proof");
        }
        Optional<String> failure = ExternalProof.failure(element, Objects.requireNonNull(peer));
        if (failure.isPresent()) {
            handshake.refused("external", failure.get());
            channel.write(Protocol.saslFailure(failure.get()));
            end(StreamCondition.NOT_AUTHORIZED, "SASL EXTERNAL failed");
            return;
        }
        handshake.passed("external", "the certificate speaks for the domain");
        channel.expectNewStream();
        phase = Phase.PROVED;
        channel.write(XmlElement.of(Protocol.SASL, "success").build());
        channel.newStream();
    }

    private void opened(XmlElement element, int octets) throws StreamFault {
        StanzaIntake receiver = Objects.requireNonNull(intake);
        if (element.is(Protocol.ACKS, "enable")) {
            receiver.enable();
        } else if (element.is(Protocol.ACKS, "resume")) {
            channel.answer(Protocol.notResumed());
        } else if (!element.is(Protocol.ACKS, "a")) {
            receiver.received(element, octets);
        }
    }

    /**
     * An error is never answered with an error (RFC 6120 §4.9.1.1); the end of the stream follows.
     */
    private void streamError(XmlElement error) {
        // Once stanzas went over the stream, the peer's words might quote them.
        boolean open = phase == Phase.OPEN;
        theirReason = "the peer ended the stream: " + Protocol.describe(error, !open);
        if (open) {
            services.count("stream-errors-received", "condition", StreamConditions.label(error));
        } else if (phase != Phase.OVER) {
            handshake.refused("stream", theirReason);
        }
        closed();
    }

    @Override
    public void closed() {
        if (theyLeft) {
            return;
        }
        theyLeft = true;
        boolean answersAreDue = phase == Phase.OPEN && intake != null && !channel.isFinishing();
        phase = Phase.OVER;
        deadline.cancel(false);
        if (answersAreDue) {
            // The peer may wait for the last acknowledgement, but not for ever.
            Objects.requireNonNull(intake).drain(channel::done);
            channel.loop().schedule(channel::done, CLOSE_SECONDS, TimeUnit.SECONDS);
        } else {
            channel.done();
        }
    }

    @Override
    public void failed(StreamFault fault) {
        String message = String.valueOf(fault.getMessage());
        if (phase == Phase.OPEN) {
            services.count("stream-errors-sent", "condition", fault.condition().token());
            Objects.requireNonNull(intake).lastWord();
            end(fault.condition(), message);
        } else {
            refuse("stream", fault.condition(), message);
        }
    }

    private void refuse(String step, StreamCondition condition, String text) {
        if (phase != Phase.OVER) {
            handshake.refused(step, condition.token() + ", " + text);
            end(condition, text);
        }
    }

    private void end(StreamCondition condition, String text) {
        phase = Phase.OVER;
        deadline.cancel(false);
        if (session == null && directTls) {
            channel.cut();
        } else {
            channel.error(condition, text, local.value());
        }
    }

    /** Refuses more packets, and says goodbye once what was taken has its outcome. */
    void drain() {
        channel.loop().execute(() -> stop(false));
    }

    /** Ends in good order within some seconds. */
    void close() {
        channel.loop().execute(() -> stop(true));
    }

    private void stop(boolean now) {
        String text = "This server is stopping";
        if (phase == Phase.OPEN && now) {
            Objects.requireNonNull(intake).lastWord();
            channel.leave(StreamCondition.SYSTEM_SHUTDOWN, text);
        } else if (phase == Phase.OPEN) {
            leave(StreamCondition.SYSTEM_SHUTDOWN, text);
        } else if (!theyLeft) {
            channel.cut();
        }
    }

    void cut() {
        channel.loop().execute(channel::cut);
    }

    @Override
    public void gone(String why) {
        Phase last = phase;
        phase = Phase.OVER;
        deadline.cancel(false);
        if (watch != null) {
            watch.stop();
        }
        proved();
        services.connections().closed(this);
        String told = theirReason.isEmpty() ? why : theirReason;
        if (last != Phase.OPEN && last != Phase.OVER) {
            handshake.refused("stream", told);
        }
        handshake.linkDown(told);
        whenGone.accept(this);
    }
}
