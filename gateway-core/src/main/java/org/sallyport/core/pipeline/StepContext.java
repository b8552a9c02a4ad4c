package org.sallyport.core.pipeline;

import java.time.InstantSource;
import org.sallyport.api.filter.FilterContext;
import org.sallyport.api.link.AdaptorName;
import org.sallyport.api.link.Link;
import org.sallyport.api.packet.Packet;

/** What one call of one filter sees and may do; of no use after the call. */
final class StepContext implements FilterContext {
    private final Passage passage;
    private final Packet judged;
    private final InstantSource clock;
    private final Passage.Originator originator;
    private int answers;
    private volatile boolean over;

    StepContext(
            Passage passage, Packet judged, InstantSource clock, Passage.Originator originator) {
        this.passage = passage;
        this.judged = judged;
        this.clock = clock;
        this.originator = originator;
    }

    @Override
    public AdaptorName origin() {
        return passage.source().origin();
    }

    @Override
    public AdaptorName target() {
        return passage.target();
    }

    @Override
    public Link link() {
        return passage.source().link();
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public boolean rehearsal() {
        return passage.rehearsal();
    }

    /**
     * Sends a packet of the filter's own.
     *
     * @throws IllegalStateException after the call that this context belongs to, or for more than
     *     {@value PipelineLimits#ANSWERS_PER_CALL} packets
     * @throws IllegalArgumentException if the packet has the id of the one that is judged
     */
    @Override
    public void answer(Packet packet) {
        if (over || ++answers > PipelineLimits.ANSWERS_PER_CALL) {
            throw new IllegalStateException("no packet can be sent from here any more");
        }
        if (packet.id().equals(judged.id())) {
            throw new IllegalArgumentException("an answer needs an id of its own");
        }
        if (!passage.rehearsal()) {
            originator.originate(packet, judged, passage);
        }
    }

    /** The call has ended, or was given up. */
    void end() {
        over = true;
    }
}
