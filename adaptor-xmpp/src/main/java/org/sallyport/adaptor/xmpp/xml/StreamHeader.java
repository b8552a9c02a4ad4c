package org.sallyport.adaptor.xmpp.xml;

import java.util.Optional;

/**
 * The start tag of a stream (RFC 6120 §4.7).
 *
 * @param from who sends, as written
 * @param to whom it is for, as written
 * @param id the stream id of a response; empty counts as none
 * @param version the version as written
 */
public record StreamHeader(
        Optional<String> from, Optional<String> to, Optional<String> id, Optional<String> version) {
    /** The namespace of streams. */
    public static final String STREAMS = "http://etherx.jabber.org/streams";

    /** The namespace of stanzas between servers. */
    public static final String SERVER = "jabber:server";

    /** Whether the other side speaks XMPP 1.0; without it there are no features. */
    public boolean isVersionOne() {
        return version.filter(text -> text.startsWith("1.")).isPresent();
    }
}
