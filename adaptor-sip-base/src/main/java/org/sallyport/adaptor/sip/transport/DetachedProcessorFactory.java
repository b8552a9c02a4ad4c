package org.sallyport.adaptor.sip.transport;

import gov.nist.core.HostPort;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.MessageProcessor;
import gov.nist.javax.sip.stack.MessageProcessorFactory;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.net.InetAddress;

/**
 * Gives JAIN a listening point that opens no socket: connections are ours alone, and a transaction
 * gets the channel of its connection from us. Public because JAIN makes it by name.
 */
public final class DetachedProcessorFactory implements MessageProcessorFactory {
    /** Made by JAIN. */
    public DetachedProcessorFactory() {}

    @Override
    public MessageProcessor createMessageProcessor(
            SIPTransactionStack sipStack, InetAddress ipAddress, int port, String transport) {
        return new Detached(ipAddress, port, transport, sipStack);
    }

    private static final class Detached extends MessageProcessor {
        Detached(InetAddress address, int port, String transport, SIPTransactionStack stack) {
            super(address, port, transport, stack);
        }

        @Override
        public SIPTransactionStack getSIPStack() {
            return sipStack;
        }

        @Override
        public MessageChannel createMessageChannel(HostPort targetHostPort) throws IOException {
            throw new IOException("connections are not opened here");
        }

        @Override
        public MessageChannel createMessageChannel(InetAddress targetHost, int port)
                throws IOException {
            throw new IOException("connections are not opened here");
        }

        @Override
        public void start() {}

        @Override
        public void stop() {}

        @Override
        public int getDefaultTargetPort() {
            return 5061;
        }

        @Override
        public boolean isSecure() {
            return true;
        }

        @Override
        public int getMaximumMessageSize() {
            return Integer.MAX_VALUE;
        }

        @Override
        public boolean inUse() {
            return true;
        }
    }
}
