package org.sallyport.core.dns;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.minidns.dnsmessage.DnsMessage;
import org.sallyport.api.config.HostPort;

/** Answers UDP queries on loopback as a test says. */
final class TinyDnsServer implements AutoCloseable {
    private final DatagramSocket socket;
    private final AtomicInteger queries = new AtomicInteger();

    /** Makes the answer to a query; null for silence. */
    @FunctionalInterface
    interface Answers {
        byte @Nullable [] to(DnsMessage query) throws IOException;
    }

    TinyDnsServer(Answers answers) throws IOException {
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(() -> serve(answers));
    }

    static TinyDnsServer answering(UnaryOperator<DnsMessage.Builder> answer) throws IOException {
        return new TinyDnsServer(query ->
                answer.apply(
                                DnsMessage.builder()
                                        .setId(query.id)
                                        .setQrFlag(true)
                                        .setQuestions(query.questions))
                        .build()
                        .toArray());
    }

    HostPort address() {
        return new HostPort("127.0.0.1", socket.getLocalPort());
    }

    int queries() {
        return queries.get();
    }

    private void serve(Answers answers) {
        byte[] buffer = new byte[2_048];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                queries.incrementAndGet();
                byte[] answer =
                        answers.to(new DnsMessage(Arrays.copyOf(buffer, packet.getLength())));
                if (answer != null) {
                    socket.send(
                            new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (IOException _) {
                // Closed, or a query that cannot be read: go on.
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
