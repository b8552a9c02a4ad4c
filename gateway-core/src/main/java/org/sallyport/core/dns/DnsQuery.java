package org.sallyport.core.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.minidns.DnsClient;
import org.minidns.dnsmessage.DnsMessage;
import org.minidns.dnsmessage.Question;
import org.minidns.dnsname.DnsName;
import org.minidns.record.CNAME;
import org.minidns.record.Data;
import org.minidns.record.Record;
import org.minidns.source.NetworkDataSource;
import org.sallyport.api.config.HostPort;
import org.sallyport.api.network.NameResolver.Status;

/** Asks name servers one after the other, within one limit for all of them. */
final class DnsQuery {
    private static final int PORT = 53;
    private static final int MOST_SERVERS = 3;
    private static final int MOST_ALIASES = 8;
    private static final int NEGATIVE_SECONDS = 10;
    private static final int UDP_OCTETS = 1_232;

    private final List<HostPort> servers;
    private final Duration limit;
    private final SecureRandom random = new SecureRandom();

    DnsQuery(List<HostPort> servers, Duration limit) {
        this.servers = servers;
        this.limit = limit;
    }

    /** What came back; data of the type asked for only. */
    record Answer(Status status, List<Data> data, int secondsToLive) {}

    Answer ask(String name, Record.TYPE type) {
        Question question;
        try {
            question = new Question(DnsName.from(name), type);
        } catch (RuntimeException e) {
            // A name that DNS cannot carry does not exist.
            return new Answer(Status.NONE, List.of(), NEGATIVE_SECONDS);
        }
        long end = System.nanoTime() + limit.toNanos();
        List<InetSocketAddress> asked = servers();
        for (int i = 0; i < asked.size(); i++) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis() / (asked.size() - i);
            if (left <= 0) {
                break;
            }
            DnsMessage response = response(question, asked.get(i), (int) left);
            if (response != null) {
                return answer(question, response);
            }
        }
        return new Answer(Status.FAILED, List.of(), 0);
    }

    private List<InetSocketAddress> servers() {
        List<InetSocketAddress> found = new ArrayList<>();
        for (HostPort server : servers) {
            try {
                found.add(
                        new InetSocketAddress(InetAddress.getByName(server.host()), server.port()));
            } catch (UnknownHostException _) {
                // the next one may do
            }
        }
        if (servers.isEmpty()) {
            DnsClient.findDnsAddresses()
                    .forEach(address -> found.add(new InetSocketAddress(address, PORT)));
        }
        return found.subList(0, Math.min(MOST_SERVERS, found.size()));
    }

    /** One server's usable answer; null if it has none in time. */
    private @org.jspecify.annotations.Nullable DnsMessage response(
            Question question, InetSocketAddress server, int millis) {
        DnsMessage request =
                DnsMessage.builder()
                        .setQuestion(question)
                        .setId(random.nextInt(1 << 16))
                        .setRecursionDesired(true)
                        .build();
        NetworkDataSource source = new NetworkDataSource();
        // Over UDP and then, if that answer was cut, over TCP: each has half of the time.
        source.setTimeout(Math.max(1, millis / 2));
        source.setUdpPayloadSize(UDP_OCTETS);
        try {
            DnsMessage response =
                    source.query(request, server.getAddress(), server.getPort()).response;
            boolean fits =
                    response.qr
                            && response.id == request.id
                            && response.questions.size() == 1
                            && response.questions.getFirst().equals(question);
            boolean usable =
                    response.responseCode == DnsMessage.RESPONSE_CODE.NO_ERROR
                            || response.responseCode == DnsMessage.RESPONSE_CODE.NX_DOMAIN;
            return fits && usable ? response : null;
        } catch (IOException | RuntimeException e) {
            // No answer, or one that the library stumbles over: the next server may do better.
            return null;
        }
    }

    private static Answer answer(Question question, DnsMessage response) {
        Set<DnsName> names = names(question.name, response);
        List<Data> data = new ArrayList<>();
        long seconds = Long.MAX_VALUE;
        for (Record<? extends Data> record : response.answerSection) {
            Data payload = record.getPayload();
            if (record.type == question.type && payload != null && names.contains(record.name)) {
                data.add(Objects.requireNonNull(payload));
                seconds = Math.min(seconds, record.getTtl());
            }
        }
        return data.isEmpty()
                ? new Answer(Status.NONE, List.of(), NEGATIVE_SECONDS)
                : new Answer(Status.FOUND, List.copyOf(data), Math.clamp(seconds, 0, 86_400));
    }

    /** The name asked for and its aliases within the answer. */
    private static Set<DnsName> names(DnsName asked, DnsMessage response) {
        Set<DnsName> names = new HashSet<>(Set.of(asked));
        for (int i = 0; i < MOST_ALIASES; i++) {
            for (Record<? extends Data> record : response.answerSection) {
                if (names.contains(record.name) && record.getPayload() instanceof CNAME alias) {
                    names.add(alias.target);
                }
            }
        }
        return names;
    }
}
