package org.sallyport.core.pipeline;

import java.util.Optional;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.outcome.RuleId;

/** How the packet path itself ends packets: fixed sentences, which may reach the sender's side. */
final class Failures {
    static final Outcome OVERLOADED =
            later(ErrorCode.OVERLOADED, "the gateway has no room for this packet now");
    static final Outcome NOT_RUNNING = later(ErrorCode.OVERLOADED, "the gateway is starting");
    static final Outcome SHUTTING_DOWN = later(ErrorCode.SHUTTING_DOWN, "the gateway is stopping");
    static final Outcome CUT =
            Outcome.unknown(ErrorCode.SHUTTING_DOWN, "the gateway stopped during delivery");
    static final Outcome EXPIRED =
            Outcome.notTaken(
                    ErrorCode.DEADLINE_EXCEEDED, "the packet could not be delivered in time");
    static final Outcome OUTLASTED =
            Outcome.unknown(ErrorCode.DEADLINE_EXCEEDED, "the delivery did not end in time");
    static final Outcome DELIVERY_BROKE =
            Outcome.unknown(ErrorCode.GATEWAY_ERROR, "the delivery failed in the gateway");
    static final Outcome BUG = Outcome.notTaken(ErrorCode.GATEWAY_ERROR, "the gateway failed");
    static final Outcome BAD_NAME =
            Outcome.notTaken(ErrorCode.BAD_ADDRESS, "an address cannot be used here");
    static final Outcome NAMES_BROKE =
            Outcome.notTaken(ErrorCode.FILTER_FAILED, "the gateway could not map an address");
    static final Outcome NOT_ITS_DOMAIN =
            Outcome.notTaken(
                    ErrorCode.PEER_NOT_TRUSTED, "the connection may not speak for this sender");
    static final Outcome NO_ROUTE =
            Outcome.notTaken(ErrorCode.NO_ROUTE, "no way leads to this domain");
    static final Outcome RELAY =
            Outcome.notTaken(ErrorCode.RELAY_DENIED, "this gateway is no relay");
    static final Outcome LOOP =
            Outcome.notTaken(ErrorCode.LOOP_DETECTED, "the packet passed here before");
    static final Outcome SUPERSEDED = new Outcome.Dropped(RuleId.of("lane.superseded"));
    static final Outcome STALE = new Outcome.Dropped(RuleId.of("lane.stale-composing"));

    private Failures() {}

    /**
     * A rejection of the chain. The rule is in the event, not in what the sender's side may see.
     */
    static Outcome rejected(ErrorCode code) {
        return Outcome.notTaken(code, "a policy of the gateway refused this");
    }

    private static Outcome later(ErrorCode code, String cause) {
        return new Outcome.Failed(
                code,
                cause,
                Outcome.Certainty.NOT_TAKEN,
                Optional.of(PipelineLimits.RETRY_AFTER_SECONDS));
    }
}
