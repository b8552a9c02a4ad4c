package org.sallyport.adaptor.sip.transport;

import gov.nist.javax.sip.message.SIPResponse;
import java.util.List;
import javax.sip.message.Response;

/** A response as it came. */
final class Answer implements InboundResponse {
    private final SipLink link;
    private final SIPResponse response;
    private final Frame frame;

    Answer(SipLink link, SIPResponse response, Frame frame) {
        this.link = link;
        this.response = response;
        this.frame = frame;
    }

    /** The same response for the transaction layer. */
    SIPResponse message() {
        return response;
    }

    @Override
    public SipLink link() {
        return link;
    }

    @Override
    public Response response() {
        return response;
    }

    @Override
    public List<String> rawHeaders(String name) {
        return frame.head().values(name);
    }

    @Override
    public byte[] body() {
        return frame.body();
    }
}
