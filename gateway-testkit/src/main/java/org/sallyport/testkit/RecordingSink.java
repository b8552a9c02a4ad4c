package org.sallyport.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.sallyport.api.adaptor.PacketSink;
import org.sallyport.api.address.Address;
import org.sallyport.api.filter.Verdict;
import org.sallyport.api.link.Link;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.packet.InstantMessage;
import org.sallyport.api.packet.Packet;
import org.sallyport.api.packet.PacketKind;

/**
 * Stands for the core: keeps what an adaptor submits, and lets the test decide how each packet
 * ends. Thread-safe.
 */
public final class RecordingSink implements PacketSink {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final BlockingQueue<Submission> submissions = new LinkedBlockingQueue<>();
    private volatile Function<Packet, Outcome> answer = _ -> Outcome.taken();
    private volatile boolean answering = true;
    private volatile Verdict admission = new Verdict.Pass(SamplePackets.text("rehearsal"));

    /**
     * One submitted packet.
     *
     * @param packet what was submitted
     * @param link over which link
     * @param deadline until when
     * @param settle ends it; may be called once
     */
    public record Submission(Packet packet, Link link, Instant deadline, Consumer<Outcome> settle) {
        /** The text of an instant message. */
        public String words() {
            return ((InstantMessage) packet).body().value();
        }
    }

    /** From now on every packet ends like this at once. */
    public void answerWith(Function<Packet, Outcome> outcomes) {
        answer = outcomes;
        answering = true;
    }

    /** From now on packets wait until the test settles them. */
    public void hold() {
        answering = false;
    }

    /** From now on {@link #admit} answers this. */
    public void admitWith(Verdict verdict) {
        admission = verdict;
    }

    /** The next submitted packet; fails after ten seconds. */
    public Submission next() throws InterruptedException {
        Submission next = submissions.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        if (next == null) {
            throw new AssertionError("no packet was submitted within " + LIMIT);
        }
        return next;
    }

    /** How many packets wait to be looked at. */
    public int size() {
        return submissions.size();
    }

    @Override
    public void submit(Packet packet, Link link, Instant deadline, Consumer<Outcome> onOutcome) {
        AtomicBoolean settled = new AtomicBoolean();
        Consumer<Outcome> once =
                outcome -> {
                    if (!settled.compareAndSet(false, true)) {
                        throw new IllegalStateException("settled twice");
                    }
                    onOutcome.accept(outcome);
                };
        boolean now = answering;
        submissions.add(new Submission(packet, link, deadline, once));
        if (now) {
            once.accept(answer.apply(packet));
        }
    }

    @Override
    public Verdict admit(Address from, Address to, PacketKind kind, Link link) {
        return admission;
    }
}
