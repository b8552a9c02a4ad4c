package org.sallyport.core.pipeline;

import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.event.GatewayEvent.PolicyDecision;
import org.sallyport.api.filter.Verdict;
import org.sallyport.api.outcome.RuleId;
import org.sallyport.api.packet.Packet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks each filter in configured order; the first that does not pass ends it. Fails closed:
 * whatever goes wrong in a filter rejects the packet.
 */
final class FilterChain {
    /** The rule of a call that took too long. */
    static final RuleId TIMED_OUT = RuleId.of("chain.filter-timeout");

    private static final Logger log = LoggerFactory.getLogger(FilterChain.class);
    private static final Verdict FAILED =
            new Verdict.Reject(ErrorCode.FILTER_FAILED, RuleId.of("chain.filter-failed"));
    private static final Verdict DISABLED =
            new Verdict.Reject(ErrorCode.FILTER_FAILED, RuleId.of("chain.filter-disabled"));
    private static final Verdict UNKNOWN_KIND =
            new Verdict.Reject(ErrorCode.UNSUPPORTED, RuleId.of("chain.unknown-kind"));

    private final List<ArmedFilter> filters;
    private final PipelineServices.Time time;
    private final Reporter reporter;
    private final Passage.Originator originator;

    FilterChain(
            List<ArmedFilter> filters,
            PipelineServices.Time time,
            Reporter reporter,
            Passage.Originator originator) {
        this.filters = List.copyOf(filters);
        this.time = time;
        this.reporter = reporter;
        this.originator = originator;
    }

    /**
     * Judges a packet with canonical names on the calling thread.
     *
     * @return null if the thread was abandoned meanwhile: the packet has its outcome, and the
     *     thread must end
     */
    @Nullable Verdict judge(Packet packet, Passage passage, ChainRun run) {
        Packet current = packet;
        for (ArmedFilter filter : filters) {
            Verdict verdict = ask(filter, current, passage, run);
            switch (verdict) {
                case null -> {
                    return null;
                }
                case Verdict.Pass(Packet next) -> current = next;
                case Verdict.Reject reject -> {
                    decided(packet, passage, filter, reject.rule(), true);
                    return reject;
                }
                case Verdict.Drop drop -> {
                    decided(packet, passage, filter, drop.rule(), false);
                    return drop;
                }
            }
        }
        return new Verdict.Pass(current);
    }

    /** Names of filters that were disabled because their calls hang. */
    List<String> disabled() {
        return filters.stream().filter(ArmedFilter::isDisabled).map(ArmedFilter::name).toList();
    }

    private @Nullable Verdict ask(
            ArmedFilter filter, Packet packet, Passage passage, ChainRun run) {
        if (!filter.knows(packet.kind())) {
            return filter.passesUnknown() ? new Verdict.Pass(packet) : UNKNOWN_KIND;
        }
        if (!filter.judges(packet.kind())) {
            return new Verdict.Pass(packet);
        }
        if (filter.isDisabled()) {
            return DISABLED;
        }
        LongSupplier nanos = time.nanos();
        long entered = nanos.getAsLong();
        StepContext context = new StepContext(passage, packet, time.clock(), originator);
        run.enter(filter, entered);
        Verdict verdict = call(filter, packet, context);
        if (!run.leave()) {
            return null;
        }
        filter.took(nanos.getAsLong() - entered);
        return checked(filter, packet, verdict);
    }

    /**
     * Everything that a filter can throw is caught: also a stack overflow, a missing class, a
     * failed assertion.
     */
    @SuppressWarnings("CatchingUnchecked")
    private static @Nullable Verdict call(ArmedFilter filter, Packet packet, StepContext context) {
        ClassLoader before = PluginCall.enter(filter.loader());
        try {
            return filter.filter().apply(packet, context);
        } catch (Throwable e) {
            filter.failed();
            Throw.logged(log, "filter failed", "filter=" + filter.name(), e);
            return FAILED;
        } finally {
            context.end();
            PluginCall.leave(before);
            // A filter may leave the mark of an interrupt behind; it must not reach the next one.
            Thread.interrupted();
        }
    }

    /**
     * A filter may change what a packet says and where it goes, but not which packet it is nor for
     * whom it speaks.
     */
    private static Verdict checked(ArmedFilter filter, Packet before, @Nullable Verdict verdict) {
        if (verdict instanceof Verdict.Pass(Packet after)) {
            boolean same =
                    after.id().equals(before.id())
                            && after.kind() == before.kind()
                            && after.from().domain().equals(before.from().domain());
            return same ? verdict : broken(filter, "it changed the id, kind or sender's domain");
        }
        return verdict == null ? broken(filter, "it gave no verdict") : verdict;
    }

    private static Verdict broken(ArmedFilter filter, String how) {
        if (filter.failed()) {
            log.warn("filter broke its contract: filter={} how={}", filter.name(), how);
        }
        return FAILED;
    }

    private void decided(
            Packet packet, Passage passage, ArmedFilter filter, RuleId rule, boolean told) {
        if (!passage.rehearsal()) {
            reporter.publish(
                    new PolicyDecision(
                            time.clock().instant(), packet.id(), filter.name(), rule, told));
        }
    }
}
