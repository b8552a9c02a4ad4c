package org.sallyport.adaptor.sip.transport;

import java.time.Duration;
import org.sallyport.api.config.ByteSize;
import org.sallyport.api.config.Default;
import org.sallyport.api.config.Doc;

/**
 * What connections may cost; a section of the adaptor's configuration.
 *
 * @param sizes of messages and queues
 * @param times deadlines and intervals
 * @param counts of connections
 */
@Doc("What SIP connections may cost")
public record TransportLimits(
        @Doc("Sizes of messages and queues") Sizes sizes,
        @Doc("Deadlines and intervals") Times times,
        @Doc("Numbers of connections") Counts counts) {
    /** The defaults of all keys. */
    public static final TransportLimits DEFAULTS =
            new TransportLimits(
                    new Sizes(kib(16), kib(64), 256, kib(4096), kib(1024)),
                    new Times(
                            Duration.ofSeconds(5),
                            Duration.ofSeconds(10),
                            Duration.ofSeconds(30),
                            Duration.ofSeconds(60),
                            Duration.ofSeconds(600),
                            Duration.ofSeconds(300)),
                    new Counts(1000, 20, 16, 10_000));

    private static ByteSize kib(int count) {
        return new ByteSize(1024L * count);
    }

    /**
     * Sizes of messages and queues.
     *
     * @param head request line or status line with all headers
     * @param message head and body
     * @param headers header lines of one message
     * @param unsent octets that may wait for one connection to take them
     * @param unread octets of messages that were read and not handled yet, for one connection
     */
    @Doc("Sizes of messages and queues")
    public record Sizes(
            @Doc("Longest head of a message: first line and headers") @Default("16KiB")
                    ByteSize head,
            @Doc("Longest message: head and body") @Default("64KiB") ByteSize message,
            @Doc("Most header lines of a message") @Default("256") int headers,
            @Doc("Most octets waiting for a connection to take them") @Default("4MiB")
                    ByteSize unsent,
            @Doc("Most octets read from a connection and not handled yet; then it is not read")
                    @Default("1MiB")
                    ByteSize unread) {
        /**
         * @throws IllegalArgumentException if a size is out of bounds
         */
        public Sizes {
            if (head.bytes() < 1024
                    || message.bytes() < head.bytes()
                    || message.bytes() > (1L << 24)
                    || headers < 16) {
                throw new IllegalArgumentException(
                        "head is 1KiB or more, message at least head and at most 16MiB, headers 16 or more");
            }
        }
    }

    /**
     * Deadlines and intervals.
     *
     * @param connect for one address to take a connection
     * @param handshake for TLS and the verdict on the certificate
     * @param message from the first octet of a message to its last
     * @param keepAlive silence after which we send CRLFCRLF
     * @param idle silence of the peer, its keep-alives included, after which we close
     * @param serverTransaction how long a request may stay unanswered
     */
    @Doc("Deadlines and intervals")
    public record Times(
            @Doc("For one address to take a connection") @Default("5s") Duration connect,
            @Doc("For the TLS handshake and the verdict on the certificate") @Default("10s")
                    Duration handshake,
            @Doc("From the first octet of a message to its last") @Default("30s") Duration message,
            @Doc("Silence after which a keep-alive is sent") @Default("60s") Duration keepAlive,
            @Doc("Silence of the peer after which the connection is closed") @Default("10m")
                    Duration idle,
            @Doc("How long a request of a peer may stay unanswered before it is forgotten")
                    @Default("5m")
                    Duration serverTransaction) {}

    /**
     * Numbers of connections.
     *
     * @param connections in total
     * @param perPeer authenticated ones for one peer
     * @param perAddress not yet authenticated ones from one source address
     * @param waiting requests that may wait for one connection to be opened
     */
    @Doc("Numbers of connections")
    public record Counts(
            @Doc("Most connections in total") @Default("1000") int connections,
            @Doc("Most connections with one peer") @Default("20") int perPeer,
            @Doc("Most connections from one address that have not proven a peer yet") @Default("16")
                    int perAddress,
            @Doc("Most requests that wait for one connection to be opened") @Default("10000")
                    int waiting) {}
}
