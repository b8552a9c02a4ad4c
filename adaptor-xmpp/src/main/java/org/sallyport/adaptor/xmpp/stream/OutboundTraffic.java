package org.sallyport.adaptor.xmpp.stream;

import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sallyport.adaptor.xmpp.config.XmppConfig.Confirm;
import org.sallyport.adaptor.xmpp.config.XmppConfig.PingSettings;
import org.sallyport.adaptor.xmpp.stanza.Namespaces;
import org.sallyport.adaptor.xmpp.xml.StreamCondition;
import org.sallyport.adaptor.xmpp.xml.StreamFault;
import org.sallyport.adaptor.xmpp.xml.StreamHeader;
import org.sallyport.adaptor.xmpp.xml.XmlElement;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.link.Link;
import org.sallyport.api.outcome.Outcome;

/**
 * The sending half of an authenticated stream: writes, and finds out what arrived, by
 * acknowledgements where the peer has them (XEP-0198), else by pings (XEP-0199). Either way one
 * question is out at a time, so that its cost does not grow with the traffic. For the stream's
 * event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // how a connection ends is heard when it is gone
final class OutboundTraffic {
    private static final int MAX_UNCONFIRMED = 5_000;
    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

    private final StreamServices services;
    private final Route route;
    private final XmppChannel channel;
    private final boolean acknowledged;
    private final Link link;
    private final Runnable room;
    private final SentLog log = new SentLog();
    private @Nullable ScheduledFuture<?> question;
    private @Nullable ScheduledFuture<?> timeout;
    private Optional<String> ping = Optional.empty();
    private long lastStanza = System.nanoTime();
    private boolean asking;

    /**
     * Begins when stanzas may be written.
     *
     * @param room is called when there may be room again because a confirmation came
     */
    OutboundTraffic(
            StreamServices services,
            Route route,
            XmppChannel channel,
            Link link,
            boolean acknowledged,
            Runnable room) {
        this.link = link;
        this.room = room;
        this.services = services;
        this.route = route;
        this.channel = channel;
        this.acknowledged = acknowledged;
        log.startCounting();
        watch();
    }

    private PingSettings settings() {
        return services.config().ping();
    }

    /**
     * Whether another stanza may be written now: the peer reads, and what is unconfirmed stays
     * bounded.
     */
    boolean hasRoom() {
        return channel.isWritable() && (log.size() < MAX_UNCONFIRMED || !isEverConfirmed());
    }

    /** Without acknowledgements and without pings nothing ever leaves the log by itself. */
    private boolean isEverConfirmed() {
        return acknowledged || services.config().confirm() == Confirm.PING || isPinging();
    }

    /** Writes a stanza that was not given up and is not too late. */
    void write(Outgoing outgoing, Instant now) {
        if (outgoing.isExpired(now)) {
            outgoing.giveUp();
            outgoing.end(
                    Outcome.notTaken(
                            ErrorCode.DEADLINE_EXCEEDED,
                            "the time ran out before the message could be written"));
            return;
        }
        String xml = outgoing.take();
        if (xml == null) {
            return;
        }
        lastStanza = System.nanoTime();
        if (!isEverConfirmed() && log.size() >= MAX_UNCONFIRMED) {
            log.forgetOldest();
        }
        log.add(outgoing);
        boolean reportsWritten = !acknowledged && services.config().confirm() == Confirm.WRITTEN;
        channel.write(xml)
                .addListener(done -> {
                    if (done.isSuccess()) {
                        outgoing.flushed();
                        if (reportsWritten) {
                            outgoing.end(new Outcome.Delivered(Outcome.Level.WRITTEN));
                        }
                    }
                });
    }

    /** To be called after some stanzas were written: asks for a confirmation when it is time. */
    void written() {
        if (asking || log.size() == 0) {
            return;
        }
        boolean atOnce =
                acknowledged
                        || services.config().confirm() == Confirm.PING
                        || (isPinging() && log.size() >= MAX_UNCONFIRMED / 2);
        if (atOnce) {
            ask();
        } else if (question == null && isPinging()) {
            question =
                    channel.loop()
                            .schedule(
                                    this::ask,
                                    settings().afterText().toMillis(),
                                    TimeUnit.MILLISECONDS);
        }
    }

    private boolean isPinging() {
        return !settings().interval().isZero();
    }

    private void ask() {
        if (question != null) {
            question.cancel(false);
            question = null;
        }
        if (asking || !channel.isOpen()) {
            return;
        }
        asking = true;
        long limit = settings().timeout().toMillis();
        timeout = channel.loop().schedule(this::silent, limit, TimeUnit.MILLISECONDS);
        if (acknowledged) {
            channel.write(XmlElement.of(Protocol.ACKS, "r").build());
        } else {
            ping();
        }
    }

    private void ping() {
        String id = services.context().identifiers().newCorrelationId().value();
        long position = log.position();
        ping = Optional.of(id);
        services.callbacks()
                .pings()
                .expect(
                        id,
                        route.domain(),
                        () ->
                                channel.loop()
                                        .execute(() -> {
                                            answered();
                                            log.confirm(position, Outcome.Level.CONFIRMED);
                                            written();
                                            room.run();
                                        }));
        channel.write(
                XmlElement.of(StreamHeader.SERVER, "iq")
                        .with("from", route.local().value())
                        .with("to", route.domain().value())
                        .with("id", id)
                        .with("type", "get")
                        .and(Namespaces.PING, "ping")
                        .build());
    }

    private void answered() {
        asking = false;
        ping = Optional.empty();
        if (timeout != null) {
            timeout.cancel(false);
        }
    }

    private void silent() {
        if (channel.isOpen()) {
            services.count("streams-silent", "direction", "out");
            channel.error(
                    StreamCondition.CONNECTION_TIMEOUT,
                    "Your server did not answer in time",
                    route.local().value());
            channel.abandon("the peer did not answer in time");
        }
    }

    /**
     * Takes an acknowledgement. A peer may count a stanza only later: then it is asked again soon.
     */
    void acknowledged(XmlElement element) throws StreamFault {
        String handled = element.attribute("h").orElse("");
        if (!acknowledged || !handled.matches("\\d{1,10}")) {
            throw new StreamFault(
                    StreamCondition.UNDEFINED_CONDITION, "the peer sent a broken acknowledgement");
        }
        long before = log.position() - log.size();
        log.acknowledge(Long.parseLong(handled));
        boolean progress = log.position() - log.size() > before;
        answered();
        if (progress) {
            written();
        } else if (log.size() > 0 && question == null) {
            question =
                    channel.loop().schedule(this::ask, ASK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Asks for a sign of life now and then, and ends a stream that nobody used for long. */
    private void watch() {
        long interval = isPinging() ? settings().interval().toMillis() : 60_000L;
        channel.loop()
                .schedule(
                        () -> {
                            if (!channel.isOpen()) {
                                return;
                            }
                            long unused =
                                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastStanza);
                            if (log.size() == 0
                                    && unused > services.config().limits().idle().toMillis()) {
                                channel.finish();
                                return;
                            }
                            if (isPinging()) {
                                ask();
                            }
                            watch();
                        },
                        interval,
                        TimeUnit.MILLISECONDS);
    }

    /**
     * The stream is gone: what waits for an outcome gets one, and of texts that were reported as
     * written the sender is told that nobody knows.
     *
     * @param clean whether the peer has read everything
     */
    void end(boolean clean) {
        ping.ifPresent(services.callbacks().pings()::forget);
        for (Outgoing outgoing : log.drain()) {
            boolean arrived = clean && !acknowledged;
            Outcome outcome =
                    arrived
                            ? new Outcome.Delivered(Outcome.Level.CONFIRMED)
                            : Outcome.unknown(
                                    ErrorCode.PEER_TIMEOUT,
                                    "the connection broke after the message was written");
            boolean first = outgoing.end(outcome);
            if (!first && !arrived && outgoing.isReportedDelivered()) {
                outgoing.text()
                        .ifPresent(text -> services.callbacks().uncertain().accept(text, link));
            }
        }
    }
}
