package org.sallyport.adaptor.sip.transport;

import gov.nist.javax.sip.header.RecordRoute;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.SIPServerTransaction;
import java.io.IOException;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sip.ObjectInUseException;
import javax.sip.SipException;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;
import org.sallyport.api.address.Domain;
import org.sallyport.api.config.PeerSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request of a peer with its transaction. */
final class ServerRequest implements InboundRequest {
    private static final Logger LOG = LoggerFactory.getLogger(ServerRequest.class);

    /** Methods whose good answers make a dialog and carry the route set back (RFC 3261 §12.1.1). */
    private static final Set<String> OPENING =
            Set.of(Request.INVITE, Request.SUBSCRIBE, Request.REFER);

    private final Connection connection;
    private final Hub hub;
    private final SIPRequest request;
    private final Frame frame;
    private final Sender sender;
    private final long arrivedAt = System.nanoTime();
    private @Nullable SIPServerTransaction transaction;
    private @Nullable String toTag;
    private boolean over;
    private boolean answered;
    private volatile byte @Nullable [] accepted;

    ServerRequest(Connection connection, Hub hub, SIPRequest request, Frame frame, Sender sender) {
        this.connection = connection;
        this.hub = hub;
        this.request = request;
        this.frame = frame;
        this.sender = sender;
    }

    /**
     * Who sent it.
     *
     * @param domain the domain of From
     * @param peer who speaks for it
     */
    record Sender(Domain domain, PeerSettings peer) {}

    /** Opens the transaction: from now on an answer is possible. */
    synchronized void begin() {
        JainStack stack = hub.stack();
        TransactionChannel channel =
                new TransactionChannel(stack, connection.remote(), this::write);
        SIPServerTransaction opened = stack.createServerTransaction(channel);
        opened.setOriginalRequest(request);
        opened.setRequestInterface((message, source) -> {});
        opened.addEventListener(event -> hub.later(this::forget));
        opened.processRequest(request, channel);
        try {
            stack.addTransaction(opened);
        } catch (IOException e) {
            throw new IllegalStateException("a server transaction cannot be opened", e);
        }
        transaction = opened;
    }

    SIPRequest message() {
        return request;
    }

    /** What tells this transaction from others of its connection. */
    String key() {
        return request.getTransactionId();
    }

    /** When it came, by {@link System#nanoTime}. */
    long arrivedAt() {
        return arrivedAt;
    }

    /** Takes the ACK of a refused INVITE; returns whether it was that. */
    synchronized boolean acknowledge(SIPRequest ack) {
        SIPServerTransaction current = transaction;
        if (!answered || current == null) {
            return false;
        }
        current.processRequest(ack, current.getMessageChannel());
        forget();
        return true;
    }

    /** Ends the transaction without a word. */
    synchronized void forget() {
        over = true;
        connection.exchange().remove(key(), this);
        SIPServerTransaction current = transaction;
        if (current != null) {
            transaction = null;
            try {
                current.terminate();
            } catch (ObjectInUseException | RuntimeException e) {
                LOG.debug(
                        "a server transaction ends later: link={} failure={}",
                        connection.id(),
                        e.getClass().getName());
            }
        }
    }

    @Override
    public SipLink link() {
        return connection;
    }

    @Override
    public List<String> rawHeaders(String name) {
        return frame.head().values(name);
    }

    @Override
    public byte[] body() {
        return frame.body();
    }

    @Override
    public Request request() {
        return request;
    }

    @Override
    public Domain fromDomain() {
        return sender.domain();
    }

    @Override
    public PeerSettings peer() {
        return sender.peer();
    }

    @Override
    public boolean isAnswerable() {
        return !method().equals("ACK") && !method().equals("BENOTIFY");
    }

    @Override
    public Response response(int status) {
        SIPResponse response = request.createResponse(status);
        if (status != 100 && response.getToTag() == null) {
            try {
                response.getTo().setTag(ourTag());
            } catch (ParseException e) {
                throw new IllegalStateException("a token is a tag", e);
            }
        }
        return response;
    }

    @Override
    public synchronized boolean respond(Response response) {
        SIPServerTransaction current = transaction;
        if (over || current == null || !connection.isOpen()) {
            return false;
        }
        int status = response.getStatusCode();
        boolean last = status >= 200;
        over = last;
        try {
            current.sendResponse(response);
        } catch (SipException | IllegalArgumentException e) {
            LOG.warn(
                    "an answer could not be sent: link={} status={} failure={}",
                    connection.id(),
                    status,
                    e.getClass().getName());
            hub.meters().refusedMessage("answer-not-sent");
            over = false;
            if (status != 500 && connection.isOpen()) {
                respond(response(500)); // a fault of ours, but the peer waits for an answer
            }
            return false;
        }
        if (last) {
            answered = method().equals(Request.INVITE) && status >= 300; // its ACK is still to come
            if (!answered) {
                forget();
            }
        }
        return true;
    }

    @Override
    public boolean repeat() {
        byte[] octets = accepted;
        return octets != null
                && connection.isOpen()
                && connection.write(new Outgoing(octets, Outgoing.Fate.NONE));
    }

    @Override
    public Optional<InboundRequest> cancels() {
        if (!method().equals(Request.CANCEL)) {
            return Optional.empty();
        }
        String key = key();
        ServerRequest invite =
                connection.exchange().find(key.substring(0, key.length() - ":cancel".length()));
        return Optional.ofNullable(invite)
                .filter(found -> found.method().equals(Request.INVITE) && found.isUnanswered())
                .map(found -> found);
    }

    private synchronized boolean isUnanswered() {
        return !over;
    }

    private synchronized String ourTag() {
        if (toTag == null) {
            toTag = hub.token();
        }
        return toTag;
    }

    /**
     * Record-Route goes back as it came, octet for octet: the peer checks it when it returns as a
     * route.
     */
    private void write(SIPMessage message) throws IOException {
        message.removeHeader(RecordRoute.NAME);
        boolean opens =
                OPENING.contains(method())
                        && message instanceof SIPResponse response
                        && response.getStatusCode() > 100
                        && response.getStatusCode() < 300;
        List<String> routes = opens ? rawHeaders(RecordRoute.NAME) : List.of();
        byte[] octets = MessageWriter.octets(message, RecordRoute.NAME, routes);
        if (method().equals(Request.INVITE)
                && message instanceof SIPResponse response
                && response.getStatusCode() / 100 == 2) {
            accepted = octets;
        }
        if (!connection.write(new Outgoing(octets, Outgoing.Fate.NONE))) {
            if (connection.isOpen()) {
                connection.close(); // an answer that finds no room is an answer lost: the peer must
                // know
            }
            throw new IOException("the connection takes no more");
        }
    }
}
