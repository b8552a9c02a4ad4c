package org.sallyport.adaptor.sip;

import java.util.List;
import org.sallyport.adaptor.sip.address.BadSipAddressException;
import org.sallyport.adaptor.sip.address.SipAddresses;
import org.sallyport.adaptor.sip.session.Wire;
import org.sallyport.adaptor.sip.session.WireAnswer;
import org.sallyport.adaptor.sip.session.WireRequest;
import org.sallyport.adaptor.sip.transport.InboundResponse;
import org.sallyport.adaptor.sip.transport.OutboundRequest;
import org.sallyport.adaptor.sip.transport.ResponseHandler;
import org.sallyport.adaptor.sip.transport.SendFailure;
import org.sallyport.adaptor.sip.transport.SentRequest;
import org.sallyport.adaptor.sip.transport.SipTransport;
import org.sallyport.api.address.Domain;
import org.sallyport.api.outcome.Outcome;

/** The sessions' way out over the transport. */
final class StackWire implements Wire {
    private final SipTransport transport;

    StackWire(SipTransport transport) {
        this.transport = transport;
    }

    @Override
    public Sent send(WireRequest request, Answers answers) {
        OutboundRequest outbound;
        try {
            outbound = outbound(request);
        } catch (IllegalArgumentException e) {
            answers.onFailure(
                    new SendFailure(
                            SendFailure.Reason.INVALID,
                            Outcome.Certainty.NOT_TAKEN,
                            "a request could not be written"));
            return () -> {};
        }
        SentRequest sent =
                transport.send(
                        outbound,
                        new ResponseHandler() {
                            @Override
                            public void onFinal(InboundResponse response) {
                                answers.onFinal(new StackAnswer(response));
                            }

                            @Override
                            public void onFailure(SendFailure failure) {
                                answers.onFailure(failure);
                            }
                        });
        return sent::cancel;
    }

    @Override
    public void sendStateless(WireRequest request) {
        OutboundRequest outbound;
        try {
            outbound = outbound(request);
        } catch (IllegalArgumentException e) {
            return; // the peer's Contact is none: it hears no ACK and ends the session itself
        }
        transport.sendStateless(outbound);
    }

    @Override
    public String hostFor(Domain served) {
        try {
            return SipAddresses.host(transport.hostFor(served));
        } catch (BadSipAddressException e) {
            throw new IllegalStateException("a served domain has a host name that is none", e);
        }
    }

    @Override
    public int port() {
        return transport.listening().port();
    }

    private static OutboundRequest outbound(WireRequest request) {
        return new OutboundRequest(
                JainText.request(request),
                request.target().routes(),
                request.target().peer(),
                request.deadline());
    }

    /**
     * An answer as sessions see it.
     *
     * @param response as the transport gave it
     */
    record StackAnswer(InboundResponse response) implements WireAnswer {
        @Override
        public int status() {
            return response.status();
        }

        @Override
        public String reason() {
            String reason = response.response().getReasonPhrase();
            return reason == null ? "" : reason;
        }

        @Override
        public List<String> headers(String name) {
            return response.rawHeaders(name);
        }

        @Override
        public String toString() {
            return "StackAnswer[" + status() + "]";
        }
    }
}
