package org.sallyport.adaptor.xmpp.stream;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.sallyport.api.address.Domain;

/**
 * Pings without an answer (XEP-0199). The answer comes on another stream than the ping, the one
 * that the peer opened. Bounded, since a stream has at most one ping out. Thread-safe.
 */
public final class Pings {
    private final ConcurrentMap<String, Waiting> waiting = new ConcurrentHashMap<>();

    private record Waiting(Domain peer, Runnable answered) {}

    void expect(String id, Domain peer, Runnable answered) {
        waiting.put(id, new Waiting(peer, answered));
    }

    void forget(String id) {
        waiting.remove(id);
    }

    /**
     * Notes an iq result or error; returns whether it was the answer to a ping. An error answers as
     * well as a result.
     */
    public boolean answered(String id, Domain from) {
        Waiting found = waiting.get(id);
        if (found == null || !found.peer().equals(from) || !waiting.remove(id, found)) {
            return false;
        }
        found.answered().run();
        return true;
    }
}
