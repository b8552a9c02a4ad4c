package org.sallyport.adaptor.sip.transport;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.RawMessageChannel;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * What one transaction writes to: its connection, with the route lines of its request. ACK and
 * CANCEL that the transaction layer makes go the same way with the same routes.
 */
final class TransactionChannel extends MessageChannel implements RawMessageChannel {
    private final JainStack stack;
    private final InetSocketAddress remote;
    private final Output output;

    TransactionChannel(JainStack stack, InetSocketAddress remote, Output output) {
        this.stack = stack;
        this.remote = remote;
        this.output = output;
        this.messageProcessor = stack.processor();
    }

    /** Where messages go. */
    @FunctionalInterface
    interface Output {
        /**
         * @throws IOException if the connection is gone or too much is waiting for it
         */
        void write(SIPMessage message) throws IOException;
    }

    @Override
    public void sendMessage(SIPMessage message) throws IOException {
        output.write(message);
    }

    @Override
    public void sendMessage(SIPMessage message, InetAddress receiver, int port) throws IOException {
        output.write(message);
    }

    @Override
    protected void sendMessage(byte[] message, InetAddress receiver, int port, boolean reconnect) {
        // Repetitions of an answer: over TLS nothing is lost, so nothing is repeated.
    }

    @Override
    public void processMessage(SIPMessage message) {
        throw new IllegalStateException("nothing is routed to ourselves");
    }

    @Override
    public void close() {
        // The connection outlives its transactions.
    }

    @Override
    public SIPTransactionStack getSIPStack() {
        return stack;
    }

    @Override
    public String getTransport() {
        return "TLS";
    }

    @Override
    public boolean isReliable() {
        return true;
    }

    @Override
    public boolean isSecure() {
        return true;
    }

    @Override
    public String getPeerAddress() {
        return remote.getAddress().getHostAddress();
    }

    @Override
    protected InetAddress getPeerInetAddress() {
        return remote.getAddress();
    }

    /**
     * No listening point has this name, so JAIN never takes a peer for itself and skips the
     * network.
     */
    @Override
    protected String getPeerProtocol() {
        return "peer";
    }

    @Override
    public int getPeerPort() {
        return remote.getPort();
    }

    @Override
    public int getPeerPacketSourcePort() {
        return remote.getPort();
    }

    @Override
    public InetAddress getPeerPacketSourceAddress() {
        return remote.getAddress();
    }

    @Override
    public String getKey() {
        return "tls:" + remote.getAddress().getHostAddress() + ":" + remote.getPort();
    }

    @Override
    public String getViaHost() {
        return getHost();
    }

    @Override
    public int getViaPort() {
        return getPort();
    }
}
