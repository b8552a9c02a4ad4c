package org.sallyport.adaptor.xmpp.stream;

import org.sallyport.api.error.ErrorCode;

/** Who hears what becomes of a stream that we open; on the stream's event loop. */
interface StreamOwner {
    /** Stanzas may be written now. */
    void ready(OutboundStream stream);

    /** The stream ended without ever having been ready. */
    void refused(ErrorCode code, String why);

    /** The stream ended after it had been ready. */
    void ended(OutboundStream stream, String why);

    /** The stream takes stanzas again. */
    void writable(OutboundStream stream);
}
