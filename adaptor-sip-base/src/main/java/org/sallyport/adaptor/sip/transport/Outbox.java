package org.sallyport.adaptor.sip.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way out of one connection: any thread adds, the event loop writes, many
 * messages to one TLS record and one flush. Bounded in octets, from {@link #offer} until the socket
 * took them.
 */
final class Outbox {
    private static final int RECORD = 16 * 1024;

    private final ConcurrentLinkedQueue<Outgoing> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final AtomicLong unsent = new AtomicLong();
    private final Channel channel;
    private final long limit;
    private final InstantSource clock;
    private volatile boolean closed;
    private @Nullable Runnable emptied;

    Outbox(Channel channel, long limit, InstantSource clock) {
        this.channel = channel;
        this.limit = limit;
        this.clock = clock;
    }

    /** Whether there is room; if so, the message is written or its fate is told. */
    boolean offer(Outgoing message) {
        if (closed || unsent.get() + message.octets().length > limit) {
            return false;
        }
        unsent.addAndGet(message.octets().length);
        queue.add(message);
        if (scheduled.compareAndSet(false, true)) {
            try {
                channel.eventLoop().execute(this::flush);
            } catch (RejectedExecutionException e) {
                closed = true; // the transport is closed, and its event loop with it
                flush();
            }
        }
        return true;
    }

    /** Octets that the socket has not taken yet. */
    long unsent() {
        return unsent.get();
    }

    /** Nothing more is written; what waits is discarded. On the event loop. */
    void close() {
        closed = true;
        flush();
    }

    /** The socket takes more again. On the event loop. */
    void resume() {
        flush();
    }

    /**
     * Calls back when all that was offered so far has been handed to the socket. On the event loop.
     */
    void whenEmpty(Runnable callback) {
        emptied = callback;
        flush();
    }

    /**
     * Hands on what the socket takes. What it does not take stays here, where its deadline still
     * counts: behind a peer that does not read it would be written whenever that peer reads again.
     */
    private void flush() {
        scheduled.set(false);
        Instant now = clock.instant();
        ByteBuf batch = null;
        while (closed || channel.isWritable()) {
            Outgoing message = queue.poll();
            if (message == null) {
                break;
            }
            if (closed || !message.fate().mayLeave(now)) {
                unsent.addAndGet(-message.octets().length);
                message.fate().discarded();
                continue;
            }
            if (batch != null && batch.readableBytes() + message.octets().length > RECORD) {
                write(batch);
                batch = null;
            }
            if (batch == null) {
                batch = channel.alloc().directBuffer(Math.max(RECORD, message.octets().length));
            }
            batch.writeBytes(message.octets());
        }
        finish(batch);
        Runnable callback = emptied;
        if (callback != null && queue.isEmpty()) {
            emptied = null;
            callback.run();
        }
    }

    private void finish(@Nullable ByteBuf batch) {
        if (batch != null) {
            write(batch);
        }
        channel.flush();
    }

    private void write(ByteBuf batch) {
        int size = batch.readableBytes();
        channel.write(batch).addListener(done -> unsent.addAndGet(-size));
    }
}
