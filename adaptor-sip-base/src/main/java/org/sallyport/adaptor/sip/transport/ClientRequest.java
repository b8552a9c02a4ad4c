package org.sallyport.adaptor.sip.transport;

import gov.nist.javax.sip.header.MaxForwards;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPClientTransaction;
import gov.nist.javax.sip.stack.SIPDialog;
import gov.nist.javax.sip.stack.ServerResponseInterface;
import java.io.IOException;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.sip.InvalidArgumentException;
import javax.sip.ObjectInUseException;
import javax.sip.SipException;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;
import org.sallyport.adaptor.sip.transport.SendFailure.Reason;
import org.sallyport.api.outcome.Outcome.Certainty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request of ours with its transaction. Tells its handler exactly once how it ended. */
@SuppressWarnings({
    "FutureReturnValueIgnored",
    "ReferenceEquality"
}) // a late deadline does nothing; our request is meant, not an equal one
final class ClientRequest implements SentRequest, Parcel, ServerResponseInterface, Outgoing.Fate {
    private static final Logger LOG = LoggerFactory.getLogger(ClientRequest.class);
    private static final long AFTER_CANCEL_SECONDS = 32; // RFC 3261 §9.1: 64 * T1

    private final OutboundRequest outbound;
    private final SIPRequest request;
    private final ResponseHandler handler;
    private final Hub hub;
    private volatile boolean over;
    private boolean written;
    private volatile @Nullable Connection connection;
    private @Nullable SIPClientTransaction transaction;
    private @Nullable Answer current;
    private @Nullable Answer due;
    private boolean wantsCancel;
    private boolean cancelled;
    private boolean proceeding;

    ClientRequest(OutboundRequest outbound, ResponseHandler handler, Hub hub) {
        this.outbound = outbound;
        this.request = (SIPRequest) outbound.request();
        this.handler = handler;
        this.hub = hub;
    }

    @Override
    public Instant deadline() {
        return outbound.deadline();
    }

    boolean isOver() {
        return over;
    }

    /** Puts our Via on a request, and Max-Forwards if it is missing. */
    static void address(SIPRequest request, String host, int port, String branch)
            throws ParseException, InvalidArgumentException {
        Via via = new Via();
        via.setHost(host);
        via.setPort(port);
        via.setTransport("TLS");
        via.setBranch(branch);
        request.setHeader(via);
        request.removeHeader("Route");
        if (request.getMaxForwards() == null) {
            request.setHeader(new MaxForwards(70));
        }
    }

    /** Sends it over an open connection. */
    @Override
    public void begin(Connection over) {
        if (isOver()) {
            return;
        }
        TransactionChannel channel =
                new TransactionChannel(hub.stack(), over.remote(), message -> write(over, message));
        SIPClientTransaction opened;
        synchronized (this) {
            connection = over;
            opened = hub.stack().createClientTransaction(request, channel);
            opened.addEventListener(event ->
                    hub.later(() -> fail(Reason.TIMEOUT, "the peer did not answer in time")));
            opened.setResponseInterface(this);
            transaction = opened;
        }
        if (!over.exchange().add(key(), this)) {
            fail(Reason.CONNECTION_LOST, "the connection ended before the request was written");
            return;
        }
        hub.stack().addTransaction(opened);
        try {
            opened.sendMessage(request);
        } catch (IOException e) {
            Reason reason = over.isOpen() ? Reason.OVERLOADED : Reason.CONNECTION_LOST;
            fail(reason, "the connection takes no more");
        } catch (RuntimeException e) {
            fail(Reason.INVALID, "the request cannot be encoded: " + e.getClass().getName());
        }
        if (isOver()) {
            end();
        }
    }

    /** Takes an answer. In the order of the wire. */
    void receive(Answer answer) {
        SIPClientTransaction opened;
        synchronized (this) {
            opened = transaction;
            current = answer;
        }
        boolean fits = answer.message().getCSeq().getMethod().equals(request.getMethod());
        if (opened == null || isOver() || !fits) {
            hub.meters().refusedMessage("stray-response");
            return;
        }
        opened.processResponse(answer.message(), opened.getMessageChannel(), null);
        Answer passed;
        synchronized (this) {
            passed = due;
            due = null;
        }
        if (passed != null) {
            deliver(passed); // here, where no lock of the transaction layer is held
        }
    }

    /** The connection ended. */
    void connectionLost(String reason) {
        fail(Reason.CONNECTION_LOST, "the connection ended before the answer: " + reason);
    }

    /** Ends it without an answer, if it has not ended. */
    void fail(Reason reason, String explanation) {
        Certainty certainty;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            certainty = written ? Certainty.UNKNOWN : Certainty.NOT_TAKEN;
        }
        end();
        hub.meters().failedRequest(reason.token());
        tell(() -> handler.onFailure(new SendFailure(reason, certainty, explanation)));
    }

    /** Ends it if nothing of it was written. */
    @Override
    public void failUnwritten(Reason reason, String explanation) {
        synchronized (this) {
            if (written || over) {
                return;
            }
            over = true;
        }
        end();
        hub.meters().failedRequest(reason.token());
        tell(() -> handler.onFailure(new SendFailure(reason, Certainty.NOT_TAKEN, explanation)));
    }

    @Override
    public synchronized boolean mayLeave(Instant now) {
        if (over || now.isAfter(outbound.deadline())) {
            return false;
        }
        written = true;
        return true;
    }

    @Override
    public void discarded() {
        Connection used = connection;
        if (used == null || used.isOpen()) {
            failUnwritten(Reason.DEADLINE, "the time ran out before the request could be written");
        } else {
            failUnwritten(
                    Reason.CONNECTION_LOST, "the connection ended before the request was written");
        }
    }

    @Override
    public Optional<SipLink> link() {
        return Optional.ofNullable(connection);
    }

    @Override
    public void cancel() {
        boolean now;
        synchronized (this) {
            wantsCancel = true;
            now = proceeding && !cancelled;
            cancelled |= now;
        }
        if (now) {
            sendCancel();
        } else {
            failUnwritten(Reason.CANCELLED, "the request was cancelled before it was written");
        }
    }

    /** Called by the transaction layer for answers that change its state. */
    @Override
    public synchronized void processResponse(
            SIPResponse response, MessageChannel channel, @Nullable SIPDialog dialog) {
        due = current;
    }

    @Override
    public void processResponse(SIPResponse response, MessageChannel channel) {
        processResponse(response, channel, null);
    }

    private void deliver(Answer answer) {
        if (answer.status() >= 200) {
            synchronized (this) {
                if (over) {
                    return;
                }
                over = true;
            }
            end();
            tell(() -> handler.onFinal(answer));
            return;
        }
        if (answer.status() > 100) {
            tell(() -> handler.onProvisional(answer));
        }
        boolean now;
        synchronized (this) {
            proceeding = request.getMethod().equals(Request.INVITE);
            now = proceeding && wantsCancel && !cancelled;
            cancelled |= now;
        }
        if (now) {
            sendCancel();
        }
    }

    private String key() {
        return request.getTransactionId();
    }

    /**
     * What the transaction layer writes: the request itself, its ACK, its CANCEL; all take the same
     * routes.
     */
    private void write(Connection over, SIPMessage message) throws IOException {
        List<String> routes = outbound.routes();
        byte[] octets = MessageWriter.octets(message, "Route", routes);
        if (!over.write(new Outgoing(octets, message == request ? this : Outgoing.Fate.NONE))) {
            throw new IOException("the connection takes no more");
        }
    }

    private void sendCancel() {
        Connection used = connection;
        SIPClientTransaction opened;
        synchronized (this) {
            opened = transaction;
        }
        if (used == null || opened == null || isOver()) {
            return;
        }
        try {
            SIPRequest cancel = (SIPRequest) opened.createCancel();
            OutboundRequest same =
                    new OutboundRequest(cancel, outbound.routes(), outbound.peer(), Instant.MAX);
            new ClientRequest(same, new Ignored(), hub).begin(used);
        } catch (SipException e) {
            LOG.debug("an INVITE cannot be cancelled: link={}", used.id());
        }
        hub.context()
                .time()
                .scheduler()
                .schedule(
                        () ->
                                hub.later(() ->
                                        fail(
                                                Reason.TIMEOUT,
                                                "the peer did not end a cancelled request")),
                        AFTER_CANCEL_SECONDS,
                        TimeUnit.SECONDS);
    }

    /**
     * Leaves nothing behind in tables. The transaction layer itself acknowledges what it must
     * before.
     */
    private void end() {
        Connection used = connection;
        if (used != null) {
            used.exchange().remove(key(), this);
        }
        SIPClientTransaction opened;
        synchronized (this) {
            opened = transaction;
            transaction = null;
        }
        if (opened != null) {
            try {
                opened.terminate();
            } catch (ObjectInUseException | RuntimeException e) {
                LOG.debug(
                        "a client transaction ends later: failure={}",
                        e.getClass().getName()); // or is stopped already
            }
        }
    }

    private static void tell(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("an answer could not be handled: failure={}", e.getClass().getName());
        }
    }

    /** The answer to a CANCEL says nothing that the INVITE's own answer does not. */
    private static final class Ignored implements ResponseHandler {
        @Override
        public void onFinal(InboundResponse response) {}

        @Override
        public void onFailure(SendFailure failure) {}
    }
}
