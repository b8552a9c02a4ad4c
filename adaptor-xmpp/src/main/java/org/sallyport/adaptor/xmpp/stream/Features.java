package org.sallyport.adaptor.xmpp.stream;

import org.sallyport.adaptor.xmpp.xml.StreamCondition;
import org.sallyport.adaptor.xmpp.xml.StreamFault;
import org.sallyport.adaptor.xmpp.xml.StreamHeader;
import org.sallyport.adaptor.xmpp.xml.XmlElement;

/** What a peer offers (RFC 6120 §4.3). */
final class Features {
    private static final int SMALLEST_LIMIT = 10_000;

    private Features() {}

    /** The element if it holds features; a fault if something else came in their place. */
    static XmlElement of(XmlElement element) throws StreamFault {
        if (!element.is(StreamHeader.STREAMS, "features")) {
            throw unexpected();
        }
        return element;
    }

    /** The peer does not keep to the order of negotiation. */
    static StreamFault unexpected() {
        return new StreamFault(
                StreamCondition.BAD_FORMAT, "the peer sent something that was not due");
    }

    static boolean offersExternal(XmlElement features) {
        return features.child(Protocol.SASL, "mechanisms").stream()
                .flatMap(all -> all.children().stream())
                .anyMatch(mechanism -> mechanism.text().equals("EXTERNAL"));
    }

    /** The smaller of our limit and the one that the peer tells (XEP-0478). */
    static int maxOctets(XmlElement features, int ours) {
        return features.child(Protocol.LIMITS, "limits")
                .flatMap(limits -> limits.child(Protocol.LIMITS, "max-bytes"))
                .map(XmlElement::text)
                .filter(text -> text.matches("\\d{1,9}"))
                .map(text -> Math.min(ours, Math.max(SMALLEST_LIMIT, Integer.parseInt(text))))
                .orElse(ours);
    }
}
