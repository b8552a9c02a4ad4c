package org.sallyport.api.network;

import java.net.InetAddress;
import java.util.List;

/** DNS look-ups. May block for a few seconds: call from a virtual thread. */
public interface NameResolver {
    /**
     * The SRV records of a service (RFC 2782), unsorted.
     *
     * @param name the full name in A-labels, for example {@code _xmpp-server._tcp.example.org}
     */
    SrvAnswer srv(String name);

    /**
     * The addresses of a host, IPv4 and IPv6; empty if it has none or cannot be looked up. An
     * address stands for itself.
     */
    List<InetAddress> addresses(String host);

    /**
     * What a look-up gave.
     *
     * @param status whether there was an answer
     * @param records the records; empty unless {@code FOUND}
     */
    record SrvAnswer(Status status, List<SrvRecord> records) {}

    /** Whether there was an answer. */
    enum Status {
        /** There are records. */
        FOUND,
        /** The name or the type does not exist. */
        NONE,
        /** No server answered, or it answered with an error. */
        FAILED
    }

    /**
     * One SRV record.
     *
     * @param priority lower first, 0 to 65535
     * @param weight share among equals, 0 to 65535
     * @param port 0 to 65535
     * @param target the host in A-labels without trailing dot; empty if the service is decidedly
     *     not there
     */
    record SrvRecord(int priority, int weight, int port, String target) {}
}
