package org.sallyport.adaptor.xmpp.stream;

import java.util.Arrays;
import java.util.Optional;
import org.sallyport.adaptor.xmpp.xml.StreamCondition;

/** Keeps labels of metrics within the known conditions, whatever a peer sends. */
final class StreamConditions {
    private StreamConditions() {}

    static Optional<String> known(String name) {
        return Arrays.stream(StreamCondition.values())
                .map(StreamCondition::token)
                .filter(name::equals)
                .findFirst();
    }
}
