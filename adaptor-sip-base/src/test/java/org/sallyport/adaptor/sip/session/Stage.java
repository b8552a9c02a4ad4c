package org.sallyport.adaptor.sip.session;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.sallyport.adaptor.sip.error.ErrorTable;
import org.sallyport.api.adaptor.AdaptorState;
import org.sallyport.api.address.Domain;
import org.sallyport.api.address.DomainPattern;
import org.sallyport.api.config.Connect;
import org.sallyport.api.config.PeerSettings;
import org.sallyport.api.event.EventSink;
import org.sallyport.api.metrics.Metrics;
import org.sallyport.api.network.NetworkServices;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.packet.InstantMessage;
import org.sallyport.api.plugin.Identifiers;
import org.sallyport.api.plugin.InstanceInfo;
import org.sallyport.api.plugin.PluginContext;
import org.sallyport.api.plugin.TimeServices;
import org.sallyport.testkit.FakeClock;
import org.sallyport.testkit.FakeNetwork;
import org.sallyport.testkit.FakePluginContext;
import org.sallyport.testkit.FakeScheduler;
import org.sallyport.testkit.RecordingSink;
import org.sallyport.testkit.SamplePackets;

/**
 * Sessions between a scripted wire and a recording house, on fake time, all on the test's thread.
 */
final class Stage implements AutoCloseable, TimeServices, PluginContext {
    static final PeerSettings PEER =
            new PeerSettings(
                    DomainPattern.exactly(new Domain("sfb.example")),
                    "edge",
                    List.of(Connect.DNS),
                    List.of());

    static final SessionProfile PROFILE =
            new SessionProfile(
                    "text/plain multipart/alternative application/im-iscomposing+xml",
                    List.of("ms-delayed-accept", "ms-sender", "ms-renders-mime-alternative"),
                    SessionProfile.FirstText.IN_INVITE,
                    SessionProfile.Typing.KEYBOARD_ACTIVITY,
                    SessionProfile.Identity.MICROSOFT,
                    ErrorTable.MICROSOFT);

    final FakeClock clock = new FakeClock();
    final FakeScheduler scheduler = new FakeScheduler(clock);
    final FakeWire wire = new FakeWire();
    final RecordingSink sink = new RecordingSink();
    final SessionManager sessions;
    private final FakePluginContext context =
            FakePluginContext.onFakeTime("sip", new FakeNetwork(), clock, scheduler);
    private final ExecutorService inline = new Inline();

    Stage() {
        this(PROFILE, SessionLimits.DEFAULTS, true);
    }

    Stage(SessionProfile profile, SessionLimits limits, boolean notice) {
        SessionSettings settings =
                new SessionSettings(
                        profile,
                        SessionTimers.DEFAULTS,
                        limits,
                        notice,
                        "ms-source-verified-user=verified",
                        List.of(new Domain("xmpp.example")),
                        List.of(PEER));
        sessions = SessionManager.create(settings, wire, this, sink);
        sessions.start();
    }

    /** Hands in a text of Alice's, with two minutes to go. */
    TextJob says(String words) {
        return says(words, Duration.ofMinutes(2));
    }

    TextJob says(String words, Duration within) {
        return sessions.text(SamplePackets.text(words), clock.instant().plus(within));
    }

    TextJob says(InstantMessage message) {
        return sessions.text(message, clock.instant().plus(Duration.ofMinutes(2)));
    }

    /** How a text ended; fails if it has not. */
    static Outcome outcome(TextJob job) {
        if (job.isOpen()) {
            throw new AssertionError("the text is still on its way");
        }
        return job.outcome().join();
    }

    static Outcome.Failed failure(TextJob job) {
        if (outcome(job) instanceof Outcome.Failed failed) {
            return failed;
        }
        throw new AssertionError("ended as " + outcome(job));
    }

    FakeRequest receive(FakeRequest request) {
        sessions.onRequest(request);
        return request;
    }

    /** A session that Bob opened, and its INVITE. */
    FakeRequest invited() {
        FakeRequest invite = receive(FakeRequest.invite("call-1"));
        receive(FakeRequest.inside(invite, "ACK", 1));
        return invite;
    }

    String invitedReply(String header) {
        return invited().replied(header);
    }

    /** A session that Alice opened with a text that arrived, and its INVITE. */
    FakeWire.Out inviting() {
        TextJob first = says("first");
        FakeWire.Out invite = wire.next("INVITE");
        invite.accept("7E1D");
        wire.next("MESSAGE").answer(200);
        outcome(first);
        wire.stateless.clear();
        return invite;
    }

    void advance(Duration step) {
        scheduler.advance(step);
    }

    @Override
    public InstanceInfo instance() {
        return context.instance();
    }

    @Override
    public Identifiers identifiers() {
        return context.identifiers();
    }

    @Override
    public TimeServices time() {
        return this;
    }

    @Override
    public NetworkServices network() {
        return context.network();
    }

    @Override
    public Metrics metrics() {
        return context.metrics();
    }

    @Override
    public AdaptorState state() {
        return context.state();
    }

    @Override
    public EventSink events() {
        return context.events();
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public ScheduledExecutorService scheduler() {
        return scheduler;
    }

    @Override
    public ExecutorService workers() {
        return inline;
    }

    @Override
    public void close() {
        sessions.close();
        context.close();
    }

    /** Runs everything at once on the caller's thread. */
    private static final class Inline extends AbstractExecutorService {
        @Override
        public void execute(Runnable command) {
            command.run();
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }

    static Optional<String> wireBody(FakeWire.Out out) {
        return out.request.body().map(WireBody::text);
    }
}
