package org.sallyport.api.filter;

import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.outcome.RuleId;
import org.sallyport.api.packet.Packet;

/** What a filter decides of one packet. */
public sealed interface Verdict {
    /**
     * Go on.
     *
     * @param packet the packet, changed or not; its id must stay
     */
    record Pass(Packet packet) implements Verdict {}

    /**
     * End here and tell the sender.
     *
     * @param code what the sender is told
     * @param rule which rule it was
     */
    record Reject(ErrorCode code, RuleId rule) implements Verdict {}

    /**
     * End here and tell nobody but the counters; a SIP sender gets a success all the same.
     *
     * @param rule which rule it was
     */
    record Drop(RuleId rule) implements Verdict {}
}
