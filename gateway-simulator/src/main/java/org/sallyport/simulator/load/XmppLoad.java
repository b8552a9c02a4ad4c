package org.sallyport.simulator.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.sallyport.simulator.xmpp.OutboundStream;
import org.sallyport.simulator.xmpp.Security;
import org.sallyport.simulator.xmpp.StreamEndpoint;
import org.sallyport.simulator.xmpp.StreamListener;
import org.sallyport.simulator.xmpp.StreamSettings;
import org.sallyport.simulator.xmpp.XmlElement;

/**
 * An XMPP domain that sends and receives as much as it can: many users over a few streams.
 *
 * <p>Life: make one, {@link #connect}, any number of {@code send…} one after the other, {@link
 * #close}. Each conversation stays on one stream, so its order is kept. Nothing is parsed on the
 * way in but the token.
 */
public final class XmppLoad implements AutoCloseable {
    private static final int LARGEST_BATCH = 64;
    private static final long PAUSE_NANOS = 200_000;
    private static final int ERROR_LOOKUP = 600;
    private static final int CONNECT_SECONDS = 30;

    private final LoadPlan plan;
    private final LoadScore outgoing;
    private final LoadScore incoming;
    private final StreamEndpoint endpoint;
    private final List<OutboundStream> streams = new ArrayList<>();
    private final StanzaTemplate[] templates;
    private final int[] sequences;
    private final LongAdder stalls = new LongAdder();

    /**
     * Starts listening.
     *
     * @param settings the domain must be {@link LoadPlan#xmppDomain()}
     * @param outgoing counts what this sends; the SIP side tells it what arrived
     * @param incoming counts what arrives here; the SIP side tells it what it sent
     */
    public XmppLoad(
            StreamSettings settings, LoadPlan plan, LoadScore outgoing, LoadScore incoming) {
        this.plan = plan;
        this.outgoing = outgoing;
        this.incoming = incoming;
        this.templates = new StanzaTemplate[plan.conversations()];
        this.sequences = new int[plan.conversations()];
        for (int i = 0; i < templates.length; i++) {
            templates[i] = new StanzaTemplate(plan, i);
        }
        this.endpoint = new StreamEndpoint(settings, new Receiver());
    }

    /** Where the gateway connects. */
    public InetSocketAddress address(Security security) {
        return endpoint.address(security);
    }

    /** Violations, facts and faults of the streams. */
    public StreamEndpoint endpoint() {
        return endpoint;
    }

    /**
     * Opens this many streams to the gateway and waits until all are ready.
     *
     * @throws IllegalStateException if one is not ready within 30 seconds
     */
    public void connect(InetSocketAddress gateway, Security security, int count)
            throws InterruptedException {
        List<OutboundStream> opened = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            opened.add(endpoint.open(plan.sipDomain(), gateway, security));
        }
        for (OutboundStream stream : opened) {
            try {
                streams.add(stream.readiness().get(CONNECT_SECONDS, TimeUnit.SECONDS));
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException("a stream to the gateway did not become ready", e);
            }
        }
    }

    /**
     * Sends at a steady rate, round all conversations, whatever comes back. Returns when the time
     * is over.
     */
    public void sendAtRate(int perSecond, Duration length) {
        long start = System.nanoTime();
        long end = start + length.toNanos();
        long done = 0;
        int next = 0;
        for (long now = start; now < end; now = System.nanoTime()) {
            long due = Math.min((now - start) * perSecond / 1_000_000_000L - done, LARGEST_BATCH);
            if (due <= 0) {
                LockSupport.parkNanos(PAUSE_NANOS);
                continue;
            }
            next = batch(next, (int) due);
            done += due;
        }
    }

    /**
     * Sends this many texts, never more than {@code window} of them open at a time; needs a
     * receiver that tells the outgoing score of each arrival. Returns when the last one is written
     * or the limit is over.
     *
     * @return how many were written
     */
    public long sendWindowed(int window, long texts, Duration limit) throws InterruptedException {
        Semaphore free = new Semaphore(window);
        outgoing.onSettled(free::release);
        long deadline = System.nanoTime() + limit.toNanos();
        long done = 0;
        int next = 0;
        while (done < texts
                && free.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            int more = 1;
            while (more < LARGEST_BATCH && done + more < texts && free.tryAcquire()) {
                more++;
            }
            next = batch(next, more);
            done += more;
        }
        return done;
    }

    /** How often the sender had to wait because a stream took no more octets. */
    public long stalls() {
        return stalls.sum();
    }

    /**
     * One text for each of {@code count} conversations from {@code first} on; one write for each
     * stream.
     */
    private int batch(int first, int count) {
        List<List<LoadToken>> tokens = new ArrayList<>();
        List<List<ByteBuf>> buffers = new ArrayList<>();
        for (int i = 0; i < streams.size(); i++) {
            tokens.add(new ArrayList<>());
            buffers.add(new ArrayList<>());
        }
        for (int i = 0; i < count; i++) {
            int conversation = (first + i) % templates.length;
            int stream = conversation % streams.size();
            LoadToken token =
                    new LoadToken(conversation, sequences[conversation]++, System.nanoTime());
            outgoing.sent();
            tokens.get(stream).add(token);
            buffers.get(stream).add(Unpooled.wrappedBuffer(templates[conversation].filled(token)));
        }
        for (int i = 0; i < streams.size(); i++) {
            if (!tokens.get(i).isEmpty()) {
                write(streams.get(i), tokens.get(i), buffers.get(i));
            }
        }
        return (first + count) % templates.length;
    }

    private void write(OutboundStream stream, List<LoadToken> tokens, List<ByteBuf> buffers) {
        while (!stream.isWritable() && !stream.end().isDone()) {
            stalls.increment();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        if (stream.isManaged()) {
            buffers.add(Unpooled.wrappedBuffer(StanzaTemplate.REQUEST.clone()));
        }
        stream.send(Unpooled.wrappedBuffer(buffers.toArray(ByteBuf[]::new)))
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        tokens.forEach(outgoing::failed);
                    }
                });
    }

    /** Resets all connections. Repeatable. */
    @Override
    public void close() {
        endpoint.close();
    }

    private final class Receiver implements StreamListener {
        @Override
        public boolean frame(String peer, byte[] octets) {
            if (octets[1] != 'm') {
                return false;
            }
            LoadToken token = LoadToken.find(octets, 0, octets.length);
            if (token == null) {
                incoming.stray();
            } else if (isError(octets)) {
                outgoing.failed(token);
            } else {
                incoming.arrived(token);
            }
            return true;
        }

        @Override
        public void stanza(String peer, XmlElement stanza) {
            String type = stanza.attribute("type").orElse("");
            boolean request =
                    stanza.name().equals("iq") && (type.equals("get") || type.equals("set"));
            if (request && !streams.isEmpty()) {
                ByteBuf answer =
                        Unpooled.copiedBuffer(
                                StanzaTemplate.answer(stanza), StandardCharsets.UTF_8);
                ChannelFuture _ = streams.getFirst().send(answer);
            }
        }

        /** Whether the start tag says so. */
        private static boolean isError(byte[] octets) {
            String start =
                    new String(
                            octets,
                            0,
                            Math.min(octets.length, ERROR_LOOKUP),
                            StandardCharsets.ISO_8859_1);
            int end = start.indexOf('>');
            String tag = end < 0 ? start : start.substring(0, end);
            return tag.contains("type='error'") || tag.contains("type=\"error\"");
        }
    }
}
