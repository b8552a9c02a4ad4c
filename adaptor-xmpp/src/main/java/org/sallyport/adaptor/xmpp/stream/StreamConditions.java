package org.sallyport.adaptor.xmpp.stream;

import java.util.Arrays;
import org.sallyport.adaptor.xmpp.xml.StreamCondition;
import org.sallyport.adaptor.xmpp.xml.XmlElement;

/** Keeps labels of metrics within the known conditions, whatever a peer sends. */
final class StreamConditions {
    private StreamConditions() {}

    static String label(XmlElement error) {
        return error.children().stream()
                .map(XmlElement::name)
                .filter(StreamConditions::isKnown)
                .findFirst()
                .orElse("other");
    }

    private static boolean isKnown(String name) {
        return Arrays.stream(StreamCondition.values())
                .anyMatch(condition -> condition.token().equals(name));
    }
}
