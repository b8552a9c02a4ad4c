package org.sallyport.adaptor.sip.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sallyport.api.config.PeerSettings;

/**
 * The state of one dialog (RFC 3261 §12), all of it ours: the stack's own dialogs are off. Used by
 * one thread at a time.
 */
final class Dialog {
    private static final long NONE = -1;

    private final Id id;
    private final Ends ends;
    private final List<String> routes;
    private final PeerSettings peer;
    private String target;
    private long localSequence;
    private long remoteSequence = NONE;
    private @Nullable Runnable onAcknowledged;

    Dialog(Id id, Ends ends, WireRequest.Target target, long localSequence) {
        this.id = id;
        this.ends = ends;
        this.routes = target.routes();
        this.peer = target.peer();
        this.target = target.uri();
        this.localSequence = localSequence;
    }

    Id id() {
        return id;
    }

    /** An answer of ours waits for its ACK; {@code heard} is called when that comes. */
    void awaitAcknowledgement(Runnable heard) {
        onAcknowledged = heard;
    }

    /** Whether an answer of ours still waits for its ACK. */
    boolean awaitsAcknowledgement() {
        return onAcknowledged != null;
    }

    /** The ACK came. */
    void acknowledged() {
        Runnable heard = onAcknowledged;
        onAcknowledged = null;
        if (heard != null) {
            heard.run();
        }
    }

    /** RFC 3261 §12.2.2: takes a request's number if it is higher than all before. */
    boolean takes(long sequence) {
        if (sequence <= remoteSequence) {
            return false;
        }
        remoteSequence = sequence;
        return true;
    }

    /** RFC 3261 §12.2.2: a re-INVITE may move the other end. */
    void retarget(String uri) {
        target = uri;
    }

    /** The next request of this dialog. */
    WireRequest request(
            String method, List<SipHeader> more, Optional<WireBody> body, Instant deadline) {
        localSequence++;
        return make(method, localSequence, more, body, deadline);
    }

    /** The ACK to a 2xx: its number is that of the INVITE (RFC 3261 §13.2.2.4). */
    WireRequest acknowledgement(long inviteSequence, List<SipHeader> more, Instant deadline) {
        return make("ACK", inviteSequence, more, Optional.empty(), deadline);
    }

    private WireRequest make(
            String method,
            long sequence,
            List<SipHeader> more,
            Optional<WireBody> body,
            Instant deadline) {
        List<SipHeader> headers = new ArrayList<>(more.size() + 4);
        headers.add(new SipHeader("From", ends.local()));
        headers.add(new SipHeader("To", ends.remote()));
        headers.add(new SipHeader("Call-ID", id.callId()));
        headers.add(new SipHeader("CSeq", sequence + " " + method));
        headers.addAll(more);
        return new WireRequest(
                method, new WireRequest.Target(target, routes, peer), headers, body, deadline);
    }

    /**
     * What names a dialog.
     *
     * @param callId the Call-ID
     * @param localTag our tag
     * @param remoteTag the peer's tag
     */
    record Id(String callId, String localTag, String remoteTag) {}

    /**
     * The two ends, as From and To of our requests, with tag and epid.
     *
     * @param local our end
     * @param remote the peer's end
     */
    record Ends(String local, String remote) {}
}
