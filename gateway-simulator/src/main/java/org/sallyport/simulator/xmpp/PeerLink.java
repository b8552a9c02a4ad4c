package org.sallyport.simulator.xmpp;

import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The way to one other domain: its address, the one stream stanzas go out on, and what waits for
 * it. Lives on the event loop of the domain.
 *
 * <p>As Prosody: opens the stream with the first stanza, bounces what waits when it cannot, and
 * with acknowledgements bounces what was not confirmed when the stream dies.
 */
final class PeerLink {
    /** Something to write. */
    // An array as part of a record would break equals; nobody compares these.
    @SuppressWarnings("ArrayRecordComponent")
    record Outgoing(byte[] octets, SentStanza stanza) {}

    private static final byte[] REQUEST =
            ("<r xmlns='" + Namespaces.STREAM_MANAGEMENT + "'/>")
                    .getBytes(StandardCharsets.US_ASCII);

    private final StreamEndpoint endpoint;
    private final String peer;
    private final BiConsumer<SentStanza, StanzaError> bounces;
    private final Deque<Outgoing> waiting = new ArrayDeque<>();
    private final Deque<SentStanza> unconfirmed = new ArrayDeque<>();
    private @Nullable InetSocketAddress address;
    private Security security = Security.STARTTLS;
    private @Nullable OutboundStream stream;
    private long confirmed;

    PeerLink(StreamEndpoint endpoint, String peer, BiConsumer<SentStanza, StanzaError> bounces) {
        this.endpoint = endpoint;
        this.peer = peer;
        this.bounces = bounces;
    }

    void route(InetSocketAddress where, Security how) {
        address = where;
        security = how;
    }

    void send(Outgoing outgoing) {
        OutboundStream current = connect();
        if (current == null) {
            bounce(outgoing, "cancel", "remote-server-not-found");
        } else if (current.ready) {
            write(current, outgoing);
        } else {
            waiting.add(outgoing);
        }
    }

    /** The stream in use, opened if there is none; null without a route. */
    @Nullable OutboundStream connect() {
        OutboundStream current = stream;
        if (current != null || address == null) {
            return current;
        }
        OutboundStream opened = endpoint.open(peer, address, security);
        stream = opened;
        confirmed = 0;
        CompletableFuture<?> _ =
                opened.readiness()
                        .whenComplete((ready, failure) -> {
                            if (failure == null) {
                                flush(opened);
                            } else {
                                failed(opened, failure);
                            }
                        });
        CompletableFuture<?> _ = opened.end().whenComplete((nothing, failure) -> ended(opened));
        return opened;
    }

    private void flush(OutboundStream ready) {
        for (Outgoing next = waiting.poll(); next != null; next = waiting.poll()) {
            write(ready, next);
        }
    }

    private void write(OutboundStream ready, Outgoing outgoing) {
        boolean counted = ready.isManaged();
        if (counted) {
            unconfirmed.add(outgoing.stanza());
        }
        ready.send(
                        counted
                                ? Unpooled.wrappedBuffer(outgoing.octets(), REQUEST)
                                : Unpooled.wrappedBuffer(outgoing.octets()))
                .addListener(done -> {
                    if (done.isSuccess()) {
                        outgoing.stanza().written().complete(null);
                    } else if (!counted) {
                        bounce(outgoing, "wait", "remote-server-timeout");
                    }
                });
    }

    void acknowledged(OutboundStream from, long handled) {
        if (from != stream) {
            return;
        }
        for (; confirmed < handled; confirmed++) {
            SentStanza stanza = unconfirmed.poll();
            if (stanza == null) {
                from.tooMuchAcknowledged();
                return;
            }
            stanza.acknowledged().complete(null);
        }
    }

    private void failed(OutboundStream gone, Throwable failure) {
        if (stream == gone) {
            stream = null;
        }
        Throwable cause =
                failure instanceof CompletionException wrapped && wrapped.getCause() != null
                        ? wrapped.getCause()
                        : failure;
        // COMPAT(prosody 0.12): these two conditions, and the body is left out.
        boolean unreachable =
                cause instanceof StreamFailure known
                        && known.reason() == StreamFailure.Cause.UNREACHABLE;
        List<Outgoing> lost = new ArrayList<>(waiting);
        waiting.clear();
        for (Outgoing outgoing : lost) {
            bounce(
                    outgoing,
                    unreachable ? "cancel" : "wait",
                    unreachable ? "remote-server-not-found" : "remote-server-timeout");
        }
    }

    private void ended(OutboundStream gone) {
        if (stream == gone) {
            stream = null;
            List<SentStanza> lost = new ArrayList<>(unconfirmed);
            unconfirmed.clear();
            for (SentStanza stanza : lost) {
                bounces.accept(
                        stanza,
                        StanzaError.bounce(
                                stanza.id(), endpoint.domain(), "cancel", "recipient-unavailable"));
            }
        }
    }

    private void bounce(Outgoing outgoing, String type, String condition) {
        SentStanza stanza = outgoing.stanza();
        bounces.accept(stanza, StanzaError.bounce(stanza.id(), endpoint.domain(), type, condition));
    }
}
