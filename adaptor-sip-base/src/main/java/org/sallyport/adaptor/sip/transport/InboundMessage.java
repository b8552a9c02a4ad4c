package org.sallyport.adaptor.sip.transport;

import java.util.List;

/** A message as it came. Immutable from here on: callers must not change the JAIN message in it. */
public interface InboundMessage {
    /** The connection that it came over. */
    SipLink link();

    /**
     * The values of a header as received, octet for octet (UTF-8, checked), in order, without the
     * name and without blanks around; one for each line, so a line with commas is one value. JAIN
     * re-encodes: route sets and whatever must be repeated unchanged are taken from here (MS-SIP
     * §1.6).
     *
     * @param name the full name; compact forms are found too
     */
    List<String> rawHeaders(String name);

    /**
     * The Record-Route entries in the order of the wire, one for each proxy, each octet for octet
     * as received.
     */
    default List<String> recordRoutes() {
        return RouteEntries.split(rawHeaders("Record-Route"));
    }

    /** The body, empty if there is none. Shared: do not write to it. */
    byte[] body();
}
