package org.sallyport.api.event;

import java.time.Duration;
import java.time.Instant;
import org.sallyport.api.address.Address;
import org.sallyport.api.address.Domain;
import org.sallyport.api.link.AdaptorName;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.outcome.RuleId;
import org.sallyport.api.packet.CorrelationId;
import org.sallyport.api.packet.PacketKind;

/**
 * One thing that happened. Values only, no content of users; addresses are shown through the
 * renderer.
 */
public sealed interface GatewayEvent {
    /** When. */
    Instant at();

    /**
     * One step of a connection being made or refused.
     *
     * @param at when
     * @param adaptor whose connection
     * @param peer with whom, as far as is known
     * @param attempt numbers the attempts of this adaptor
     * @param step what was done, for example {@code tls}, {@code external}
     * @param passed whether it went well
     * @param detail one sentence for administrators: versions, names, the reason of a failure
     */
    record HandshakeStep(
            Instant at,
            AdaptorName adaptor,
            Domain peer,
            long attempt,
            String step,
            boolean passed,
            String detail)
            implements GatewayEvent {}

    /**
     * A connection to a peer became usable, or ended.
     *
     * @param at when
     * @param adaptor whose connection
     * @param peer with whom
     * @param up whether it is usable now
     * @param detail one sentence for administrators
     */
    record LinkChanged(Instant at, AdaptorName adaptor, Domain peer, boolean up, String detail)
            implements GatewayEvent {}

    /**
     * A filter ended a packet.
     *
     * @param at when
     * @param id which packet
     * @param filter which step of the chain
     * @param rule which rule
     * @param told whether the sender is told
     */
    record PolicyDecision(Instant at, CorrelationId id, String filter, RuleId rule, boolean told)
            implements GatewayEvent {}

    /**
     * A packet ended.
     *
     * @param at when
     * @param id which packet
     * @param kind its kind
     * @param from its sender, canonical
     * @param to its recipient, canonical
     * @param way where it came from and went to
     * @param outcome how it ended
     */
    record PacketEnded(
            Instant at,
            CorrelationId id,
            PacketKind kind,
            Address from,
            Address to,
            Way way,
            Outcome outcome)
            implements GatewayEvent {}

    /**
     * Where a packet came from and went to.
     *
     * @param origin the adaptor that read it
     * @param target the adaptor that it was routed to, or {@code none}
     * @param took from submit to outcome
     */
    record Way(String origin, String target, Duration took) {}

    /**
     * An operator did something.
     *
     * @param at when
     * @param operator who
     * @param act what, for example {@code reload}
     */
    record AdministrativeAct(Instant at, String operator, String act) implements GatewayEvent {}

    /**
     * The gateway went from one state of its life to another.
     *
     * @param at when
     * @param state the new state: {@code starting}, {@code running}, {@code degraded}, {@code
     *     draining}, {@code stopped}
     * @param detail why
     */
    record LifeCycleChanged(Instant at, String state, String detail) implements GatewayEvent {}
}
