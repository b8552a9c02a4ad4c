package org.sallyport.simulator.edge;

import java.util.function.IntConsumer;
import org.sallyport.simulator.sip.SipConnection;
import org.sallyport.simulator.sip.SipMessage;

/**
 * A request with the connection it came on, which is where its responses go.
 *
 * @param verified whether its sender counts as verified (MS-SIP §1.4)
 * @param ended is told each final status
 * @param speech how its responses are written
 */
record Incoming(
        SipConnection connection,
        SipMessage message,
        boolean verified,
        IntConsumer ended,
        Speech speech) {
    void answer(SipMessage response) {
        if (response.status() >= 200) {
            ended.accept(response.status());
        }
        if (connection.open()) {
            connection.send(response);
        }
    }

    @Override
    public String toString() {
        return "Incoming[" + message + "]";
    }
}
