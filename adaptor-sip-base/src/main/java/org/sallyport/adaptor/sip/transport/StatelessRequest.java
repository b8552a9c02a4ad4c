package org.sallyport.adaptor.sip.transport;

import gov.nist.javax.sip.message.SIPRequest;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sallyport.adaptor.sip.transport.SendFailure.Reason;

/** A request without transaction: an ACK to a 2xx. */
final class StatelessRequest implements Parcel, Outgoing.Fate {
    private final OutboundRequest outbound;
    private final TransportMeters meters;
    private final AtomicBoolean over = new AtomicBoolean();

    StatelessRequest(OutboundRequest outbound, TransportMeters meters) {
        this.outbound = outbound;
        this.meters = meters;
    }

    @Override
    public Instant deadline() {
        return outbound.deadline();
    }

    @Override
    public void begin(Connection connection) {
        byte[] octets =
                MessageWriter.octets((SIPRequest) outbound.request(), "Route", outbound.routes());
        if (!connection.write(new Outgoing(octets, this))) {
            discarded();
        }
    }

    @Override
    public void failUnwritten(Reason reason, String explanation) {
        if (over.compareAndSet(false, true)) {
            meters.failedRequest(reason.token());
        }
    }

    @Override
    public boolean mayLeave(Instant now) {
        return !now.isAfter(outbound.deadline()) && over.compareAndSet(false, true);
    }

    @Override
    public void discarded() {
        failUnwritten(Reason.CONNECTION_LOST, "");
    }
}
