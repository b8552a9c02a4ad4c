package org.sallyport.simulator.sip;

/**
 * What a {@link SipTransport} tells its owner; called on the connection's own thread, in order for
 * each connection.
 */
public interface SipEvents {
    /** The TLS handshake is done and the peer's chain is trusted. */
    default void opened(SipConnection connection) {}

    /** One whole message; {@link SipRules} has not judged it yet. */
    void message(SipConnection connection, SipMessage message);

    /** A keep-alive between messages; a ping has been answered already. */
    default void keepAlive(SipConnection connection, Crlf kind) {}

    /** The octets are no SIP; the connection is being closed. The fault is a fixed word. */
    default void fault(SipConnection connection, String fault) {}

    /** The connection is gone, for whatever reason. */
    default void closed(SipConnection connection) {}

    /** A peer came but no TLS connection was made; the cause is the name of an exception class. */
    default void handshakeFailed(String cause) {}
}
