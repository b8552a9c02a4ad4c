package org.sallyport.adaptor.sip.transport;

import javax.sip.message.Response;

/** An answer to a request of ours. */
public interface InboundResponse extends InboundMessage {
    /** The parsed response. */
    Response response();

    /** Its status, 101 to 699. */
    default int status() {
        return response().getStatusCode();
    }
}
