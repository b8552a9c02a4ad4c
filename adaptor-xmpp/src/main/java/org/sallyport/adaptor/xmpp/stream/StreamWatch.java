package org.sallyport.adaptor.xmpp.stream;

import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.sallyport.adaptor.xmpp.xml.StreamCondition;

/**
 * Ends a stream that was silent for long, or whose certificate expired (RFC 6120 §13.7.2.3). For
 * its event loop.
 */
final class StreamWatch {
    /** For a stream of which silence says nothing. */
    static final Duration NEVER = Duration.ofDays(36_500);

    private static final long LONGEST_MILLIS = Duration.ofDays(1).toMillis();

    private final StreamServices services;
    private final XmppChannel channel;
    private final Instant validUntil;
    private final long mostSilence;
    private final BiConsumer<StreamCondition, String> ending;
    private @Nullable ScheduledFuture<?> next;

    /**
     * Begins to watch.
     *
     * @param silence after which the stream is ended
     * @param ending ends the stream; called at most once
     */
    StreamWatch(
            StreamServices services,
            XmppChannel channel,
            Instant validUntil,
            Duration silence,
            BiConsumer<StreamCondition, String> ending) {
        this.services = services;
        this.channel = channel;
        this.validUntil = validUntil;
        this.mostSilence = silence.toMillis();
        this.ending = ending;
        plan();
    }

    /** To be called when the stream is gone: a task that waits would keep it in memory. */
    void stop() {
        if (next != null) {
            next.cancel(false);
        }
    }

    private void plan() {
        Instant now = services.context().time().clock().instant();
        boolean soon = validUntil.isBefore(now.plusMillis(LONGEST_MILLIS));
        long valid = soon ? Duration.between(now, validUntil).toMillis() : LONGEST_MILLIS;
        long delay = Math.max(1, Math.min(mostSilence - channel.silence(), valid));
        next = channel.loop().schedule(this::look, delay, TimeUnit.MILLISECONDS);
    }

    private void look() {
        if (!services.context().time().clock().instant().isBefore(validUntil)) {
            ending.accept(StreamCondition.RESET, "Your server's certificate has expired");
        } else if (channel.silence() >= mostSilence) {
            ending.accept(
                    StreamCondition.CONNECTION_TIMEOUT, "The connection was silent for too long");
        } else {
            plan();
        }
    }
}
