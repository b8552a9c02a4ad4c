package org.sallyport.adaptor.xmpp.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.sallyport.api.address.Domain;
import org.sallyport.api.address.DomainPattern;
import org.sallyport.api.config.Connect;
import org.sallyport.api.config.PeerSettings;
import org.sallyport.api.network.NameResolver;

class TargetsTest {
    private static final String DIRECT = "_xmpps-server._tcp.peer.example";
    private static final String PLAIN = "_xmpp-server._tcp.peer.example";

    private final Table names = new Table();

    @Test
    void withoutRecordsTheDomainItselfIsTried() {
        assertThat(order(0)).containsExactly("peer.example:5269");
        names.failed = true;
        assertThat(order(0)).containsExactly("peer.example:5269");
    }

    @Test
    void aDotMeansThatThereIsNoService() {
        names.add(PLAIN, 0, 0, 0, "");
        assertThat(order(0)).isEmpty();
    }

    @Test
    void aDotForDirectTlsLeavesTheOther() {
        names.add(DIRECT, 0, 0, 0, "");
        names.add(PLAIN, 10, 0, 5269, "a");
        assertThat(order(0)).containsExactly("a:5269");
    }

    @Test
    void recordsThatFailAreNotFollowedByTheDomain() {
        names.add(PLAIN, 10, 0, 5269, "dead");
        assertThat(order(0)).containsExactly("dead:5269");
    }

    @Test
    void bothSetsAreOneListByPriority() {
        names.add(PLAIN, 5, 0, 5269, "first");
        names.add(DIRECT, 10, 0, 5270, "second");
        names.add(PLAIN, 20, 0, 5269, "third");
        assertThat(order(0)).containsExactly("first:5269", "second:5270 direct", "third:5269");
    }

    @Test
    void weightsShareTheTraffic() {
        names.add(PLAIN, 1, 0, 1, "zero");
        names.add(PLAIN, 1, 10, 1, "ten");
        names.add(PLAIN, 1, 30, 1, "thirty");
        assertThat(order(0)).startsWith("zero:1");
        assertThat(order(1)).startsWith("ten:1");
        assertThat(order(10)).startsWith("ten:1");
        assertThat(order(11)).startsWith("thirty:1");
        assertThat(order(40)).startsWith("thirty:1");
        Map<String, Integer> first = new HashMap<>();
        Random random = new Random(1);
        for (int i = 0; i < 4_100; i++) {
            first.merge(order(random).getFirst(), 1, Integer::sum);
        }
        assertThat(first.get("zero:1")).isBetween(40, 180);
        assertThat(first.get("ten:1")).isBetween(850, 1_150);
        assertThat(order(random)).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void fixedAddressesComeInTheirOrder() {
        List<Connect> fixed =
                List.of(Connect.parse("b:5270"), Connect.parse("a:5269"), Connect.DNS);
        PeerSettings settings =
                new PeerSettings(DomainPattern.parse("peer.example"), "p", fixed, List.of());
        assertThat(
                        names(
                                new Targets(names, new Random(1), List.of(5270))
                                        .of(new Domain("peer.example"), settings)))
                .containsExactly("b:5270 direct", "a:5269", "peer.example:5269");
    }

    @Test
    void asksForALabels() {
        names.add("_xmpp-server._tcp.xn--bcher-kva.example", 1, 1, 5269, "found");
        PeerSettings settings = new PeerSettings(DomainPattern.ANY, "p", List.of(), List.of());
        assertThat(
                        names(
                                new Targets(names, new Random(1), List.of())
                                        .of(new Domain("bücher.example"), settings)))
                .containsExactly("found:5269");
    }

    private List<String> order(int... numbers) {
        int[] at = {0};
        RandomGenerator fixed =
                new RandomGenerator() {
                    @Override
                    public long nextLong() {
                        throw new IllegalStateException("nextInt is asked");
                    }

                    @Override
                    public int nextInt(int bound) {
                        return Math.min(bound - 1, numbers[Math.min(at[0]++, numbers.length - 1)]);
                    }
                };
        return order(fixed);
    }

    private List<String> order(RandomGenerator random) {
        PeerSettings settings = new PeerSettings(DomainPattern.ANY, "p", List.of(), List.of());
        return names(
                new Targets(names, random, List.of(5270)).of(new Domain("peer.example"), settings));
    }

    private static List<String> names(List<Targets.Target> targets) {
        return targets.stream()
                .map(target ->
                        target.host() + ":" + target.port() + (target.directTls() ? " direct" : ""))
                .toList();
    }

    private static final class Table implements NameResolver {
        private final Map<String, SrvRecord[]> records = new HashMap<>();
        private boolean failed;

        void add(String name, int priority, int weight, int port, String target) {
            SrvRecord[] known = records.getOrDefault(name, new SrvRecord[0]);
            SrvRecord[] more = Arrays.copyOf(known, known.length + 1);
            more[known.length] = new SrvRecord(priority, weight, port, target);
            records.put(name, more);
        }

        @Override
        public SrvAnswer srv(String name) {
            SrvRecord[] found = records.get(name);
            Status none = failed ? Status.FAILED : Status.NONE;
            return found == null
                    ? new SrvAnswer(none, List.of())
                    : new SrvAnswer(Status.FOUND, List.of(found));
        }

        @Override
        public List<InetAddress> addresses(String host) {
            return List.of();
        }
    }
}
