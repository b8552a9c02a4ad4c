package org.sallyport.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.sallyport.api.adaptor.Adaptor;
import org.sallyport.api.adaptor.PacketSink;
import org.sallyport.api.adaptor.PeerStatus;
import org.sallyport.api.link.Link;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.packet.Packet;

/** An adaptor without a wire: a test speaks and listens in place of its peers. Thread-safe. */
public final class FakeAdaptor implements Adaptor {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final BlockingQueue<Packet> delivered = new LinkedBlockingQueue<>();
    private volatile BiFunction<Packet, Instant, Outcome> peer = (_, _) -> Outcome.taken();
    private volatile @Nullable PacketSink sink;
    private volatile boolean closed;

    /** From now on deliveries end like this; the function runs on the lane and may block. */
    public void deliverWith(BiFunction<Packet, Instant, Outcome> outcomes) {
        peer = outcomes;
    }

    /** Submits a packet as if a peer had sent it, with a minute of time. */
    public CompletableFuture<Outcome> says(Packet packet, Link link, Instant now) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        PacketSink target = sink;
        if (target == null) {
            throw new IllegalStateException("not started");
        }
        target.submit(packet, link, now.plusSeconds(60), outcome::complete);
        return outcome;
    }

    /** The next delivered packet; fails after ten seconds. */
    public Packet hears() throws InterruptedException {
        Packet packet = delivered.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        if (packet == null) {
            throw new AssertionError("no packet was delivered within " + LIMIT);
        }
        return packet;
    }

    /** How many delivered packets wait to be looked at. */
    public int size() {
        return delivered.size();
    }

    /** Where this adaptor hands in what it reads; set by {@link #start}. */
    public PacketSink sink() {
        PacketSink started = sink;
        if (started == null) {
            throw new IllegalStateException("not started");
        }
        return started;
    }

    /** Whether it was closed. */
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void start(PacketSink inbound) {
        sink = inbound;
    }

    @Override
    public Outcome deliver(Packet packet, Instant deadline) {
        Outcome outcome = peer.apply(packet, deadline);
        if (outcome instanceof Outcome.Delivered) {
            delivered.add(packet);
        }
        return outcome;
    }

    @Override
    public void drain(Duration limit) {}

    @Override
    public List<PeerStatus> peers() {
        return List.of();
    }

    @Override
    public void close() {
        closed = true;
    }
}
