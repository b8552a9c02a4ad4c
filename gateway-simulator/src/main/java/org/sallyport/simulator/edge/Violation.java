package org.sallyport.simulator.edge;

/**
 * Something the gateway did that SIP or MS-SIP forbids. Holds fixed words only, nothing a user
 * wrote.
 *
 * @param rule a fixed word, e.g. {@code route-set} or {@code cseq-stale}
 * @param method request method or {@code response-}method it was seen in, empty when there was no
 *     message
 * @param connection number of the connection, 0 when it has to do with none
 */
public record Violation(String rule, String method, long connection) {}
