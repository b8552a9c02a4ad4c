package org.sallyport.simulator.edge;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sallyport.simulator.sip.SipMessage;

/**
 * One session between a simulated user and a partner's user (RFC 3261 §12). Belongs to the Edge's
 * thread.
 */
final class Dialog {
    private final String callId;
    private final String local;
    private final String localTag;
    private String remote;
    private String remoteTag = "";
    private String target;
    private List<String> routes = List.of();
    private List<String> expectedRoutes = List.of();
    private Set<String> acceptTypes = Set.of();
    private long cseq;
    private long inviteCseq;
    private long remoteCseq = -1;
    private @Nullable SipMessage lastAck;
    private SimulatorClock.Timer idle = () -> {};
    private boolean confirmed;
    private boolean dead;

    Dialog(String callId, String local, String localTag, String remote) {
        this.callId = callId;
        this.local = local;
        this.localTag = localTag;
        this.remote = remote;
        this.target = "";
    }

    /** Completes what the far side's answer or request tells. */
    void meet(String remoteValue, String remoteTagValue, String contact) {
        remote = remoteValue;
        remoteTag = remoteTagValue;
        target = contact;
    }

    void routing(List<String> toSend, List<String> expected) {
        routes = List.copyOf(toSend);
        expectedRoutes = List.copyOf(expected);
    }

    void accepts(Set<String> types) {
        acceptTypes = Set.copyOf(types);
    }

    boolean accepts(String type) {
        return acceptTypes.contains(type) || acceptTypes.contains("*");
    }

    String callId() {
        return callId;
    }

    String local() {
        return local;
    }

    String localTag() {
        return localTag;
    }

    String remote() {
        return remote;
    }

    String remoteTag() {
        return remoteTag;
    }

    String target() {
        return target;
    }

    List<String> routes() {
        return routes;
    }

    List<String> expectedRoutes() {
        return expectedRoutes;
    }

    long nextCseq() {
        return ++cseq;
    }

    void inviteSent() {
        inviteCseq = cseq;
    }

    long inviteCseq() {
        return inviteCseq;
    }

    /** Whether the number is higher than all before it; remembers it if so. */
    boolean rises(long number) {
        if (number <= remoteCseq) {
            return false;
        }
        remoteCseq = number;
        return true;
    }

    @Nullable SipMessage lastAck() {
        return lastAck;
    }

    void lastAck(SipMessage ack) {
        lastAck = ack;
    }

    /**
     * Whether the ACK has passed. Before it, a request could overtake the 200 on another connection
     * and find nothing.
     */
    boolean confirmed() {
        return confirmed;
    }

    void confirm() {
        confirmed = true;
    }

    boolean dead() {
        return dead;
    }

    void die() {
        dead = true;
        idle.cancel();
    }

    /** Starts the idle timer anew. */
    void active(EdgeCore core, Duration span, Runnable whenIdle) {
        idle.cancel();
        if (!dead) {
            idle = core.after(span, whenIdle);
        }
    }

    static String key(String callId, String localTag, String remoteTag) {
        return callId + " " + localTag + " " + remoteTag;
    }

    String key() {
        return key(callId, localTag, remoteTag);
    }

    @Override
    public String toString() {
        return "Dialog";
    }
}
