package org.sallyport.adaptor.sip.transport;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.text.ParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.sip.address.SipURI;
import org.jspecify.annotations.Nullable;
import org.sallyport.api.address.Domain;
import org.sallyport.api.config.PeerSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transactions of one connection. A response counts only over the connection of its request, so
 * no peer can answer for another, and what a connection leaves open ends with it. Messages arrive
 * one after the other; requests of ours leave from any thread.
 */
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final int MAX_OPEN = 20_000;

    private final Connection connection;
    private final Hub hub;
    private final MessageReader reader = new MessageReader();
    private final SenderCheck senders;
    private final Map<String, ServerRequest> theirs = new ConcurrentHashMap<>();
    private final Map<String, ClientRequest> ours = new ConcurrentHashMap<>();
    private final AtomicLong swept = new AtomicLong(System.nanoTime());
    private volatile boolean ended;

    Exchange(Connection connection, Hub hub) {
        this.connection = connection;
        this.hub = hub;
        this.senders = new SenderCheck(connection);
    }

    /** Requests of either side that are not answered yet. */
    int openTransactions() {
        return theirs.size() + ours.size();
    }

    /** Takes a request of ours; returns whether the connection is still there. */
    boolean add(String key, ClientRequest request) {
        ours.put(key, request);
        if (ended) {
            ours.remove(key, request);
            return false;
        }
        return true;
    }

    /** A request of ours is over. */
    void remove(String key, ClientRequest request) {
        ours.remove(key, request);
    }

    /** A request of theirs is over. */
    void remove(String key, ServerRequest request) {
        theirs.remove(key, request);
    }

    /** The request of theirs with that key, or null. */
    @Nullable ServerRequest find(String key) {
        return theirs.get(key);
    }

    /** Handles one frame. In the order of the wire. */
    void receive(Frame frame) {
        switch (reader.read(frame)) {
            case MessageReader.Result.Flawed(Flaw flaw) -> refuse(frame.head(), flaw);
            case MessageReader.Result.Whole(SIPMessage message) -> {
                if (message instanceof SIPRequest request) {
                    request(request, frame);
                } else if (message instanceof SIPResponse response) {
                    response(response, frame);
                }
            }
        }
    }

    /** Tells the handler that the link is up or down. */
    void announce(boolean up) {
        if (up) {
            LOG.info("SIP link up: {} tls={}", connection, connection.identity().tls());
        }
        hub.linkChanged(connection.identity().label(), up, connection.toString());
        hub.handler().onLinkChange(connection, up);
    }

    /** The connection is gone, and all that came over it has been handled. */
    void end(String reason) {
        ended = true;
        ours.values().forEach(request -> request.connectionLost(reason));
        ours.clear();
        theirs.values().forEach(ServerRequest::forget);
        theirs.clear();
        announce(false);
    }

    /** Forgets requests of theirs that nobody answered. */
    void forgetOld() {
        long now = System.nanoTime();
        long limit = hub.limits().times().serverTransaction().toNanos();
        long last = swept.get();
        if (now - last > limit / 8 && swept.compareAndSet(last, now)) {
            for (ServerRequest request : theirs.values()) {
                if (now - request.arrivedAt() > limit) {
                    request.forget();
                    hub.meters().refusedMessage("unanswered");
                }
            }
        }
    }

    private void request(SIPRequest request, Frame frame) {
        String method = request.getMethod();
        Optional<Domain> from = senders.fromDomain(request);
        if (from.isEmpty()) {
            refuse(frame.head(), Flaw.UNREADABLE_HEADER);
            return;
        }
        Optional<PeerSettings> peer = connection.peerFor(from.get());
        if (peer.isEmpty() || !senders.assertedIdentitiesAreProven(frame.head())) {
            answer(frame.head(), 403, "foreign-sender");
            return;
        }
        ServerRequest inbound =
                new ServerRequest(
                        connection,
                        hub,
                        request,
                        frame,
                        new ServerRequest.Sender(from.get(), peer.get()));
        switch (method) {
            case "ACK" -> acknowledge(inbound);
            case "BENOTIFY" -> handUp(inbound);
            default -> open(inbound, frame);
        }
    }

    private void open(ServerRequest inbound, Frame frame) {
        String key = inbound.key();
        if (theirs.size() >= MAX_OPEN) {
            answer(frame.head(), 500, "too-many-open");
            return;
        }
        if (theirs.putIfAbsent(key, inbound) != null) {
            hub.meters()
                    .refusedMessage(
                            "repeated"); // over TLS nothing is lost, so this is a mistake of the
            // peer
            return;
        }
        noteSource(inbound.message());
        inbound.begin();
        handUp(inbound);
    }

    private void acknowledge(ServerRequest ack) {
        ServerRequest invite = theirs.get(ack.message().getTransactionId());
        if (invite != null
                && invite.method().equals("INVITE")
                && invite.acknowledge(ack.message())) {
            return;
        }
        handUp(ack);
    }

    private void handUp(ServerRequest inbound) {
        try {
            hub.handler().onRequest(inbound);
        } catch (RuntimeException | LinkageError e) {
            LOG.warn(
                    "a request could not be handled: link={} failure={}",
                    connection.id(),
                    e.getClass().getName());
            hub.meters().refusedMessage("handler-failed");
            inbound.respond(500);
        }
    }

    private void response(SIPResponse response, Frame frame) {
        if (response.getViaHeaders().size() != 1) { // RFC 3261 §8.1.3.3
            hub.meters().refusedMessage("foreign-response");
            return;
        }
        ClientRequest request = ours.get(response.getTransactionId());
        Answer answer = new Answer(connection, response, frame);
        if (request != null) {
            request.receive(answer);
            return;
        }
        boolean late =
                response.getStatusCode() / 100 == 2
                        && response.getCSeq().getMethod().equals("INVITE");
        if (late && speaksForCallee(response)) {
            hub.handler().onLateAnswer(answer);
        } else {
            hub.meters().refusedMessage("stray-response");
        }
    }

    /** Without a transaction to match, nothing else says that the answer is this peer's to give. */
    private boolean speaksForCallee(SIPResponse response) {
        return response.getTo().getAddress().getURI() instanceof SipURI uri
                && uri.getHost() != null
                && HostNames.domain(uri.getHost()).flatMap(connection::peerFor).isPresent();
    }

    private void refuse(RawHead head, Flaw flaw) {
        answer(head, flaw.status(), flaw.token());
        if (flaw.weight() == Flaw.Weight.LAST) {
            connection.closeAfterWriting(flaw.token());
        }
    }

    private void answer(RawHead head, int status, String reason) {
        hub.meters().refusedMessage(reason);
        Optional<byte[]> octets = PlainAnswer.of(head, status, hub.token());
        if (octets.isPresent()) {
            connection.write(new Outgoing(octets.get(), Outgoing.Fate.NONE));
        } else if (!head.isResponse()
                && !head.method().equals("ACK")
                && !head.method().equals("BENOTIFY")) {
            connection.closeAfterWriting(
                    reason); // the peer waits for an answer that cannot be made
        }
    }

    /** RFC 3261 §18.2.1: where the request really came from, if its Via says otherwise. */
    private void noteSource(SIPRequest request) {
        Via via = request.getTopmostVia();
        String address = connection.remote().getAddress().getHostAddress();
        try {
            if (via.hasParameter("rport")) {
                via.setParameter("rport", Integer.toString(connection.remote().getPort()));
                via.setParameter("received", address);
            } else if (!address.equals(via.getHost().toLowerCase(Locale.ROOT))) {
                via.setParameter("received", address);
            }
        } catch (ParseException e) {
            throw new IllegalStateException("an address and a port are no parameters", e);
        }
    }
}
