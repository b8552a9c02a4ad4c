package org.sallyport.adaptor.sip.transport;

import org.jspecify.annotations.Nullable;

/** Stands in for the connection while there is none: the framer is closed then and says nothing. */
final class Assembly implements SipFramer.Pulse {
    private @Nullable Connection connection;

    void complete(Connection made) {
        connection = made;
    }

    @Override
    public void partial(boolean begun) {
        if (connection != null) {
            connection.partial(begun);
        }
    }

    @Override
    public void ping() {
        if (connection != null) {
            connection.ping();
        }
    }

    @Override
    public boolean pong() {
        return connection != null && connection.pong();
    }
}
