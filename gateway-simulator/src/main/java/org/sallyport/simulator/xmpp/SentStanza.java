package org.sallyport.simulator.xmpp;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What becomes of one stanza a simulated user or the domain itself sent. */
public final class SentStanza {
    private final String id;
    private final String from;
    private final String to;
    private final CompletableFuture<@Nullable Void> written = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> acknowledged = new CompletableFuture<>();
    private final CompletableFuture<StanzaError> error = new CompletableFuture<>();
    private final CompletableFuture<XmlElement> answer = new CompletableFuture<>();

    SentStanza(String id, String from, String to) {
        this.id = id;
        this.from = from;
        this.to = to;
    }

    /** The id it carries on the wire. */
    public String id() {
        return id;
    }

    /** The address it was sent to. */
    public String to() {
        return to;
    }

    String from() {
        return from;
    }

    /** Completes when the octets were handed to the operating system on an authenticated stream. */
    public CompletableFuture<@Nullable Void> written() {
        return written;
    }

    /**
     * Completes when the peer confirmed it (XEP-0198). Never for the stanzas that opened the
     * stream: as Prosody, the simulated server writes those before it asks for acknowledgements.
     */
    public CompletableFuture<@Nullable Void> acknowledged() {
        return acknowledged;
    }

    /**
     * Completes if, and when, it came back as an error; whether from the peer or from our own
     * server.
     */
    public CompletableFuture<StanzaError> error() {
        return error;
    }

    /** Completes with the result of an iq request. */
    public CompletableFuture<XmlElement> answer() {
        return answer;
    }
}
