package org.sallyport.core.dns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.minidns.dnsname.DnsName;
import org.minidns.record.A;
import org.minidns.record.AAAA;
import org.minidns.record.Data;
import org.minidns.record.Record;
import org.minidns.record.SRV;
import org.sallyport.api.config.HostPort;
import org.sallyport.api.network.NameResolver;

/**
 * Look-ups through MiniDNS (SRV, and everything if servers are configured) and the JDK (addresses
 * otherwise). No look-up takes longer than five seconds; answers are kept for their time to live,
 * at most five minutes. Thread-safe.
 */
public final class DnsNames implements NameResolver, AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int SYSTEM_LOOKUPS = 16;

    private final DnsQuery query;
    private final boolean ownServers;
    private final HostsFile hosts;
    private final DnsCache<SrvAnswer> services;
    private final DnsCache<List<InetAddress>> hostAddresses;
    private final ExecutorService system;

    /**
     * A resolver.
     *
     * @param servers the servers to ask; empty for those of the system
     * @param clock for times to live
     */
    public DnsNames(List<HostPort> servers, InstantSource clock) {
        this(servers, clock, LIMIT, HostsFile.ofSystem());
    }

    DnsNames(List<HostPort> servers, InstantSource clock, Duration limit, HostsFile hosts) {
        this.query = new DnsQuery(servers, limit);
        this.ownServers = !servers.isEmpty();
        this.hosts = hosts;
        this.services = new DnsCache<>(clock);
        this.hostAddresses = new DnsCache<>(clock);
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(
                        SYSTEM_LOOKUPS,
                        SYSTEM_LOOKUPS,
                        10,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(1_000),
                        Thread.ofPlatform().daemon().name("sallyport-names-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
        this.system = threads;
    }

    @Override
    public SrvAnswer srv(String name) {
        String key = name.toLowerCase(Locale.ROOT);
        SrvAnswer kept = services.get(key);
        if (kept != null) {
            return kept;
        }
        DnsQuery.Answer answer = query.ask(key, Record.TYPE.SRV);
        SrvAnswer result =
                switch (answer.status()) {
                    case FAILED -> new SrvAnswer(Status.FAILED, List.of());
                    case NONE -> new SrvAnswer(Status.NONE, List.of());
                    case FOUND ->
                            new SrvAnswer(
                                    Status.FOUND,
                                    answer.data().stream()
                                            .map(SRV.class::cast)
                                            .map(DnsNames::record)
                                            .toList());
                };
        if (result.status() != Status.FAILED) {
            services.put(key, result, answer.secondsToLive());
        }
        return result;
    }

    @Override
    public List<InetAddress> addresses(String host) {
        InetAddress literal = literal(host);
        if (literal != null) {
            return List.of(literal);
        }
        return ownServers ? fromServers(host.toLowerCase(Locale.ROOT)) : fromSystem(host);
    }

    /** Stops waiting look-ups. */
    @Override
    public void close() {
        system.shutdownNow();
    }

    private static SrvRecord record(SRV srv) {
        String target =
                srv.target.equals(DnsName.ROOT) ? "" : srv.target.ace.toLowerCase(Locale.ROOT);
        String plain = target.endsWith(".") ? target.substring(0, target.length() - 1) : target;
        return new SrvRecord(srv.priority, srv.weight, srv.port, plain);
    }

    private static @org.jspecify.annotations.Nullable InetAddress literal(String host) {
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private List<InetAddress> fromServers(String host) {
        List<InetAddress> known = hosts.addresses(host);
        if (!known.isEmpty()) {
            return known;
        }
        List<InetAddress> kept = hostAddresses.get(host);
        if (kept != null) {
            return kept;
        }
        DnsQuery.Answer four = query.ask(host, Record.TYPE.A);
        DnsQuery.Answer six = query.ask(host, Record.TYPE.AAAA);
        List<InetAddress> found = new ArrayList<>();
        four.data().forEach(data -> found.add(address(data)));
        six.data().forEach(data -> found.add(address(data)));
        if (four.status() != Status.FAILED && six.status() != Status.FAILED) {
            hostAddresses.put(
                    host, List.copyOf(found), Math.min(four.secondsToLive(), six.secondsToLive()));
        }
        return List.copyOf(found);
    }

    private static InetAddress address(Data data) {
        return switch (data) {
            case A a -> a.getInetAddress();
            case AAAA aaaa -> aaaa.getInetAddress();
            default -> throw new IllegalStateException("only addresses were asked for");
        };
    }

    /**
     * The JDK's look-up has no limit of its own and holds its thread: it gets one of a few platform
     * threads.
     */
    private List<InetAddress> fromSystem(String host) {
        Future<List<InetAddress>> lookup;
        try {
            lookup = system.submit(() -> List.of(InetAddress.getAllByName(host)));
        } catch (java.util.concurrent.RejectedExecutionException e) {
            return List.of();
        }
        try {
            return lookup.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownHostException) {
                return List.of();
            }
            throw new IllegalStateException("a look-up failed", e.getCause());
        } catch (TimeoutException e) {
            lookup.cancel(true);
            return List.of();
        } catch (InterruptedException e) {
            lookup.cancel(true);
            Thread.currentThread().interrupt();
            return List.of();
        }
    }
}
