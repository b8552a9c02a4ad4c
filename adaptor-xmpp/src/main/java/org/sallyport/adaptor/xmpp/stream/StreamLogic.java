package org.sallyport.adaptor.xmpp.stream;

import javax.net.ssl.SSLSession;
import org.sallyport.adaptor.xmpp.xml.StreamFault;
import org.sallyport.adaptor.xmpp.xml.StreamFramer;

/**
 * What one end of a stream does with what happens on its connection; called on the connection's
 * event loop.
 */
interface StreamLogic extends StreamFramer.Listener {
    /** TLS is up. */
    void secured(SSLSession session) throws StreamFault;

    /** The peer broke a rule; the stream is to be ended. */
    void failed(StreamFault fault);

    /**
     * The connection is gone; called once, last. {@code why} is one sentence for administrators.
     */
    void gone(String why);

    /** The connection can take more, after it could not. */
    default void writable() {}
}
