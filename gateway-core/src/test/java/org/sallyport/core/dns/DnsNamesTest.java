package org.sallyport.core.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.minidns.dnsmessage.DnsMessage;
import org.minidns.dnsname.DnsName;
import org.minidns.record.A;
import org.minidns.record.CNAME;
import org.minidns.record.Data;
import org.minidns.record.Record;
import org.minidns.record.SRV;
import org.sallyport.api.config.HostPort;
import org.sallyport.api.network.NameResolver.SrvAnswer;
import org.sallyport.api.network.NameResolver.SrvRecord;
import org.sallyport.api.network.NameResolver.Status;

@Timeout(30)
class DnsNamesTest {
    private static final String NAME = "_xmpp-server._tcp.peer.example";
    private static final Duration SHORT = Duration.ofSeconds(2);

    @TempDir Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    private TinyDnsServer server(UnaryOperator<DnsMessage.Builder> answer) throws IOException {
        TinyDnsServer server = TinyDnsServer.answering(answer);
        open.add(server);
        return server;
    }

    private DnsNames names(TinyDnsServer... servers) throws IOException {
        List<HostPort> addresses = new ArrayList<>();
        for (TinyDnsServer server : servers) {
            addresses.add(server.address());
        }
        Path hosts = folder.resolve("hosts");
        if (!Files.exists(hosts)) {
            Files.writeString(
                    hosts, "# comment\n127.0.0.9  Listed.example other.example # more\nbad line\n");
        }
        InstantSource clock = now::get;
        DnsNames names = new DnsNames(addresses, clock, SHORT, new HostsFile(hosts));
        open.add(names);
        return names;
    }

    private static Record<Data> record(String name, Record.TYPE type, long seconds, Data data) {
        return new Record<>(DnsName.from(name), type, Record.CLASS.IN, seconds, data, false);
    }

    private static Record<Data> service(int priority, String target) {
        return record(NAME, Record.TYPE.SRV, 60, new SRV(priority, 5, 5269, target));
    }

    @Test
    void findsServicesAndKeepsThemForTheirTime() throws IOException {
        TinyDnsServer server =
                server(answer ->
                        answer.addAnswer(service(10, "One.peer.example"))
                                .addAnswer(service(20, ".")));
        DnsNames names = names(server);
        SrvAnswer found = names.srv(NAME);
        assertThat(found.status()).isEqualTo(Status.FOUND);
        assertThat(found.records())
                .containsExactlyInAnyOrder(
                        new SrvRecord(10, 5, 5269, "one.peer.example"),
                        new SrvRecord(20, 5, 5269, ""));
        now.set(Instant.EPOCH.plusSeconds(59));
        assertThat(names.srv("_XMPP-server._tcp.peer.example")).isEqualTo(found);
        assertThat(server.queries()).isEqualTo(1);
        now.set(Instant.EPOCH.plusSeconds(61));
        names.srv(NAME);
        assertThat(server.queries()).isEqualTo(2);
    }

    @Test
    void tellsWhatDoesNotExistFromWhatFailed() throws IOException {
        assertThat(
                        names(
                                        server(answer ->
                                                answer.setResponseCode(
                                                        DnsMessage.RESPONSE_CODE.NX_DOMAIN)))
                                .srv(NAME)
                                .status())
                .isEqualTo(Status.NONE);
        assertThat(names(server(answer -> answer)).srv(NAME).status()).isEqualTo(Status.NONE);
        assertThat(
                        names(
                                        server(answer ->
                                                answer.setResponseCode(
                                                        DnsMessage.RESPONSE_CODE.SERVER_FAIL)))
                                .srv(NAME)
                                .status())
                .isEqualTo(Status.FAILED);
        assertThat(names(server(answer -> answer)).srv("a..b").status()).isEqualTo(Status.NONE);
        assertThat(names(server(answer -> answer)).srv("x".repeat(300)).status())
                .isEqualTo(Status.NONE);
    }

    @Test
    void asksTheNextServerWhenOneIsSilentOrTalksNonsense() throws IOException {
        TinyDnsServer good = server(answer -> answer.addAnswer(service(1, "t.example")));
        TinyDnsServer silent = new TinyDnsServer(_ -> null);
        open.add(silent);
        assertThat(names(silent, good).srv(NAME).status()).isEqualTo(Status.FOUND);
        Random random = new Random(3);
        TinyDnsServer noise =
                new TinyDnsServer(_ -> {
                    byte[] bytes = new byte[random.nextInt(100)];
                    random.nextBytes(bytes);
                    return bytes;
                });
        open.add(noise);
        for (int i = 0; i < 20; i++) {
            assertThat(names(noise, good).srv(NAME).status()).isEqualTo(Status.FOUND);
        }
    }

    @Test
    void doesNotHangOnSilence() throws IOException {
        TinyDnsServer silent = new TinyDnsServer(_ -> null);
        open.add(silent);
        long start = System.nanoTime();
        assertThat(names(silent).srv(NAME).status()).isEqualTo(Status.FAILED);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
    }

    @Test
    void refusesAnAnswerToAnotherQuestion() throws IOException {
        TinyDnsServer liar =
                new TinyDnsServer(query ->
                        DnsMessage.builder()
                                .setId(query.id)
                                .setQrFlag(true)
                                .setQuestion(
                                        new org.minidns.dnsmessage.Question(
                                                "other.example", Record.TYPE.SRV))
                                .addAnswer(service(1, "evil.example"))
                                .build()
                                .toArray());
        open.add(liar);
        assertThat(names(liar).srv(NAME).status()).isEqualTo(Status.FAILED);
        TinyDnsServer stranger =
                server(answer ->
                        answer.addAnswer(
                                record(
                                        "unasked.example",
                                        Record.TYPE.SRV,
                                        60,
                                        new SRV(1, 1, 1, "evil.example"))));
        assertThat(names(stranger).srv(NAME).status()).isEqualTo(Status.NONE);
    }

    @Test
    void findsAddressesThroughAliases() throws IOException {
        TinyDnsServer server =
                server(answer ->
                        answer.addAnswer(
                                        record(
                                                "host.example",
                                                Record.TYPE.CNAME,
                                                60,
                                                new CNAME("real.example")))
                                .addAnswer(
                                        record(
                                                "real.example",
                                                Record.TYPE.A,
                                                60,
                                                new A("127.0.0.7"))));
        DnsNames names = names(server);
        assertThat(names.addresses("host.example"))
                .containsExactly(InetAddress.ofLiteral("127.0.0.7"));
        int asked = server.queries();
        names.addresses("HOST.example");
        assertThat(server.queries()).isEqualTo(asked);
    }

    @Test
    void readsTheHostsFileFirst() throws IOException {
        TinyDnsServer server = server(answer -> answer);
        DnsNames names = names(server);
        assertThat(names.addresses("listed.example"))
                .containsExactly(InetAddress.ofLiteral("127.0.0.9"));
        assertThat(names.addresses("other.example"))
                .containsExactly(InetAddress.ofLiteral("127.0.0.9"));
        assertThat(names.addresses("localhost")).containsExactly(InetAddress.getLoopbackAddress());
        assertThat(server.queries()).isZero();
        assertThat(names.addresses("nowhere.example")).isEmpty();
    }

    @Test
    void anAddressStandsForItself() throws IOException {
        TinyDnsServer server = server(answer -> answer);
        assertThat(names(server).addresses("127.0.0.3"))
                .containsExactly(InetAddress.ofLiteral("127.0.0.3"));
        assertThat(names(server).addresses("::1")).containsExactly(InetAddress.ofLiteral("::1"));
        assertThat(server.queries()).isZero();
        assertThat(names().addresses("127.0.0.3")).hasSize(1);
        assertThat(names().addresses("localhost")).isNotEmpty();
    }
}
