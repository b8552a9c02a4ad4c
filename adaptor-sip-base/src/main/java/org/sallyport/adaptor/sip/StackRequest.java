package org.sallyport.adaptor.sip;

import java.util.List;
import java.util.Optional;
import javax.sip.header.ToHeader;
import org.sallyport.adaptor.sip.session.IncomingRequest;
import org.sallyport.adaptor.sip.session.Reply;
import org.sallyport.adaptor.sip.transport.InboundRequest;

/** A request of a peer as sessions see it. */
final class StackRequest implements IncomingRequest {
    private final InboundRequest request;

    StackRequest(InboundRequest request) {
        this.request = request;
    }

    @Override
    public String method() {
        return request.method();
    }

    @Override
    public String uri() {
        return request.request().getRequestURI().toString();
    }

    @Override
    public List<String> headers(String name) {
        return request.rawHeaders(name);
    }

    @Override
    public byte[] body() {
        return request.body();
    }

    @Override
    public Sender sender() {
        return new Sender(request.link().linkFor(request.fromDomain()), request.peer());
    }

    @Override
    public String localTag() {
        ToHeader to = (ToHeader) request.response(200).getHeader(ToHeader.NAME);
        String tag = to == null ? null : to.getTag();
        return tag == null ? "" : tag;
    }

    @Override
    public Optional<IncomingRequest> cancels() {
        return request.cancels().map(StackRequest::new);
    }

    @Override
    public boolean answer(Reply reply) {
        if (!request.isAnswerable()) {
            return false;
        }
        try {
            return request.respond(JainText.complete(request.response(reply.status()), reply));
        } catch (IllegalArgumentException e) {
            // A fault of ours, but the peer waits: better a bare answer than none.
            request.respond(reply.status() < 300 ? 500 : reply.status());
            return false;
        }
    }

    @Override
    public boolean repeat() {
        return request.repeat();
    }
}
