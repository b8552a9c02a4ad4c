package org.sallyport.simulator.edge;

import java.util.Optional;
import org.sallyport.simulator.sip.SipMessage;

/** One response to a request of ours, or what stands for it when none came. */
record Answer(int status, boolean local, Optional<SipMessage> response) {
    static Answer of(SipMessage response) {
        return new Answer(response.status(), false, Optional.of(response));
    }

    static Answer madeUp(int status) {
        return new Answer(status, true, Optional.empty());
    }

    boolean provisional() {
        return status < 200;
    }

    boolean taken() {
        return status >= 200 && status < 300;
    }

    String diagnostics() {
        return response.flatMap(message -> message.header("ms-diagnostics-public")).orElse("");
    }
}
