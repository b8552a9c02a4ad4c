package org.sallyport.adaptor.sip.transport;

import java.time.Instant;
import org.sallyport.adaptor.sip.transport.SendFailure.Reason;

/** Something that waits for a connection. */
interface Parcel {
    /** Nothing of it is written after this. */
    Instant deadline();

    /** There is a connection: be written. */
    void begin(Connection connection);

    /** There is none to be had. Nothing, if it was written or failed before. */
    void failUnwritten(Reason reason, String explanation);
}
