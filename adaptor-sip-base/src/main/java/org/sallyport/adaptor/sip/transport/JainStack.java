package org.sallyport.adaptor.sip.transport;

import gov.nist.javax.sip.ListeningPointImpl;
import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.stack.MessageProcessor;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import javax.sip.InvalidArgumentException;
import javax.sip.ListeningPoint;
import javax.sip.ObjectInUseException;
import javax.sip.PeerUnavailableException;
import javax.sip.TransportNotSupportedException;
import org.jspecify.annotations.Nullable;

/**
 * The JAIN transaction layer without its transports, dialogs, event thread and logs: each
 * transaction is given its channel and its listener by us.
 */
final class JainStack extends SipStackImpl {
    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final Object START = new Object();

    private final MessageProcessor processor;

    private JainStack(Properties properties, String address, int port)
            throws PeerUnavailableException,
                    TransportNotSupportedException,
                    InvalidArgumentException,
                    ObjectInUseException {
        super(properties);
        ListeningPoint point = createListeningPoint(address, port, ListeningPoint.TLS);
        createSipProvider(point);
        processor = ((ListeningPointImpl) point).getMessageProcessor();
    }

    /**
     * Boots a stack.
     *
     * @param address a local IP address, never contacted
     * @param port the real port of the listener
     * @param lifetime how long any transaction may last
     */
    static JainStack start(String address, int port, Duration lifetime) {
        // The constructor starts a thread that is no daemon and that stop() leaves waiting for
        // ever. It is found by its
        // group and ended at once: events reach us without it.
        ThreadGroup group = new ThreadGroup("sip-stack");
        Boot boot = new Boot(address, port, lifetime);
        synchronized (START) { // two loggers are static fields of JAIN
            Thread starter = new Thread(group, boot, "sip-stack-start");
            starter.setDaemon(true);
            starter.start();
            joinUninterruptibly(starter);
        }
        group.interrupt();
        JainStack stack = boot.stack;
        if (stack == null) {
            throw new IllegalStateException("the transaction layer did not start: " + boot.failure);
        }
        return stack;
    }

    /** The listening point's processor, which every channel names as its own. */
    MessageProcessor processor() {
        return processor;
    }

    /** Transactions that are open in either direction. */
    int openTransactions() {
        return getClientTransactionTableSize() + getServerTransactionTableSize();
    }

    /** Ends all transactions without a word. */
    void shutDown() {
        Thread.currentThread().interrupt(); // stop() would sleep one second
        try {
            stop();
        } finally {
            Thread.interrupted();
        }
    }

    private static void joinUninterruptibly(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Properties properties(Duration lifetime) {
        Properties properties = new Properties();
        properties.setProperty("javax.sip.STACK_NAME", "sallyport-" + NUMBERS.incrementAndGet());
        properties.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "off");
        properties.setProperty("gov.nist.javax.sip.AUTOMATIC_DIALOG_ERROR_HANDLING", "false");
        properties.setProperty("gov.nist.javax.sip.REENTRANT_LISTENER", "true");
        properties.setProperty(
                "gov.nist.javax.sip.STACK_LOGGER", SilentStackLogger.class.getName());
        properties.setProperty(
                "gov.nist.javax.sip.SERVER_LOGGER", SilentServerLogger.class.getName());
        properties.setProperty("gov.nist.javax.sip.TIMER_CLASS_NAME", WheelTimer.class.getName());
        properties.setProperty(
                "gov.nist.javax.sip.MESSAGE_PROCESSOR_FACTORY",
                DetachedProcessorFactory.class.getName());
        properties.setProperty("gov.nist.javax.sip.LINGER_TIMER", "0");
        String seconds = Long.toString(Math.max(1, lifetime.toSeconds()));
        properties.setProperty("gov.nist.javax.sip.MAX_TX_LIFETIME_INVITE", seconds);
        properties.setProperty("gov.nist.javax.sip.MAX_TX_LIFETIME_NON_INVITE", seconds);
        return properties;
    }

    private static final class Boot implements Runnable {
        private final String address;
        private final int port;
        private final Duration lifetime;
        private @Nullable JainStack stack;
        private @Nullable String failure;

        Boot(String address, int port, Duration lifetime) {
            this.address = address;
            this.port = port;
            this.lifetime = lifetime;
        }

        @Override
        public void run() {
            try {
                stack = new JainStack(properties(lifetime), address, port);
            } catch (Exception | LinkageError e) {
                failure = e.getClass().getName();
            }
        }
    }
}
