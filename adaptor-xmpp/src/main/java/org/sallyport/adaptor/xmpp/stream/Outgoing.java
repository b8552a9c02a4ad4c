package org.sallyport.adaptor.xmpp.stream;

import io.netty.buffer.ByteBufUtil;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.sallyport.adaptor.xmpp.xml.StreamHeader;
import org.sallyport.adaptor.xmpp.xml.XmlElement;
import org.sallyport.adaptor.xmpp.xml.XmlWriter;
import org.sallyport.api.outcome.Outcome;

/**
 * One stanza on its way out. It is written at most once, and never after its deadline. Thread-safe.
 */
public final class Outgoing {
    private enum State {
        WAITING,
        WRITTEN,
        GIVEN_UP
    }

    private final Instant deadline;
    private final Optional<SentText> text;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    private final int octets;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private volatile @Nullable String xml;
    private volatile boolean flushed;

    private Outgoing(XmlElement stanza, Instant deadline, Optional<SentText> text) {
        String written = XmlWriter.write(stanza, StreamHeader.SERVER);
        this.xml = written;
        this.octets = ByteBufUtil.utf8Bytes(written);
        this.deadline = deadline;
        this.text = text;
    }

    /**
     * A stanza without a user's text, such as an answer.
     *
     * @throws IllegalArgumentException if XML cannot carry it
     */
    public static Outgoing of(XmlElement stanza, Instant deadline) {
        return new Outgoing(stanza, deadline, Optional.empty());
    }

    /**
     * A stanza with a user's text, of whose late failure the sender is told.
     *
     * @throws IllegalArgumentException if XML cannot carry it
     */
    public static Outgoing of(XmlElement stanza, Instant deadline, SentText text) {
        return new Outgoing(stanza, deadline, Optional.of(text));
    }

    /** Completes with how it ended. */
    public CompletableFuture<Outcome> outcome() {
        return outcome;
    }

    /** The text that it carries. */
    public Optional<SentText> text() {
        return text;
    }

    /** Completes when it was handed to the operating system, or has ended without. */
    public CompletableFuture<Void> left() {
        return left;
    }

    /** Its size on the wire in octets: what the limits of peers are about. */
    public int size() {
        return octets;
    }

    /** Gives it up unless it was written; returns whether it now surely never will be. */
    public boolean giveUp() {
        if (state.compareAndSet(State.WAITING, State.GIVEN_UP)) {
            xml = null;
        }
        return state.get() == State.GIVEN_UP;
    }

    /** Whether the operating system took it. */
    public boolean isFlushed() {
        return flushed;
    }

    void flushed() {
        flushed = true;
        left.complete(null);
    }

    boolean isExpired(Instant now) {
        return !now.isBefore(deadline);
    }

    /** What to write, once; null if it was given up. The text is forgotten here. */
    @Nullable String take() {
        String taken = state.compareAndSet(State.WAITING, State.WRITTEN) ? xml : null;
        xml = null;
        return taken;
    }

    /** Ends it, unless it has ended already; returns whether this was its end. */
    public boolean end(Outcome result) {
        xml = null;
        boolean first = outcome.complete(result);
        left.complete(null);
        return first;
    }

    /** Whether it was reported as delivered; who was told of a failure is not told twice. */
    public boolean isReportedDelivered() {
        return outcome.getNow(null) instanceof Outcome.Delivered;
    }
}
